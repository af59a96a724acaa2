import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { Impact, ImpactPeriod, ImpactTotals, InsightStep } from '#shared/contract/insight-records.ts';
import type { Co2Factor } from '#shared/contract/stats.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import { PublishedSum } from '#shared/privacy/published-sums.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { withBreaths } from '../ledger/scans.ts';
import { memberFigures } from '../members/figures.ts';
import { co2Avoided, type GridFactors, gridFactorsOf } from '../stats/co2.ts';
import { memberCo2 } from '../stats/member-co2.ts';
import { type Range, sumsOf } from '../stats/sums.ts';
import { insightSteps, wholeDays } from './insight-steps.ts';
import { type PublishedDay, publishedDays } from './published-days.ts';

/** What the community avoided and kept over the local days of a period. INPUT_INVALID without such a community. */
export async function impactOf(
  db: ReadDb,
  { communityId, range, compareWith, step }: ParsedInput<'insights.impact'>,
): Promise<Output<'insights.impact'>> {
  const community = requireCommunity(db, communityId);
  const factors = gridFactorsOf(db, community);
  const factor = factorOver(db, community, factors, range);
  const of = (period: Range): Promise<ImpactPeriod> => withBreaths(impactIn(db, community, factors, period, step));
  return {
    ...(await of(range)),
    previous: compareWith && (await of(compareWith)),
    factor,
    members: await withBreaths(membersImpact(db, community, factor, range)),
  };
}

/** Sums over days of what may be shown. */
class ImpactSums {
  co2AvoidedG: number | null = null;
  readonly moneyKept = new PublishedSum();
  readonly #selfConsumedWh = new PublishedSum();
  readonly #tradedWh = new PublishedSum();
  #withheldDays = 0;

  /** @param grams what the community avoided on the day; null when no factor is known */
  add({ selfConsumedWh, tradedWh, tradedAmount }: PublishedDay, grams: number | null): void {
    this.#selfConsumedWh.add(selfConsumedWh.value, selfConsumedWh.reason);
    this.#tradedWh.add(tradedWh.value, tradedWh.reason);
    this.moneyKept.add(tradedAmount.value, tradedAmount.reason);
    if (selfConsumedWh.value === null || tradedAmount.value === null) this.#withheldDays++;
    if (selfConsumedWh.value !== null && grams !== null) this.co2AvoidedG = (this.co2AvoidedG ?? 0) + grams;
  }

  get totals(): ImpactTotals {
    return {
      co2AvoidedG: this.co2AvoidedG,
      moneyKept: this.moneyKept.sum.value,
      selfConsumedWh: this.#selfConsumedWh.sum.value,
      tradedWh: this.#tradedWh.sum.value,
      withheldDays: this.#withheldDays,
    };
  }
}

/** Sums a period, step by step and in all; it yields between its days. */
function* impactIn(
  db: ReadDb,
  community: CommunityRow,
  factors: GridFactors,
  range: Range,
  step: InsightStep,
): Generator<void, ImpactPeriod> {
  const steps = insightSteps(db, community, step, range);
  const ofSteps = steps.starts.map(() => new ImpactSums());
  const sums = new ImpactSums();
  for (const day of publishedDays(db, community, range)) {
    const grams = gramsOf(db, community, factors, day);
    sums.add(day, grams);
    ofSteps[steps.placeOfDay(day.day)].add(day, grams);
    yield;
  }
  return {
    start: [...steps.starts],
    co2AvoidedG: ofSteps.map(({ co2AvoidedG }) => co2AvoidedG),
    moneyKept: ofSteps.map(({ moneyKept }) => moneyKept.sum.value),
    withheldDays: ofSteps.map(({ totals: { withheldDays } }) => withheldDays),
    totals: sums.totals,
  };
}

/** What the community avoided on a day; null where that is withheld or no factor is known. */
function gramsOf(
  db: ReadDb,
  community: CommunityRow,
  factors: GridFactors,
  { day, selfConsumedWh }: PublishedDay,
): number | null {
  if (selfConsumedWh.value === null) return null;
  return co2Avoided(db, community, factors, localDayRange(day, community.time_zone), selfConsumedWh.value).grams;
}

/** What the CO2 of a period is reckoned with. */
function factorOver(db: ReadDb, community: CommunityRow, factors: GridFactors, range: Range): Co2Factor | null {
  const days = wholeDays(community, range);
  return co2Avoided(db, community, factors, days, sumsOf(db, community, days).self_consumed_wh).factor;
}

/** By pseudonym, members with readings or trades; nobody when they are fewer than `k`. */
function* membersImpact(
  db: ReadDb,
  community: CommunityRow,
  factor: Co2Factor | null,
  range: Range,
): Generator<void, Impact['members']> {
  const members = memberFigures(db, community, range).filter(
    ({ produced_wh, consumed_wh, imported_wh, exported_wh, trade_count }) =>
      produced_wh + consumed_wh + imported_wh + exported_wh + trade_count > 0,
  );
  if (members.length < DEFAULT_K) return [];
  // By hours only single records tell what of a member's energy was when.
  const isKnown = factor?.kind === 'year' || wholeDays(community, range).from >= community.raw_from;
  const grams = factor && isKnown ? yield* memberCo2(db, community, factor, range, members) : null;
  return members.map(({ id, uid, anonymized_id, self_consumed_wh, bought_wh }) => ({
    memberId: uid,
    anonymizedId: anonymized_id,
    selfConsumedWh: self_consumed_wh,
    boughtWh: bought_wh,
    co2AvoidedG: grams && (grams.get(id) ?? null),
  }));
}
