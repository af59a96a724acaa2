import type { Co2Factor } from '#shared/contract/stats.ts';
import { selfConsumption, selfSufficiency } from '#shared/stats/indicators.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { co2Avoided, type GridFactors } from './co2.ts';
import { membershipsOf, participantsOf, wasMember } from './memberships.ts';
import { sumsOf, type Range } from './sums.ts';

/** Wh, micro-currency and grams; a share is null when its denominator is 0. */
export interface CommunityTotals {
  readonly producedWh: number;
  readonly consumedWh: number;
  readonly selfConsumedWh: number;
  readonly importedWh: number;
  readonly exportedWh: number;
  readonly tradedWh: number;
  readonly tradeCount: number;
  readonly failedCount: number;
  readonly savings: number;
  readonly selfSufficiency: number | null;
  readonly selfConsumption: number | null;
  readonly participants: number;
  readonly activeMembers: number;
  /** Null when the grid factor of the country is unknown. */
  readonly co2AvoidedG: number | null;
}

/**
 * The community's indicators over a range (DOMAIN.md section 5), and what their CO2 is reckoned with. No rule has passed these sums: they are
 * for who works with the data itself, never for a page or a paper (see `publishedIndicators`).
 */
export function communityTotals(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  factors: GridFactors,
): { readonly totals: CommunityTotals; readonly co2Factor: Co2Factor | null } {
  const sums = sumsOf(db, community, range);
  const members = membershipsOf(db, community);
  const { grams, factor } = co2Avoided(db, community, factors, range, sums.self_consumed_wh);
  const totals = {
    producedWh: sums.produced_wh,
    consumedWh: sums.consumed_wh,
    selfConsumedWh: sums.self_consumed_wh,
    importedWh: sums.imported_wh,
    exportedWh: sums.exported_wh,
    tradedWh: sums.traded_wh,
    tradeCount: sums.trade_count,
    failedCount: sums.failed_count,
    // Over all members the price cancels out: what buyers pay, sellers receive.
    savings: sums.retail_amount - sums.feed_in_amount,
    selfSufficiency: selfSufficiency(sums.self_consumed_wh, sums.consumed_wh),
    selfConsumption: selfConsumption(sums.self_consumed_wh, sums.produced_wh),
    participants: participantsOf(db, community, members, range),
    activeMembers: members.filter((member) => wasMember(member, range)).length,
    co2AvoidedG: grams,
  };
  return { totals, co2Factor: factor };
}
