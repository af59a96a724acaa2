import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rebuildRollups } from '#engine/cache/rebuild-rollups.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { healthHandlers } from '#engine/health/handlers.ts';
import { importsHandlers } from '#engine/imports/handlers.ts';
import { filteredCases } from '#engine/settlement/work-list.ts';
import { statsHandlers } from '#engine/stats/handlers.ts';
import { contract } from '#shared/contract/contract.ts';
import type { Finding, FindingKind } from '#shared/contract/health.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import type { Values } from '#shared/stats/health-facts.ts';
import { engineWithCommunity, testEngine, UNTIL } from '../fixtures/community.ts';
import { COMMUNITY, SLOT, uuid } from '../fixtures/pages.ts';
import { dayOf, readingsOf, smallCommunity } from '../insights/small-community.ts';

const range = { from: UNTIL - 6 * 86_400_000, to: UNTIL };

describe('what needs attention', () => {
  it('names failed settlements first, with their number, money and most common cause', async () => {
    const { context, communityId } = engineWithCommunity();
    const findings = await healthHandlers['health.findings']({ communityId, range }, context);
    contract['health.findings'].output.parse(findings);
    const failed = context.cache.read.get<{ trades: number; amount: number }>(
      'SELECT COUNT(*) AS trades, SUM(amount) AS amount FROM trade_view WHERE status = 2 AND executed_at >= ? AND executed_at < ?',
      [range.from, range.to],
    )!;
    expect(failed.trades).toBeGreaterThan(0);
    expect(findings[0]).toMatchObject({
      kind: 'failed-settlements',
      level: 'critical',
      values: { count: failed.trades, amount: failed.amount },
    });
  });

  it('says that all is well when nothing is amiss, and only then', async () => {
    const { context, communityId } = engineWithCommunity({ members: 8, days: 2 });
    context.cache.write.run('UPDATE trade SET status = 1, failure_code = NULL WHERE status = 2');
    const quiet = { from: UNTIL - 6 * 3_600_000, to: UNTIL };
    const kinds = async () =>
      (await healthHandlers['health.findings']({ communityId, range: quiet }, context)).map((finding) => finding.kind);
    expect(await kinds()).toContain('all-well');
    context.cache.write.run('UPDATE member SET anonymized_id = NULL WHERE id = (SELECT MIN(id) FROM member)');
    expect(await kinds()).not.toContain('all-well');
    expect(await kinds()).toContain('held-back-members');
  });

  it('of the period alone leaves out who is held back today', async () => {
    const { context, communityId } = engineWithCommunity({ members: 8, days: 2 });
    context.cache.write.run('UPDATE member SET anonymized_id = NULL WHERE id = (SELECT MIN(id) FROM member)');
    const kinds = async (ofPeriodOnly: boolean) =>
      (await healthHandlers['health.findings']({ communityId, range, ofPeriodOnly }, context)).map(({ kind }) => kind);
    const all = await kinds(false);
    expect(all).toContain('held-back-members');
    expect(await kinds(true)).toEqual(
      all.filter((kind) => kind !== 'held-back-members' && kind !== 'waiting-approvals'),
    );
  });

  it('counts a member as worse off when its savings over the period are negative', async () => {
    const { context, communityId } = engineWithCommunity({ members: 12, days: 3 });
    context.cache.write.run(
      `UPDATE rollup_member_day SET bought_amount = bought_retail_amount + 1000
       WHERE member_id = (SELECT member_id FROM rollup_member_day WHERE bought_wh > 0 AND sold_wh = 0 LIMIT 1)`,
    );
    const findings = await healthHandlers['health.findings']({ communityId, range }, context);
    expect(findings.find((finding) => finding.kind === 'worse-off-members')?.values).toMatchObject({ count: 1 });
  });
});

