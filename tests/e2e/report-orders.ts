import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { ReportOrder } from '#shared/contract/report-records.ts';
import { reportKinds } from '#shared/contract/report-records.ts';
import { localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import type { Language } from '#shared/languages/languages.ts';
import { valueOf } from './console-window.ts';

const HOUR = 3_600_000;

/** One order of each kind that the demo has data for. */
export async function reportOrders(page: Page, community: CommunitySummary): Promise<ReportOrder[]> {
  const communityId = community.id;
  const to = startOfLocalDay(localDay(community.dataTo! - 48 * HOUR, community.timeZone), community.timeZone);
  const range = { from: to - 2 * 24 * HOUR, to };
  const month = String(localDay(community.dataTo! - 32 * 24 * HOUR, community.timeZone)).replace(
    /^(\d{4})(\d\d).*/,
    '$1-$2',
  );
  const [member] = await valueOf(page, 'members.list', { communityId, range });
  const next = await valueOf(page, 'market.book', { communityId, slot: null });
  const book = await valueOf(page, 'market.book', { communityId, slot: next.previousSlot });
  const orders: { readonly [K in ReportOrder['kind']]: Extract<ReportOrder, { kind: K }> } = {
    'community-month': { kind: 'community-month', communityId, month },
    'assembly-pack': { kind: 'assembly-pack', communityId, year: Number(month.slice(0, 4)) },
    'member-statement': { kind: 'member-statement', communityId, memberId: member.id, range },
    reconciliation: { kind: 'reconciliation', communityId, range },
    'rule-audit': { kind: 'rule-audit', communityId, range: { from: to - 24 * HOUR, to } },
    'clearing-certificate': {
      kind: 'clearing-certificate',
      communityId,
      slot: book.slot,
      clearingId: book.certificate!.clearingId,
    },
    // Around a midnight: long enough to be laid out in parts.
    ledger: { kind: 'ledger', communityId, range: { from: range.from + 10 * HOUR, to: range.from + 34 * HOUR } },
    'processing-record': { kind: 'processing-record', communityId },
  };
  return reportKinds.map((kind) => orders[kind]);
}

/** Waits until a task is done, and fails when it cannot be. */
export async function finishedTask(page: Page, taskId: string): Promise<void> {
  const task = async () => (await valueOf(page, 'tasks.list', {})).find(({ id }) => id === taskId);
  await expect(async () => expect((await task())?.state).not.toBe('running')).toPass({
    timeout: 60_000,
    intervals: [200],
  });
  expect(await task()).toMatchObject({ state: 'done', problem: null });
}

/** Makes a report and waits until it is at hand; its id. */
export async function madeReport(page: Page, order: ReportOrder, language: Language): Promise<string> {
  const { taskId, reportId } = await valueOf(page, 'reports.make', { order, language });
  await finishedTask(page, taskId);
  return reportId;
}
