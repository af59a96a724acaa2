import type { Input, Output } from '#shared/contract/contract.ts';
import type { InsightSum } from '#shared/contract/published-sum.ts';
import type { EmissionFactor } from '#shared/contract/stats.ts';
import { HOUR, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { FAKE_FEED_IN, FAKE_RETAIL, FAKE_SLOT_MS, FAKE_TIME_ZONE, slotEnergy, type SlotEnergy } from './curves.ts';
import type { FakeCommunity } from './communities.ts';

type Range = Input<'stats.series'>['range'];
type Granularity = Input<'stats.series'>['granularity'];

/** The slots of the range for which the community has readings. */
function* slotsOf(community: FakeCommunity, range: Range): Generator<readonly [number, SlotEnergy]> {
  const from = Math.max(range.from, community.dataFrom ?? Infinity);
  const to = Math.min(range.to, community.dataTo ?? -Infinity);
  for (let slot = Math.ceil(from / FAKE_SLOT_MS) * FAKE_SLOT_MS; slot < to; slot += FAKE_SLOT_MS) {
    yield [slot, slotEnergy(slot, community.memberCount)];
  }
}

const bucketOf: Record<Granularity, (slot: number) => number> = {
  slot: (slot) => slot,
  hour: (slot) => Math.floor(slot / HOUR) * HOUR,
  day: (slot) => startOfLocalDay(localDay(slot, FAKE_TIME_ZONE), FAKE_TIME_ZONE),
};

const summed = [
  'producedWh',
  'consumedWh',
  'selfConsumedWh',
  'importedWh',
  'exportedWh',
  'tradedWh',
  'savings',
  'failedCount',
] as const;

/** What all members have of each step: nothing is withheld of them. */
export type FakeColumns = Record<'start' | (typeof summed)[number], number[]>;

/** The sums of each slot, hour or local day of a range. */
export function fakeColumns(community: FakeCommunity, range: Range, granularity: Granularity): FakeColumns {
  const columns: FakeColumns = {
    start: [],
    producedWh: [],
    consumedWh: [],
    selfConsumedWh: [],
    importedWh: [],
    exportedWh: [],
    tradedWh: [],
    savings: [],
    failedCount: [],
  };
  for (const [slot, energy] of slotsOf(community, range)) {
    const start = bucketOf[granularity](slot);
    let last = columns.start.length - 1;
    if (columns.start[last] !== start) {
      last = columns.start.push(start) - 1;
      for (const name of summed) columns[name].push(0);
    }
    for (const name of summed) columns[name][last] += energy[name];
  }
  return columns;
}

/** `stats.series` of the fake bridge. */
export function fakeSeries(
  community: FakeCommunity,
  { range, granularity }: Input<'stats.series'>,
): Output<'stats.series'> {
  const { importedWh: _imported, exportedWh: _exported, ...columns } = fakeColumns(community, range, granularity);
  return { granularity, ...columns };
}

/** `pricing.series` of the fake bridge. */
export function fakePrices(
  community: FakeCommunity,
  { range, granularity }: Input<'pricing.series'>,
): Output<'pricing.series'> {
  const buckets = new Map<number, { value: number; weight: number }>();
  for (const [slot, { price, tradedWh }] of slotsOf(community, range)) {
    const start = bucketOf[granularity](slot);
    const bucket = buckets.get(start) ?? { value: 0, weight: 0 };
    buckets.set(start, { value: bucket.value + (price ?? 0) * tradedWh, weight: bucket.weight + tradedWh });
  }
  const start = [...buckets.keys()];
  return {
    start,
    p2pPrice: [...buckets.values()].map(({ value, weight }) => (weight === 0 ? null : Math.round(value / weight))),
    gridImportPrice: start.map(() => FAKE_RETAIL),
    gridExportPrice: start.map(() => FAKE_FEED_IN),
  };
}

/** What all members have of a period. */
export function fakeTotals(community: FakeCommunity, range: Range): Record<(typeof summed)[number], number> {
  const columns = fakeColumns(community, range, 'day');
  const entries = summed.map((name) => [name, columns[name].reduce((sum, value) => sum + value, 0)] as const);
  return Object.fromEntries(entries) as Record<(typeof summed)[number], number>;
}

function indicators(community: FakeCommunity, range: Range): Output<'stats.indicators'>['current'] {
  const total = fakeTotals(community, range);
  const whole = (value: number): InsightSum => ({ value, withheldDays: 0, reason: null });
  return {
    producedWh: whole(total.producedWh),
    consumedWh: whole(total.consumedWh),
    selfConsumedWh: whole(total.selfConsumedWh),
    tradedWh: whole(total.tradedWh),
    tradedAmount: whole(Math.round(total.tradedWh * 178)),
    savings: whole(total.savings),
    failedCount: total.failedCount,
    tradeCount: Math.round(total.tradedWh / 640),
    selfSufficiency: total.consumedWh === 0 ? null : total.selfConsumedWh / total.consumedWh,
    selfConsumption: total.producedWh === 0 ? null : total.selfConsumedWh / total.producedWh,
    participants: total.tradedWh === 0 ? 0 : Math.round(community.memberCount * 0.91),
    activeMembers: community.memberCount,
    co2AvoidedG: Math.round(total.selfConsumedWh * 0.344),
  };
}

/** The grid's factor of the year. */
export const FAKE_FACTOR: EmissionFactor = {
  gramsPerKwh: 344,
  country: 'DEU',
  year: 2024,
  source: 'Invented for design work',
  method: 'location-based average; not an offset',
};

/** `stats.indicators` of the fake bridge. */
export function fakeIndicators(community: FakeCommunity, input: Input<'stats.indicators'>): Output<'stats.indicators'> {
  const { range, compareWith } = input;
  return {
    current: indicators(community, range),
    previous: compareWith ? indicators(community, compareWith) : null,
    co2Factor: { kind: 'year', factor: FAKE_FACTOR },
    slotsWithReadings: [...slotsOf(community, range)].length,
    slotsInPeriod: Math.round((range.to - range.from) / FAKE_SLOT_MS),
    dataTo: community.dataTo,
  };
}