describe('every sentence', () => {
  const { context, communityId } = engineWithCommunity({ members: 20, days: 12 });
  const { read, write } = context.cache;
  const day = 86_400_000;
  const end = localDayRange(20261025, 'Europe/Berlin').to;
  const week = { from: localDayRange(20261019, 'Europe/Berlin').from, to: end };
  // As far into the days before as the data reach into these.
  const before = { from: localDayRange(20261014, 'Europe/Berlin').from, to: UNTIL - 5 * day };
  const lastFive = { from: localDayRange(20261021, 'Europe/Berlin').from, to: end };
  const found = (input: { range: typeof week; compareWith?: typeof week }): Promise<Finding[]> =>
    Promise.resolve(healthHandlers['health.findings']({ communityId, ...input }, context));
  const valuesOf = async <K extends FindingKind>(kind: K, input: Parameters<typeof found>[0]) => {
    const isWanted = (one: Finding): one is Extract<Finding, { kind: K }> => one.kind === kind;
    return (await found(input)).find(isWanted)?.values as Values<K> | undefined;
  };

  it('says what the page of its evidence says', async () => {
    const period = { communityId, range: week, compareWith: null };
    const { current } = await context.insights.query('insights.indicators', { ...period, step: 'day', group: 'all' });
    const { value, withheldDays } = current.totals.savings;
    expect(await valuesOf('savings-total', { range: week })).toEqual({
      amount: value,
      withheldDays,
      days: current.start.length - withheldDays,
    });
    const proposed = { range: null, cause: null, states: ['proposed' as const], memberId: null, text: '' };
    const cases = filteredCases(read, requireCommunity(read, communityId), proposed);
    const waiting = await valuesOf('waiting-approvals', { range: week });
    expect(waiting?.count ?? 0).toBe(cases.length);
    const { current: spread } = await context.insights.query('insights.fairness', { ...period, group: 'all' });
    const uneven = await valuesOf('uneven-savings', { range: week });
    if (spread.gini !== null && spread.gini >= 0.5) expect(uneven).toMatchObject({ gini: spread.gini });
    else expect(uneven).toBeUndefined();
  });

  it('of a change compares what the Overview does', async () => {
    // Less sun in the days before.
    write.run('UPDATE rollup_slot SET self_consumed_wh = self_consumed_wh / 2 WHERE slot < ?', [lastFive.from]);
    write.run('UPDATE rollup_day SET self_consumed_wh = self_consumed_wh / 2 WHERE day < 20261021');
    const input = { range: lastFive, compareWith: before };
    const { current, previous } = await statsHandlers['stats.indicators']({ communityId, ...input }, context);
    const values = await valuesOf('self-sufficiency-change', input);
    expect(values).toMatchObject({ now: current.selfSufficiency, before: previous!.selfSufficiency });
    expect(await valuesOf('self-sufficiency-change', { range: lastFive })).toBeUndefined();
  });

  it('compares with no period that the data do not reach back over', async () => {
    const tooEarly = { from: before.from - 30 * day, to: before.to - 30 * day };
    const kinds = (await found({ range: lastFive, compareWith: tooEarly })).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind.endsWith('-change') && kind !== 'members-change')).toEqual([]);
  });

  it('of a price above retail, and of members who lost by it over thirty days, is a warning that leads to the members', async () => {
    write.run('UPDATE pricing_signal SET grid_import_price = 90000, grid_export_price = 80000');
    rebuildRollups(write, requireCommunity(read, communityId).id);
    const findings = await found({ range: lastFive });
    const { members, traders } = await context.insights.query('insights.losses', { communityId, until: lastFive.to });
    expect(members.length).toBeGreaterThan(0);
    expect(findings).toContainEqual({
      kind: 'worse-off-rolling',
      level: 'warning',
      evidence: 'insights-losses',
      values: { count: members.length, traders, days: 30 },
    });
    expect(await valuesOf('one-sided-price', { range: lastFive })).toMatchObject({ retail: 90_000, feedIn: 80_000 });
    expect(findings.map(({ kind }) => kind)).not.toContain('all-well');
  });

  it('of a period that ends days after the readings says so, and of one without any says nothing else', async () => {
    const late = { from: lastFive.from, to: end + 2 * day + 3_600_000 };
    expect(await valuesOf('stale-data', { range: late })).toMatchObject({ days: 2 });
    expect(await valuesOf('stale-data', { range: lastFive })).toBeUndefined();
    const after = { from: end + day, to: end + 2 * day };
    const kinds = (await found({ range: after })).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'waiting-approvals')).toEqual(['no-data']);
  });
});

