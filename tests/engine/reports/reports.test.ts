import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removeCommunity } from '#engine/communities/remove-community.ts';
import type { EngineContext } from '#engine/context.ts';
import { noteCleared } from '#engine/privacy/cleared.ts';
import { reportHandlers } from '#engine/reports/handlers.ts';
import type { Output } from '#shared/contract/contract.ts';
import type { ReportCheck, ReportOrder } from '#shared/contract/report-records.ts';
import type { Language } from '#shared/languages/languages.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';

const DAY = 86_400_000;

let context: EngineContext;
let communityId: string;
let order: ReportOrder & { kind: 'ledger' };
const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  ({ context, communityId } = engineWithCommunity({ members: 12, days: 3 }));
  order = { kind: 'ledger', communityId, range: { from: UNTIL - 10 * DAY, to: UNTIL } };
});

/** What a test changes is taken back by the next one. */
let undo: (() => void) | null = null;
beforeEach(() => {
  undo?.();
  undo = null;
});

async function make(wanted: ReportOrder = order, language: Language = 'en'): Promise<string> {
  const { taskId, reportId } = await reportHandlers['reports.make']({ order: wanted, language }, context);
  const task = await context.tasks.finished(taskId);
  expect(task?.problem).toBeNull();
  return reportId;
}

const contentOf = (reportId: string): Output<'reports.content'> =>
  context.reports.content(context.cache.read, reportId);

async function checkOf(started: { taskId: string } | Promise<{ taskId: string }>): Promise<ReportCheck> {
  const { taskId } = await started;
  await context.tasks.finished(taskId);
  return (await reportHandlers['reports.check']({ taskId }, context))!;
}

const verify = (reportId: string, fingerprint = contentOf(reportId).report.fingerprint): Promise<ReportCheck> =>
  checkOf(reportHandlers['reports.verify']({ reportId, fingerprint }, context));

/** Makes a trade of the last day another one. */
function tamper(): void {
  const [from, to] = ['quantity_wh - 1', 'quantity_wh + 1'];
  const key = 'executed_at = (SELECT MAX(executed_at) FROM trade) AND quantity_wh > 1';
  const run = (change: string): number =>
    context.cache.write.run(`UPDATE trade SET quantity_wh = ${change} WHERE ${key}`);
  expect(run(to)).toBeGreaterThan(0);
  undo = () => run(from);
}

describe('a report', () => {
  it('is at hand with its pages when its task is done', async () => {
    const reportId = await make();
    const { report, html, header, footer, suggestedName } = contentOf(reportId);
    expect(report).toMatchObject({
      id: reportId,
      order,
      language: 'en',
      title: 'Ledger',
      dataTo: UNTIL,
      isAtHand: true,
    });
    expect(html).toContain('<html lang="en">');
    expect(footer).toContain(reportId);
    expect(suggestedName).toMatch(/^demo-Ledger Sonnenhang, .* Oct 2026\.pdf$/);
    expect(header).toContain('Demo – invented data');
  });

  it('is marked as its community is, with the same fingerprint as before', async () => {
    const { fingerprint } = contentOf(await make()).report;
    const mark = (demo: number, simulated: number): number =>
      context.cache.write.run('UPDATE community SET is_demo = ?, has_simulated_trades = ?', [demo, simulated]);
    mark(0, 0);
    const real = contentOf(await make());
    mark(0, 1);
    const simulated = contentOf(await make());
    mark(1, 0);
    expect([real, simulated].map(({ report }) => report.fingerprint)).toEqual([fingerprint, fingerprint]);
    expect(real.suggestedName).toMatch(/^Ledger /);
    expect(`${real.header}${real.html}`).not.toMatch(/invented|imulated/);
    expect(simulated.suggestedName).toMatch(/^simulated-Ledger /);
    expect(simulated.header).toContain('Simulated trading');
  });

  it('has the same fingerprint in every language and whenever it is made', async () => {
    const ids = [await make(), await make(order, 'de'), await make()];
    const fingerprints = ids.map((id) => contentOf(id).report.fingerprint);
    expect(new Set(fingerprints).size).toBe(1);
    expect(contentOf(ids[1]).report.title).toBe('Hauptbuch');
  });

  it('shows nobody by a user id', async () => {
    const { html } = contentOf(await make());
    const ids = context.cache.read.pluck<string>('SELECT uid FROM member');
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) expect(html).not.toContain(id);
    expect(html).not.toMatch(/user-/);
  });

  it('fails when there is nothing to report', async () => {
    const range = { from: UNTIL - 400 * DAY, to: UNTIL - 399 * DAY };
    const { taskId } = context.reports.make(context, { order: { ...order, range }, language: 'en' });
    const task = await context.tasks.finished(taskId);
    expect(task?.problem).toMatchObject({ code: 'INPUT_INVALID', message: 'There was no trade in this period.' });
  });

  it('is not kept when the person stops it', async () => {
    const { taskId, reportId } = context.reports.make(context, { order, language: 'en' });
    context.tasks.cancel(taskId);
    expect(await context.tasks.finished(taskId)).toMatchObject({ state: 'cancelled' });
    expect(context.reports.list(context.cache.read, communityId).map(({ id }) => id)).not.toContain(reportId);
  });

  it('is listed with the others of its community, the newest first', async () => {
    const reportId = await make();
    const listed = context.reports.list(context.cache.read, communityId);
    expect(listed.map(({ id }) => id)).toContain(reportId);
    expect(listed.map(({ madeAt }) => madeAt)).toEqual(listed.map(({ madeAt }) => madeAt).sort((a, b) => b - a));
    expect(context.reports.list(context.cache.read, 'another')).toEqual([]);
  });

  it('is at hand as one of the last five; the others are known, and made again from their order', async () => {
    const first = await make();
    for (let count = 0; count < 5; count++) await make();
    expect(() => contentOf(first)).toThrow('not at hand');
    const known = context.reports.list(context.cache.read, communityId).find(({ id }) => id === first);
    expect(known).toMatchObject({ isAtHand: false, order });
  });
});

