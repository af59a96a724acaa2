import { readingQualities, settlementStatuses } from '#shared/domain/records.ts';
import { addDays, HOUR, localDayRange } from '#shared/domain/slots.ts';
import { co2AvoidedGrams } from '#shared/stats/indicators.ts';
import type { Co2Factor } from '#shared/contract/stats.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { localDaysOf, type Range } from './sums.ts';

const MISSING = readingQualities.indexOf('missing');
const FAILED = settlementStatuses.indexOf('failed');

/** What a member (row id) consumed of its own and bought from others over the local days of a range, Wh. */
interface MemberEnergy {
  readonly id: number;
  readonly self_consumed_wh: number;
  readonly bought_wh: number;
}

/** Energy of a member in hours that have a factor, and that energy x the factor. */
interface Covered {
  readonly member_id: number;
  readonly wh: number;
  /** Wh x mg/kWh */
  readonly weighed: number;
}

// The slots in which anything was produced come first, so that the readings of all others are not even looked at.
const OWN = `SELECT member_id, SUM(MIN(reading.produced_wh, reading.consumed_wh)) AS wh,
    SUM(MIN(reading.produced_wh, reading.consumed_wh) * milligrams_per_kwh) AS weighed
  FROM rollup_slot AS slots
  CROSS JOIN grid_factor AS factor
    ON factor.community_id = slots.community_id AND factor.hour = slots.slot / ${HOUR} * ${HOUR}
  CROSS JOIN meter_reading AS reading ON reading.community_id = slots.community_id AND reading.slot = slots.slot
  WHERE slots.community_id = ? AND slots.slot >= ? AND slots.slot < ? AND slots.self_consumed_wh > 0
    AND reading.produced_wh > 0 AND reading.consumed_wh > 0 AND quality <> ${MISSING}
  GROUP BY member_id`;

const BOUGHT = `SELECT buyer_id AS member_id, SUM(quantity_wh) AS wh, SUM(quantity_wh * milligrams_per_kwh) AS weighed
  FROM trade CROSS JOIN grid_factor AS factor
    ON factor.community_id = trade.community_id AND factor.hour = trade.slot / ${HOUR} * ${HOUR}
  WHERE trade.community_id = ? AND executed_at BETWEEN ? AND ? AND slot >= ? AND slot < ? AND status <> ${FAILED}
  GROUP BY buyer_id`;

/**
 * What members avoided over the local days of a range, grams by row id (DOMAIN.md section 5): own self-consumed + bought from the community,
 * each slot x the factor of its hour, else the year's. A day is done after the other: it yields in between.
 */
export function* memberCo2(
  db: ReadDb,
  community: CommunityRow,
  factor: Co2Factor,
  range: Range,
  members: readonly MemberEnergy[],
): Generator<void, Map<number, number>> {
  const year = factor.kind === 'year' ? factor.factor : factor.otherwise;
  const covered = new Map<number, { wh: number; grams: number }>();
  const { first, last } = localDaysOf(range, community.time_zone);
  for (let day = first; factor.kind === 'hourly' && day <= last; day = addDays(day, 1)) {
    const slots = localDayRange(day, community.time_zone);
    if (slots.to <= factor.from || slots.from >= factor.to) continue;
    for (const { member_id, wh, weighed } of coveredOf(db, community, slots)) {
      const known = covered.get(member_id) ?? { wh: 0, grams: 0 };
      covered.set(member_id, { wh: known.wh + wh, grams: known.grams + weighed / 1e6 });
    }
    yield;
  }
  return new Map(
    members.map(({ id, self_consumed_wh, bought_wh }) => {
      const { wh, grams } = covered.get(id) ?? { wh: 0, grams: 0 };
      return [id, grams + co2AvoidedGrams(self_consumed_wh + bought_wh - wh, year?.gramsPerKwh ?? 0)];
    }),
  );
}

function coveredOf(db: ReadDb, community: CommunityRow, { from, to }: Range): Covered[] {
  const own = db.all<Covered>(OWN, [community.id, from, to]);
  const executed = db.get<{ first: number | null; last: number | null }>(
    `SELECT MIN(first_trade_at) AS first, MAX(last_trade_at) AS last FROM rollup_slot
     WHERE community_id = ? AND slot >= ? AND slot < ?`,
    [community.id, from, to],
  )!;
  if (executed.first === null) return own;
  return [...own, ...db.all<Covered>(BOUGHT, [community.id, executed.first, executed.last, from, to])];
}
