import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { DeepLink } from '#shared/desk/deep-link.ts';
import { viewOf, viewPath } from '#shared/desk/page-views.ts';
import { caseStates } from '#shared/settlement/case.ts';
import { BridgeError, call } from '../../bridge/client.ts';
import { reportPath } from '../../pages/audit/audit-place.ts';
import { noFilters, filterOf } from '../../pages/ledger/table/filters.ts';
import { casePlace } from '../../pages/settlements/case-place.ts';

/** Where a link leads. */
export interface LinkPlace {
  /** Null for a page about the console itself on a desk without a community. */
  readonly communityId: string | null;
  readonly path: string;
  /** What else stands in the address. */
  readonly entries: Readonly<Record<string, string>>;
}

/** What of a link is not on this desk. */
export type Missing = 'community' | Exclude<DeepLink['to'], 'page'>;

const DAY_MS = 86_400_000;
/** What a range of the bridge may hold. */
const LONGEST_MS = 11 * 366 * DAY_MS;

/**
 * Looks for what a link names: in the community that it names, otherwise in the open one and then in the others.
 * @param communities - those of the desk, the open one first
 * @param now - epoch milliseconds
 * @throws BridgeError when it could not be looked for
 */
export async function findPlace(
  link: DeepLink,
  communities: readonly CommunitySummary[],
  now: number,
): Promise<LinkPlace | Missing> {
  const candidates = communities.filter(({ id }) => link.community === undefined || id === link.community);
  if (link.to === 'page') {
    const path = viewPath(link.page, link.view === undefined ? null : viewOf(link.page, link.view));
    if (candidates.length === 0 && (link.page !== 'settings' || link.community !== undefined)) return 'community';
    return { communityId: candidates.length === 0 ? null : candidates[0].id, path, entries: {} };
  }
  if (candidates.length === 0) return 'community';
  for (const community of candidates) {
    const found = await placeIn(link, community, now);
    if (found !== null) return { communityId: community.id, entries: {}, ...found };
  }
  return link.to;
}

type Found = Pick<LinkPlace, 'path'> & Partial<Pick<LinkPlace, 'entries'>>;

async function placeIn(
  link: Exclude<DeepLink, { to: 'page' }>,
  community: CommunitySummary,
  now: number,
): Promise<Found | null> {
  const communityId = community.id;
  const { id } = link;
  switch (link.to) {
    case 'trade': {
      const executedAt = link.at ?? (await tradeTime(community, id, now));
      const input = { communityId, tradeId: id, executedAt: executedAt ?? 0 };
      if (executedAt === null || !(await isThere(() => call('ledger.trade', input)))) return null;
      return { path: `/ledger/trade/${executedAt}/${encodeURIComponent(id)}` };
    }
    case 'settlement': {
      const executedAt = link.at ?? (await caseTime(communityId, id));
      const input = { communityId, tradeId: id, executedAt: executedAt ?? 0 };
      if (executedAt === null || !(await isThere(() => call('settlement.case', input)))) return null;
      return { path: casePlace({ tradeId: id, executedAt }) };
    }
    case 'member': {
      const range = { from: now - DAY_MS, to: now };
      const members = await call('members.list', { communityId, range });
      const member = members.find((one) => one.id === id || one.anonymizedId === id);
      return member === undefined ? null : { path: `/members/${encodeURIComponent(member.id)}` };
    }
    case 'rule': {
      const rules = await call('rules.list', { communityId });
      return rules.some((one) => one.id === id) ? { path: `/rules/${encodeURIComponent(id)}` } : null;
    }
    case 'clearing': {
      const { certificate } = await call('market.book', { communityId, slot: link.at });
      return certificate?.clearingId === id ? { path: '/marketplace', entries: { slot: String(link.at) } } : null;
    }
    case 'report': {
      // Whether paper of an unknown report is genuine is what is checked there.
      if (link.fingerprint !== undefined)
        return { path: viewPath('audit', 'verify'), entries: { report: id, fingerprint: link.fingerprint } };
      const reports = await call('reports.list', { communityId });
      return reports.some((one) => one.id === id) ? { path: reportPath(id) } : null;
    }
  }
}

/** When the trade of an id was executed; null where there is none. */
async function tradeTime({ id: communityId, dataFrom }: CommunitySummary, id: string, now: number) {
  const to = now + DAY_MS;
  const range = { from: Math.max(dataFrom ?? 0, to - LONGEST_MS), to };
  const filter = { ...filterOf(noFilters, range), text: id };
  const sort = { by: 'executedAt', descending: true } as const;
  const { trades } = await call('ledger.page', { communityId, filter, sort, from: 0, limit: 10 });
  return trades.find((trade) => trade.id === id)?.executedAt ?? null;
}

async function caseTime(communityId: string, id: string): Promise<number | null> {
  const filter = { range: null, cause: null, states: [...caseStates], memberId: null, text: id };
  const { cases } = await call('settlement.cases', { communityId, filter, from: 0, limit: 10 });
  return cases.find(({ tradeId }) => tradeId === id)?.executedAt ?? null;
}

/** Whether a question about one thing has an answer; the bridge refuses it for what there is not. */
async function isThere(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (error instanceof BridgeError && error.problem.code === 'INPUT_INVALID') return false;
    throw error;
  }
}
