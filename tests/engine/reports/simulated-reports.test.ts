import { describe, expect, it } from 'vitest';
import { sha256 } from '#engine/market/sha256.ts';
import { reportDigest } from '#engine/reports/fingerprint.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { type ReportOrder } from '#shared/contract/report-records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { languages } from '#shared/languages/languages.ts';
import type { AssemblyPackFacts } from '#shared/reports/kinds/assembly-pack.ts';
import type { CommunityMonthFacts } from '#shared/reports/kinds/community-month.ts';
import type { RuleAuditFacts } from '#shared/reports/kinds/rule-audit.ts';
import type { ReconciliationFacts } from '#shared/reports/settlement/reconciliation-facts.ts';
import type { MemberStatementFacts } from '#shared/reports/statement/statement-facts.ts';
import { type ResolutionKind, resolutionKinds, settlementEventKinds } from '#shared/settlement/events.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { testEngine, UNTIL } from '../fixtures/community.ts';
import { readReport, type ReadReport, sectionTexts, textsOf } from './read-report.ts';

const { context } = testEngine();
let communityId = '';
const userIds: string[] = [];
const simulation = { seed: 2, members: 30, days: 16, until: UNTIL, violations: true };
for (const page of simulateCommunity(simulation, sha256)) {
  applyPage(context.cache.write, page);
  communityId = page.communityId;
  userIds.push(...(page.members ?? []).map(({ userId }) => userId));
}
const { read } = context.cache;
/** From a local midnight to another, before the night in which the clocks go back. */
const range = { from: UNTIL - 13 * HOUR - 14 * 24 * HOUR, to: UNTIL - 13 * HOUR - 24 * HOUR };
/** Somebody who sold what was voided. */
const memberId = read.pluck<string>(
  `SELECT seller_uid FROM trade_view JOIN settlement_event USING (community_id, executed_at)
   WHERE trade_id = trade_view.id AND kind = ? AND resolution = ? AND executed_at >= ? AND executed_at < ? ORDER BY executed_at, trade_id`,
  [settlementEventKinds.indexOf('resolved'), resolutionKinds.indexOf('void'), range.from, range.to],
)[0];
const orders = {
  month: { kind: 'community-month', communityId, month: '2026-10' },
  year: { kind: 'assembly-pack', communityId, year: 2026 },
  statement: { kind: 'member-statement', communityId, memberId, range },
  audit: { kind: 'rule-audit', communityId, range },
  books: { kind: 'reconciliation', communityId, range },
} as const satisfies Record<string, ReportOrder>;
type Name = keyof typeof orders;
const names = Object.keys(orders) as Name[];
const reports = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, await readReport(context, orders[name])])),
) as Record<Name, ReadReport>;

describe.each(names)('the report "%s"', (name) => {
  const { facts, document } = reports[name];

  it('gives the same figures again from the same data', async () => {
    const again = await readReport(context, orders[name]);
    expect(reportDigest(orders[name], again.facts)).toEqual(reportDigest(orders[name], facts));
  });

  it('has its figures under the ids of its sections, in an order of its own in each language alike', () => {
    const idsOf = (language: 'en' | 'de'): string[] => document(language).sections.map(({ id }) => id);
    expect(idsOf('de')).toEqual(idsOf('en'));
    expect(idsOf('en')).toEqual(expect.arrayContaining(Object.keys(facts.sections)));
  });

  it.each(languages)('has rows as wide as its tables (%s)', (language) => {
    for (const { blocks } of document(language).sections) {
      for (const block of blocks) {
        if (block.type !== 'table' && block.type !== 'long-table') continue;
        const { columns, rows, total = [] } = block.table;
        const all = [...rows, ...(total.length > 0 ? [total] : [])];
        expect(all.filter((row) => row.length !== columns.length)).toEqual([]);
      }
    }
  });

  it('names nobody but by pseudonym', () => {
    const memberIds = read.pluck<string>('SELECT uid FROM member');
    const said = JSON.stringify([facts, ...languages.map((language) => textsOf(document(language)))]);
    expect(userIds.length).toBeGreaterThan(20);
    expect([...userIds, ...memberIds].filter((id) => said.includes(id))).toEqual([]);
  });
});

