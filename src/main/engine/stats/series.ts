import type { Granularity, Series } from '#shared/contract/stats.ts';
import { HOUR, startOfLocalDay } from '#shared/domain/slots.ts';
import { withheldSteps } from '#shared/privacy/withheld-steps.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { amountOfDay, type PublishedDay, publishedDays } from '../insights/published-days.ts';
import { withBreaths } from '../ledger/scans.ts';
import { publishedSteps } from './published-steps.ts';
import type { Range } from './sums.ts';

/** The community's energy, trade and savings as columns over a range, as far as they may be shown; only entries that have data. */
export function seriesOf(db: ReadDb, community: CommunityRow, range: Range, granularity: Granularity): Promise<Series> {
  return withBreaths(
    granularity === 'day' ? seriesOfDays(db, community, range) : seriesWithinDays(db, community, range, granularity),
  );
}

function emptySeries(granularity: Granularity): Series {
  return {
    granularity,
    start: [],
    producedWh: [],
    consumedWh: [],
    selfConsumedWh: [],
    tradedWh: [],
    savings: [],
    failedCount: [],
  };
}

function* seriesOfDays(db: ReadDb, community: CommunityRow, range: Range): Generator<void, Series> {
  const series = emptySeries('day');
  for (const day of publishedDays(db, community, range)) {
    series.start.push(startOfLocalDay(day.day, community.time_zone));
    series.producedWh.push(amountOfDay(day, 'producedWh').value);
    series.consumedWh.push(amountOfDay(day, 'consumedWh').value);
    series.selfConsumedWh.push(day.selfConsumedWh.value);
    series.tradedWh.push(day.tradedWh.value);
    series.savings.push(amountOfDay(day, 'savings').value);
    series.failedCount.push(day.community.failed_count);
    yield;
  }
  return series;
}

function* seriesWithinDays(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  granularity: 'slot' | 'hour',
): Generator<void, Series> {
  const series = emptySeries(granularity);
  for (const day of publishedDays(db, community, range)) {
    addDay(series, db, community, range, day);
    yield;
  }
  return series;
}

/** Adds the slots or hours of a day. An hour that lies in two days is that of both, and withheld where it is in one. */
function addDay(series: Series, db: ReadDb, community: CommunityRow, range: Range, day: PublishedDay): void {
  const { slots, energy, market } = publishedSteps(db, community, day);
  const stepOf = (place: number): number | null => {
    const { slot } = slots[place];
    if (slot < range.from || slot >= range.to) return null;
    return series.granularity === 'hour' ? Math.floor(slot / HOUR) * HOUR : slot;
  };
  const withheldEnergy = energy && withheldSteps(energy, stepOf);
  const withheldMarket = market && withheldSteps(market, stepOf);
  const hasSavings = amountOfDay(day, 'savings').value !== null;
  for (const [place, slot] of slots.entries()) {
    const start = stepOf(place);
    if (start === null) continue;
    const at = placeOf(series, start);
    const showsEnergy = withheldEnergy !== null && !withheldEnergy.has(start);
    const showsMarket = withheldMarket !== null && !withheldMarket.has(start);
    const add = (column: (number | null)[], value: number, isShown: boolean): void => {
      column[at] = isShown && column[at] !== null ? column[at] + value : null;
    };
    add(series.producedWh, slot.produced_wh, showsEnergy);
    add(series.consumedWh, slot.consumed_wh, showsEnergy);
    add(series.selfConsumedWh, slot.self_consumed_wh, showsEnergy);
    add(series.tradedWh, slot.traded_wh, showsMarket);
    add(series.savings, slot.retail_amount - slot.feed_in_amount, showsMarket && hasSavings);
    series.failedCount[at] += slot.failed_count;
  }
}

/** The place of a step, which is the last one or new. */
function placeOf(series: Series, start: number): number {
  const last = series.start.length - 1;
  if (series.start[last] === start) return last;
  series.start.push(start);
  for (const name of ['producedWh', 'consumedWh', 'selfConsumedWh', 'tradedWh', 'savings', 'failedCount'] as const) {
    series[name].push(0);
  }
  return last + 1;
}
