import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Cache } from '#engine/cache/open.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { needsRecords } from '#engine/communities/needs-records.ts';
import { keepWindow } from '#engine/sync/keep-window.ts';
import { chooseMonths } from '#engine/sync/raw-choice.ts';
import { writeSyncState } from '#engine/sync/sync-state.ts';
import { contract, type EngineMethodName, type Input } from '#shared/contract/contract.ts';
import { Random } from '#shared/domain/random.ts';
import { addDays, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { eventfulCache } from '../../insights/eventful-cache.ts';
import { call } from '../../fixtures/engine-calls.ts';
import { engineContext } from '../../fixtures/engine-context.ts';
import { COMMUNITY, memberId } from '../../fixtures/pages.ts';

const timeZone = 'Europe/Berlin';
const middles = ['2025-03-30T01:00Z', '2025-10-26T01:00Z', '2025-11-30T23:00Z', '2026-01-01T00:00Z'].map((time) =>
  Date.parse(time),
);
const NOW = Date.UTC(2026, 1, 10);
/** With three months. */
const RAW_FROM = startOfLocalDay(20251101, timeZone);
const BEGIN = middles[0] - 7 * 86_400_000;
const PERIODS = 8;

const filled = (): Cache => eventfulCache({ seed: 'window', timeZone, country: 'DEU', middles, hasFactors: false });

/** The same cache, after its older records have been dropped. */
async function windowed(): Promise<Cache> {
  const cache = filled();
  const { id } = requireCommunity(cache.read, COMMUNITY);
  writeSyncState(cache.write, { communityId: id, cursor: 'x', position: 1, completeAt: 0 });
  chooseMonths(cache.write, COMMUNITY, 3);
  const rollups = () => Promise.resolve({ community_id: COMMUNITY, position: 1, days: [], next: null });
  const parts = { cache, client: { rollups }, signal: new AbortController().signal, now: () => NOW };
  await keepWindow(parts, { id, uid: COMMUNITY, prefix: '', position: 1, askedAt: 0 });
  expect(requireCommunity(cache.read, COMMUNITY).raw_from).toBe(RAW_FROM);
  return cache;
}

it('figures of whole days are the same to the last digit, whatever part of their time has records', async () => {
  const [all, few] = [engineContext(filled()), engineContext(await windowed())];
  expect(few.cache.read.pluck('SELECT COUNT(*) FROM trade')).not.toEqual(
    all.cache.read.pluck('SELECT COUNT(*) FROM trade'),
  );
  const random = new Random('periods');
  const day = (): number => addDays(localDay(random.pick(middles), timeZone), random.integer(-2, 2));
  const same = async <M extends EngineMethodName>(method: M, input: Input<M>): Promise<void> => {
    expect([method, input, await call(few, method, input)]).toEqual([method, input, await call(all, method, input)]);
  };
  for (let number = 0; number < PERIODS; number++) {
    const [first, last] = [day(), day()].toSorted((a, b) => a - b);
    const range = { from: startOfLocalDay(first, timeZone), to: startOfLocalDay(addDays(last, 1), timeZone) };
    const asked = { communityId: COMMUNITY, range, compareWith: null };
    await same('stats.indicators', { communityId: COMMUNITY, range });
    await same('stats.series', { communityId: COMMUNITY, range, granularity: 'day' });
    await same('insights.indicators', { ...asked, step: 'day', group: 'all' });
    await same('insights.participation', { ...asked, step: 'month', group: 'all' });
    await same('insights.impact', { ...asked, step: 'month' });
    await same('insights.fairness', { ...asked, group: 'all' });
    await same('insights.leaderboards', { ...asked, group: 'all', limit: 50 });
    await same('insights.achievements', { communityId: COMMUNITY, until: range.to, limit: 50 });
    await same('members.list', { communityId: COMMUNITY, range });
    await same('map.cells', { communityId: COMMUNITY, range });
    await same('health.events', { communityId: COMMUNITY, range, limit: 50 });
  }
  await same('settlement.cases', {
    communityId: COMMUNITY,
    filter: { states: [], range: null, cause: null, memberId: null, text: '' },
    from: 0,
    limit: 100,
  });
});

it('what needs single records is refused for the time before, with the first day that is kept, and answered after it', async () => {
  const few = engineContext(await windowed());
  const old = { from: RAW_FROM - 40 * 86_400_000, to: RAW_FROM };
  const young = { from: RAW_FROM, to: NOW };
  const refused = /INPUT_INVALID Of the time before 2025-11-01 this desk keeps totals only/;
  for (const method of ['insights.peaks', 'ledger.comparison', 'settlement.reconcile', 'market.replay'] as const) {
    const asked = { communityId: COMMUNITY, compareWith: null, memberId: null, step: 'day' };
    await expect(call(few, method, { ...asked, range: old })).rejects.toThrow(refused);
    expect(await call(few, method, { ...asked, range: young })).toBeDefined();
  }
  await expect(call(few, 'members.day', { memberId: memberId(0), day: 20251026 })).rejects.toThrow(refused);
  await expect(call(few, 'market.book', { communityId: COMMUNITY, slot: middles[0] })).rejects.toThrow(refused);
});

it('the ledger of a period that begins before counts the trades that are kept, and no few of before', async () => {
  const [all, few] = [engineContext(filled()), engineContext(await windowed())];
  const filter = {
    memberId: null,
    side: 'either',
    status: null,
    failureCode: null,
    ruleId: null,
    mechanism: null,
    price: { from: null, to: null },
    quantityWh: { from: null, to: null },
    text: '',
  } as const;
  const totals = (context: typeof all, from: number) =>
    call(context, 'ledger.totals', { communityId: COMMUNITY, filter: { ...filter, range: { from, to: NOW } } });
  expect(await totals(few, BEGIN)).toEqual(await totals(all, RAW_FROM));
  expect((await totals(all, BEGIN)).count).toBeGreaterThan((await totals(few, BEGIN)).count);
});

it('every question about a period is answered from sums or says which records it needs', () => {
  const fromSums: readonly EngineMethodName[] = [
    'health.events',
    'insights.fairness',
    'insights.impact',
    'insights.indicators',
    'insights.leaderboards',
    'insights.participation',
    'map.cells',
    'members.get',
    'members.list',
    'pricing.series',
    'privacy.meter',
    'stats.indicators',
    'stats.series',
    // Of the console's own log.
    'audit.entries',
  ];
  const aboutPeriods = Object.entries(contract)
    .filter(
      ([, { answeredBy, input }]) => answeredBy === 'engine' && input instanceof z.ZodObject && 'range' in input.shape,
    )
    .map(([name]) => name);
  expect(aboutPeriods.length).toBeGreaterThan(20);
  const known = new Set<string>([...fromSums, ...Object.keys(needsRecords)]);
  expect(aboutPeriods.filter((name) => !known.has(name))).toEqual([]);
});