describe('a change a day', () => {
  it('is that of the sums, also where the clocks changed in one of the two weeks', async () => {
    const community = smallCommunity(5, 5);
    const [before, week] = [dayOf(20250324), dayOf(20250331)];
    const compareWith = { from: before.from, to: week.from };
    const after = { from: week.from, to: dayOf(20250406).to };
    for (const slot of [before.from, after.to - SLOT])
      community.putReadings(
        readingsOf(
          slot,
          Array.from({ length: 10 }, () => ({ consumed: 100 })),
        ),
      );
    const tradedAt = (slot: number, quantity: number) =>
      [0, 1, 2, 3, 4].map((seller) => ({
        id: uuid('d', slot / SLOT + seller),
        slot,
        seller,
        buyer: seller + 5,
        quantity,
      }));
    community.putTrades([...tradedAt(before.from, 1000), ...tradedAt(week.from, 1500)]);
    const input = { communityId: COMMUNITY, range: after, compareWith };
    const findings = await healthHandlers['health.findings'](input, community.context);
    const changes = findings.flatMap((one) => (one.kind === 'savings-change' ? [one.values.change] : []));
    expect(changes).toEqual([expect.closeTo(0.5, 10)]);
  });
});

describe('an imported file', () => {
  it('whose rows do not balance is spoken of, with their number', async () => {
    const { context } = testEngine();
    const folder = mkdtempSync(join(tmpdir(), 'commonwatt-test-'));
    const path = join(folder, 'readings.csv');
    writeFileSync(
      path,
      `timestamp,member,produced_kwh,consumed_kwh,imported_kwh,exported_kwh
2026-05-01T10:00:00Z,one,1.0,0.5,0.0,0.5
2026-05-01T10:15:00Z,one,1.0,0.5,0.0,0.1
`,
    );
    context.files.register('file', { path, name: 'readings.csv' });
    const { taskId } = await importsHandlers['imports.start'](
      { fileId: 'file', onBadRows: 'refuse', communityId: null, communityName: 'One', timeZone: 'Europe/Berlin' },
      context,
    );
    const task = await context.tasks.finished(taskId);
    rmSync(folder, { recursive: true });
    const start = Date.UTC(2026, 4, 1);
    const findings = await healthHandlers['health.findings'](
      { communityId: task!.communityId!, range: { from: start, to: start + 86_400_000 } },
      context,
    );
    expect(findings).toContainEqual({
      kind: 'unbalanced-readings',
      level: 'notice',
      evidence: 'readings',
      values: { rows: 1, total: 2 },
    });
    // Of one member no sum may be told, and nobody joins a community with the first reading of it.
    expect(findings.map(({ kind }) => kind)).toEqual(['unbalanced-readings']);
  });
});

describe('latest events', () => {
  it('are newest first, within the period and by pseudonym', async () => {
    const { context, communityId } = engineWithCommunity();
    const events = await healthHandlers['health.events']({ communityId, range, limit: 15 }, context);
    contract['health.events'].output.parse(events);
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(15);
    events.forEach((event, index) => {
      expect(event.at).toBeGreaterThanOrEqual(range.from);
      expect(event.at).toBeLessThan(range.to);
      if (index > 0) expect(event.at).toBeLessThanOrEqual(events[index - 1].at);
    });
  });
});