describe('the pack for the members’ meeting', () => {
  const { sections } = reports.year.facts as AssemblyPackFacts;

  it('of a year of which the data hold one month gives the figures of that month', () => {
    const month = (reports.month.facts as CommunityMonthFacts).sections;
    expect(sections.months.energy.start).toEqual([Date.UTC(2026, 8, 30, 22)]);
    expect(sections.figures.now.sums).toEqual(month.figures.now.sums);
    expect(sections.months.savings).toEqual([month.figures.now.sums.savings.value]);
    expect(sections.months.failed).toEqual([month.figures.now.trades?.failed]);
    expect(sections.market.price).toEqual([month.figures.now.meanPrice]);
  });

  it('says from when to when it holds, and by which mechanism the market was cleared', () => {
    expect(sectionTexts(reports.year.document('en'), 'summary')[1]).toMatch(
      /^The meter readings reach from 10 Oct 2026, 00:00 to 25 Oct 2026, 12:00/,
    );
    expect(sections.market.mechanisms).toEqual([['uniform-price']]);
    expect(sectionTexts(reports.year.document('de'), 'market')).toContain(
      'Das Clearing folgte durchgehend einem Verfahren: Ein Preis für alle.',
    );
  });

  it('leaves out what persons have typed', () => {
    const reasons = read.pluck<string>('SELECT DISTINCT reason FROM settlement_event WHERE reason IS NOT NULL');
    const said = textsOf(reports.year.document('en')).join('\n');
    expect(reasons.length).toBeGreaterThan(3);
    expect(reasons.filter((reason) => said.includes(reason))).toEqual([]);
  });
});

describe('a member’s statement', () => {
  const { sections } = reports.statement.facts as MemberStatementFacts;

  it('has trades that add up to what is said of them', () => {
    const settled = sections.trades.filter(({ status }) => status !== 'failed');
    const sumOf = (side: 'bought' | 'sold', of: 'quantityWh' | 'amount'): number =>
      settled.filter((trade) => trade.side === side).reduce((sum, trade) => sum + trade[of], 0);
    expect(sections.savings).toMatchObject({
      trades: settled.length,
      soldWh: sumOf('sold', 'quantityWh'),
      soldAmount: sumOf('sold', 'amount'),
      boughtAmount: sumOf('bought', 'amount'),
      savings: settled.reduce((sum, { savings }) => sum + (savings ?? 0), 0),
    });
  });

  it('has energy day by day that agrees with its trades', () => {
    const sold = sections.energy.steps.reduce((sum, { soldWh }) => sum + soldWh, 0);
    expect(sections.energy).toMatchObject({ step: 'day' });
    expect(sold).toBe(sections.savings.soldWh);
  });

  it('tells every trade of the member that failed, with what became of it', () => {
    const failedIn = sections.trades.filter(({ status }) => status === 'failed').length;
    expect(sections.failed.length).toBeGreaterThanOrEqual(failedIn);
    expect(failedIn).toBeGreaterThan(0);
    expect(sectionTexts(reports.statement.document('de'), 'failed').join(' ')).toMatch(/aufgehoben, \d+\. Okt\. 2026/);
  });

  it('says that it is no invoice', () => {
    expect(sectionTexts(reports.statement.document('en'), 'member')[1]).toContain('It is no invoice');
  });

  it('is refused for a member of another community', async () => {
    const order = { ...orders.statement, memberId: '00000000-0000-7000-8000-000000000000' };
    await expect(readReport(context, order)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('the audit of the rules', () => {
  const { sections } = reports.audit.facts as RuleAuditFacts;

  it('has as many findings as its kinds have together, each with the condition that is not met', () => {
    expect(sections.findings.count).toBe(sections.groups.reduce((sum, { findings }) => sum + findings, 0));
    expect(sections.findings.count).toBeGreaterThan(0);
    for (const { verdict, conditions } of sections.findings.listed) {
      expect(conditions.find(({ outcome }) => outcome === 'failed')?.verdict).toBe(verdict);
    }
  });

  it('tells each finding in words of the language', () => {
    expect(sectionTexts(reports.audit.document('en'), 'findings').join(' ')).toMatch(
      /The rule had placed an order for this slot before.*Rule [0-9a-f]{8}, version \d/,
    );
    expect(sectionTexts(reports.audit.document('de'), 'findings').join(' ')).toContain(
      'Die Regel hatte für diesen Zeitabschnitt schon einen Auftrag aufgegeben',
    );
  });
});

describe('the reconciliation', () => {
  const { sections } = reports.books.facts as ReconciliationFacts;

  it('begins with whether the books agree', () => {
    expect(sections.proof.holds).toBe(true);
    expect(sectionTexts(reports.books.document('en'), 'proof')[1]).toMatch(/^The books agree/);
  });

  it('has resolved cases that add up to the counts by kind', () => {
    const counted = (count: (kind: ResolutionKind) => number): number[] => resolutionKinds.map(count);
    const byBooks = counted((kind) => sections.trades.resolved[kind].count);
    expect(counted((kind) => sections.resolved.filter(({ resolution }) => resolution === kind).length)).toEqual(
      byBooks,
    );
    expect(counted((kind) => sections.cases.causes.reduce((sum, { resolved }) => sum + resolved[kind], 0))).toEqual(
      byBooks,
    );
    expect(sections.cases.open).toHaveLength(sections.trades.open.count);
  });

  it('has members’ books of which the balances come to nothing', () => {
    expect(sections.members.reduce((sum, { balance }) => sum + balance, sections.proof.fees)).toBe(0);
    expect(sections.members.map(({ anonymizedId }) => anonymizedId)).toEqual(
      sections.members.map(({ anonymizedId }) => anonymizedId).toSorted(),
    );
  });
});
