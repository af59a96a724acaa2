import type { EmissionFactor, Indicators } from '#shared/contract/stats.ts';
import { co2AvoidedGrams, selfConsumption, selfSufficiency } from '#shared/stats/indicators.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { localDaysOf, sumsOf, type Range } from './sums.ts';

/**
 * Members with at least one trade or offer on the days that the range touches, and the active members of that time: those who are
 * members now or had left only after the range began, and had joined before it ended.
 */
function participation(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
): { participants: number; activeMembers: number } {
  const { first, last } = localDaysOf(range, community.time_zone);
  const participants = db.get<{ members: number }>(
    `SELECT COUNT(DISTINCT rollup_member_day.member_id) AS members
     FROM rollup_member_day JOIN member_view ON member_view.id = rollup_member_day.member_id
     WHERE rollup_member_day.community_id = ? AND day BETWEEN ? AND ? AND (trade_count > 0 OR offer_count > 0)`,
    [community.id, first, last],
  )!;
  const active = db.get<{ members: number }>(
    `SELECT COUNT(*) AS members FROM member_view
     WHERE community_id = ? AND joined_at < ? AND (left_at > ? OR (left_at IS NULL AND is_active = 1))`,
    [community.id, range.to, range.from],
  )!;
  return { participants: participants.members, activeMembers: active.members };
}

/** The community's indicators over a range (DOMAIN.md section 5). */
export function indicatorsOf(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  factor: EmissionFactor | null,
): Indicators {
  const sums = sumsOf(db, community, range);
  return {
    producedWh: sums.produced_wh,
    consumedWh: sums.consumed_wh,
    selfConsumedWh: sums.self_consumed_wh,
    importedWh: sums.imported_wh,
    exportedWh: sums.exported_wh,
    tradedWh: sums.traded_wh,
    tradedAmount: sums.traded_amount,
    tradeCount: sums.trade_count,
    failedCount: sums.failed_count,
    // Over all members the price cancels out: what buyers pay, sellers receive.
    savings: sums.retail_amount - sums.feed_in_amount,
    selfSufficiency: selfSufficiency(sums.self_consumed_wh, sums.consumed_wh),
    selfConsumption: selfConsumption(sums.self_consumed_wh, sums.produced_wh),
    ...participation(db, community, range),
    co2AvoidedG: factor === null ? null : co2AvoidedGrams(sums.self_consumed_wh, factor.gramsPerKwh),
  };
}
