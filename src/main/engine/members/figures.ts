import type { MemberSummary } from '#shared/contract/members.ts';
import { memberRoles } from '#shared/domain/records.ts';
import { mergeMapCells, type MergedCell } from '#shared/privacy/map-cells.ts';
import { savings, savingsShare, selfConsumption, selfSufficiency } from '#shared/stats/indicators.ts';
import type { ReadDb } from '../cache/connection.ts';
import { memberSums, type MemberSums } from '../cache/rollup-tables.ts';
import type { CommunityRow } from '../communities/community.ts';
import { localDaysOf, type Range } from '../stats/sums.ts';

/** A member's profile with its sums over a period. */
export interface MemberFigures extends Readonly<MemberSums> {
  readonly id: number;
  readonly uid: string;
  readonly anonymized_id: string;
  readonly role: number;
  readonly is_active: number;
  readonly joined_at: number;
  readonly left_at: number | null;
  readonly reputation_score: number | null;
  readonly pv_capacity_wp: number;
  readonly battery_capacity_wh: number;
  readonly map_cell: string | null;
}

/** Every member of the community by pseudonym, with its sums over the local days that the range touches. */
export function memberFigures(db: ReadDb, community: CommunityRow, range: Range): MemberFigures[] {
  const { first, last } = localDaysOf(range, community.time_zone);
  return db.all<MemberFigures>(
    `WITH sums AS (
       SELECT member_id, ${memberSums.map((name) => `SUM(${name}) AS ${name}`).join(', ')}
       FROM rollup_member_day WHERE community_id = ? AND day BETWEEN ? AND ? GROUP BY member_id
     )
     SELECT id, uid, anonymized_id, role, is_active, joined_at, left_at, reputation_score, pv_capacity_wp, battery_capacity_wh, map_cell,
            ${memberSums.map((name) => `COALESCE(${name}, 0) AS ${name}`).join(', ')}
     FROM member_view LEFT JOIN sums ON sums.member_id = member_view.id
     WHERE community_id = ? ORDER BY anonymized_id`,
    [community.id, first, last, community.id],
  );
}

/** Mean retail tariff of the range in micro-currency per kWh; null while no signal is known. */
export function meanRetail(db: ReadDb, community: CommunityRow, range: Range): number | null {
  return db.get<{ retail: number | null }>(
    'SELECT AVG(grid_import_price) AS retail FROM pricing_signal WHERE community_id = ? AND slot >= ? AND slot < ?',
    [community.id, range.from, range.to],
  )!.retail;
}

/** The map cells of a community: made of the members who are active now, whatever period is shown. */
export function mapCellsOf(members: readonly MemberFigures[]): MergedCell[] {
  return mergeMapCells(members.map((member) => (member.is_active === 1 ? member.map_cell : null)));
}

/** The id of the merged cell that each member (by row id) is shown in. */
export function cellIdByMember(members: readonly MemberFigures[]): Map<number, string> {
  const ids = new Map<number, string>();
  for (const cell of mapCellsOf(members)) for (const index of cell.members) ids.set(members[index].id, cell.id);
  return ids;
}

/** Savings of DOMAIN.md section 4 from a member's sums; micro-currency, negative is a loss. */
export function savingsOf(member: MemberFigures): number {
  return savings({
    bought: member.bought_amount,
    boughtAtRetail: member.bought_retail_amount,
    sold: member.sold_amount,
    soldAtFeedIn: member.sold_feed_in_amount,
  });
}

/** The member as everybody may see it. `retail` is the period's mean retail tariff, for the base cost. */
export function memberSummary(member: MemberFigures, mapCellId: string | null, retail: number | null): MemberSummary {
  const saved = savingsOf(member);
  const needWh = member.consumed_wh - member.self_consumed_wh;
  return {
    id: member.uid,
    anonymizedId: member.anonymized_id,
    role: memberRoles[member.role],
    isActive: member.is_active === 1,
    joinedAt: member.joined_at,
    leftAt: member.left_at,
    pvCapacityWp: member.pv_capacity_wp,
    batteryCapacityWh: member.battery_capacity_wh,
    reputationScore: member.reputation_score,
    mapCellId,
    producedWh: member.produced_wh,
    consumedWh: member.consumed_wh,
    selfConsumedWh: member.self_consumed_wh,
    importedWh: member.imported_wh,
    exportedWh: member.exported_wh,
    boughtWh: member.bought_wh,
    soldWh: member.sold_wh,
    tradeCount: member.trade_count,
    failedCount: member.failed_count,
    savings: saved,
    savingsShare: savingsShare(saved, retail === null ? 0 : (needWh * retail) / 1000),
    selfSufficiency: selfSufficiency(member.self_consumed_wh, member.consumed_wh),
    selfConsumption: selfConsumption(member.self_consumed_wh, member.produced_wh),
  };
}