describe('checking a printed report', () => {
  it('says that the data still give its figures', async () => {
    expect(await verify(await make())).toMatchObject({ verdict: 'same', sections: [], file: null });
  });

  it('takes the digits as they stand on the page, in groups and capitals', async () => {
    const reportId = await make();
    const printed = contentOf(reportId).report.fingerprint.slice(0, 32).match(/.{4}/g)!.join(' ').toUpperCase();
    expect(await verify(reportId, printed)).toMatchObject({ verdict: 'same' });
  });

  it('asks for all digits of the page', () => {
    const input = { reportId: 'CW-7K2M-9QX4-T5BN', fingerprint: '0123 4567' };
    expect(() => context.reports.verify(context, input)).toThrow('32 digits');
  });

  it('names the sections that differ when one trade is another one, in the language of the report', async () => {
    const reportId = await make(order, 'de');
    tamper();
    expect(await verify(reportId)).toMatchObject({
      verdict: 'data-changed',
      sections: ['Summen', 'So., 25. Okt. 2026'],
    });
  });

  it('says that the data are gone when retention has cleared a part of them since', async () => {
    const reportId = await make();
    tamper();
    noteCleared(context.cache.write, communityId, 'trade', order.range.from + DAY);
    expect(await verify(reportId)).toMatchObject({ verdict: 'data-gone' });
    context.cache.write.run('DELETE FROM retention_cleared');
    expect(await verify(reportId)).toMatchObject({ verdict: 'data-changed' });
  });

  it('finds a fingerprint that is not that of the report', async () => {
    expect(await verify(await make(), '0'.repeat(32))).toMatchObject({ verdict: 'fingerprint-differs' });
  });

  it('does not know a report of another desk', async () => {
    const check = await verify('CW-0000-0000-0000', '0'.repeat(32));
    expect(check).toEqual({
      reportId: 'CW-0000-0000-0000',
      verdict: 'unknown',
      report: null,
      sections: [],
      file: null,
    });
  });
});

describe('checking a PDF file', () => {
  let count = 0;

  /** A file of this text, chosen in the dialog. */
  function chosen(text: string): string {
    const name = `${++count}.pdf`;
    writeFileSync(path.join(folder, name), text, 'latin1');
    context.files.register(name, { path: path.join(folder, name), name });
    return name;
  }
  const verifyFile = (text: string): Promise<ReportCheck> =>
    checkOf(reportHandlers['reports.verifyFile']({ fileId: chosen(text) }, context));
  const pdfOf = (reportId: string, fingerprint: string): string =>
    `%PDF-1.4\n<</Title (Ledger - ${reportId} - ${fingerprint})>>\nthe pages`;

  it('knows one that was saved here, and one that is not as it was saved', async () => {
    const reportId = await make();
    const pdf = pdfOf(reportId, contentOf(reportId).report.fingerprint);
    context.reports.saved(context.cache.write, reportId, createHash('sha256').update(pdf).digest('hex'));
    expect(await verifyFile(pdf)).toMatchObject({ reportId, verdict: 'same', file: 'as-saved' });
    expect(await verifyFile(`${pdf}!`)).toMatchObject({ reportId, verdict: 'same', file: 'not-as-saved' });
  });

  it('finds one that claims the fingerprint of another report', async () => {
    const reportId = await make();
    expect(await verifyFile(pdfOf(reportId, 'a'.repeat(64)))).toMatchObject({
      verdict: 'fingerprint-differs',
      file: 'not-as-saved',
    });
  });

  it('says of any other file that it is no report', async () => {
    expect(await verifyFile('%PDF-1.4\n<</Title (Holiday photos)>>')).toEqual({
      reportId: '',
      verdict: 'unknown',
      report: null,
      sections: [],
      file: 'no-report',
    });
  });
});

it('outlives its community, and says then that the data are gone', async () => {
  const reportId = await make();
  const { fingerprint } = contentOf(reportId).report;
  const [row] = context.cache.read.pluck<number>('SELECT id FROM community WHERE uid = ?', [communityId]);
  removeCommunity(context.cache.write, row);
  expect(await verify(reportId, fingerprint)).toMatchObject({ verdict: 'data-gone', report: { id: reportId } });
  expect(context.reports.list(context.cache.read, communityId).map(({ id }) => id)).toContain(reportId);
});
