import type { Co2Factor, Indicators } from '#shared/contract/stats.ts';
import type { InsightSum } from '#shared/contract/published-sum.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import { PublishedRatio, PublishedSum } from '#shared/privacy/published-sums.ts';
import { withheldSteps } from '#shared/privacy/withheld-steps.ts';
import { selfConsumption, selfSufficiency } from '#shared/stats/indicators.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { amountOfDay, type CommunityValue, type PublishedDay, publishedDays } from '../insights/published-days.ts';
import { withBreaths } from '../ledger/scans.ts';
import { co2Avoided, type GridFactors } from './co2.ts';
import { membershipsOf, participantsOf, wasMember } from './memberships.ts';
import { publishedSteps, type SlotSums } from './published-steps.ts';
import { type Range, sumsOf } from './sums.ts';

/** The sums of the indicators. */
const summed = ['producedWh', 'consumedWh', 'selfConsumedWh', 'tradedWh', 'tradedAmount', 'savings'] as const;
type Summed = (typeof summed)[number];
type DayValues = Readonly<Record<Summed, CommunityValue>>;

function ofSummed<T>(make: (name: Summed) => T): Record<Summed, T> {
  return Object.fromEntries(summed.map((name) => [name, make(name)])) as Record<Summed, T>;
}

export interface PublishedIndicators {
  readonly indicators: Indicators;
  /** What their CO2 is reckoned with. */
  readonly co2Factor: Co2Factor | null;
}

/** The community's indicators over a range (DOMAIN.md section 5), as far as they may be shown; see `stats.indicators`. */
export function publishedIndicators(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  factors: GridFactors,
): Promise<PublishedIndicators> {
  return withBreaths(indicatorsOver(db, community, range, factors));
}

function* indicatorsOver(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  factors: GridFactors,
): Generator<void, PublishedIndicators> {
  const sums = ofSummed(() => new PublishedSum());
  const ofConsumed = new PublishedRatio();
  const ofProduced = new PublishedRatio();
  let grams: number | null = null;
  for (const day of publishedDays(db, community, range)) {
    const part = partOf(range, localDayRange(day.day, community.time_zone));
    const values = part.isWhole ? valuesOfDay(day) : valuesOfPart(db, community, day, part);
    for (const name of summed) sums[name].add(values[name].value, values[name].reason);
    const { selfConsumedWh, consumedWh, producedWh } = values;
    ofConsumed.add(selfConsumedWh.value, consumedWh.value);
    ofProduced.add(selfConsumedWh.value, producedWh.value);
    const avoided =
      selfConsumedWh.value === null ? null : co2Avoided(db, community, factors, part, selfConsumedWh.value).grams;
    if (avoided !== null) grams = (grams ?? 0) + avoided;
    yield;
  }
  const raw = sumsOf(db, community, range);
  const members = membershipsOf(db, community);
  const none = co2Avoided(db, community, factors, range, 0);
  const indicators = {
    ...ofSummed((name) => orZero(sums[name].sum)),
    tradeCount: raw.trade_count,
    failedCount: raw.failed_count,
    selfSufficiency: selfSufficiency(ofConsumed.part, ofConsumed.whole),
    selfConsumption: selfConsumption(ofProduced.part, ofProduced.whole),
    participants: participantsOf(db, community, members, range),
    activeMembers: members.filter((member) => wasMember(member, range)).length,
    co2AvoidedG: sums.selfConsumedWh.sum.withheldDays === 0 && none.grams !== null ? (grams ?? 0) : grams,
  };
  return { indicators, co2Factor: none.factor };
}

/** A sum without a day to add is 0: nothing is withheld then. */
function orZero(sum: InsightSum): InsightSum {
  return sum.withheldDays === 0 ? { ...sum, value: sum.value ?? 0 } : sum;
}

interface Part extends Range {
  readonly isWhole: boolean;
}

/** What a range has of a day. */
function partOf(range: Range, day: Range): Part {
  const [from, to] = [Math.max(range.from, day.from), Math.min(range.to, day.to)];
  return { from, to, isWhole: from === day.from && to === day.to };
}

function valuesOfDay(day: PublishedDay): DayValues {
  return {
    producedWh: amountOfDay(day, 'producedWh'),
    consumedWh: amountOfDay(day, 'consumedWh'),
    selfConsumedWh: day.selfConsumedWh,
    tradedWh: day.tradedWh,
    tradedAmount: day.tradedAmount,
    savings: amountOfDay(day, 'savings'),
  };
}

const columnOf: Readonly<Record<Summed, (slot: SlotSums) => number>> = {
  producedWh: ({ produced_wh }) => produced_wh,
  consumedWh: ({ consumed_wh }) => consumed_wh,
  selfConsumedWh: ({ self_consumed_wh }) => self_consumed_wh,
  tradedWh: ({ traded_wh }) => traded_wh,
  tradedAmount: ({ traded_amount }) => traded_amount,
  savings: ({ retail_amount, feed_in_amount }) => retail_amount - feed_in_amount,
};
const energy: ReadonlySet<Summed> = new Set(['producedWh', 'consumedWh', 'selfConsumedWh']);

/** Of a part of a day what its slots come to, where it divides no atom of them: all of the day less that part is safe, too. */
function valuesOfPart(db: ReadDb, community: CommunityRow, day: PublishedDay, { from, to }: Range): DayValues {
  const { slots, energy: energyAtoms, market } = publishedSteps(db, community, day);
  const isIn = ({ slot }: SlotSums): boolean => slot >= from && slot < to;
  const ofDay = valuesOfDay(day);
  if (slots.every(isIn)) return ofDay;
  const isTold = (atoms: readonly number[] | null): boolean =>
    atoms !== null && withheldSteps(atoms, (place) => isIn(slots[place])).size === 0;
  const told = { energy: isTold(energyAtoms), market: isTold(market) };
  return ofSummed((name): CommunityValue => {
    if (ofDay[name].value === null) return ofDay[name];
    if (!(energy.has(name) ? told.energy : told.market)) return { value: null, reason: 'one-member' };
    return { value: slots.filter(isIn).reduce((sum, slot) => sum + columnOf[name](slot), 0), reason: null };
  });
}
