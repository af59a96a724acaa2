import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** Where a period ends that begins at `start`; the time zone of the community stands in `zone.name`. */
const periods = {
  hour: {
    start: sql`date_trunc('hour', touched.time, 'UTC')`,
    end: sql`start + interval '1 hour'`,
  },
  // A local day, which a clock change makes an hour shorter or longer.
  day: {
    start: sql`date_trunc('day', touched.time, zone.name)`,
    end: sql`(start AT TIME ZONE zone.name + interval '1 day') AT TIME ZONE zone.name`,
  },
} as const;

/**
 * Computes the statistics of the hours and local days that hold `times` anew (DOMAIN.md section 5): missing readings and failed trades do
 * not count; a member is active with a trade or an offer.
 * @param times ISO 8601
 */
export async function refreshStats(
  tx: Transaction<Tables>,
  communityId: string,
  times: Iterable<string>,
): Promise<void> {
  const touched = JSON.stringify([...times]);
  if (touched === '[]') return;
  await refresh(communityId, touched, 'hour').execute(tx);
  await refresh(communityId, touched, 'day').execute(tx);
}

function refresh(communityId: string, times: string, period: 'hour' | 'day'): RawBuilder<unknown> {
  const { start, end } = periods[period];
  return sql`
    WITH zone AS (SELECT time_zone AS name FROM communities WHERE id = ${communityId}),
    touched AS (SELECT value::timestamptz AS time FROM jsonb_array_elements_text(${times}::jsonb)),
    starts AS (SELECT DISTINCT ${start} AS start FROM touched, zone),
    periods AS (SELECT start, ${end} AS stop FROM starts, zone),
    slots AS (
      SELECT start, sum(produced_wh) AS produced, sum(consumed_wh) AS consumed,
        sum(imported_wh) AS imported, sum(exported_wh) AS exported
      FROM periods JOIN meter_readings ON community_id = ${communityId} AND slot >= start AND slot < stop
      WHERE quality <> 'missing'
      GROUP BY start, slot),
    energy AS (
      SELECT start, sum(produced) AS produced, sum(consumed) AS consumed, sum(LEAST(produced, consumed)) AS self_consumed,
        sum(imported) AS imported, sum(exported) AS exported
      FROM slots GROUP BY start),
    traded AS (
      SELECT start, sum(quantity_kwh) AS quantity, count(*) AS trades
      FROM periods JOIN trades ON community_id = ${communityId} AND slot >= start AND slot < stop
      WHERE settlement_status <> 'failed'
      GROUP BY start),
    deeds AS (
      SELECT start, unnest(ARRAY[buyer_id, seller_id]) AS member
      FROM periods JOIN trades ON community_id = ${communityId} AND slot >= start AND slot < stop
      WHERE settlement_status <> 'failed'
      UNION ALL
      SELECT start, member_id
      FROM periods JOIN trading_offers
        ON community_id = ${communityId} AND time_window_start >= start AND time_window_start < stop),
    active AS (SELECT start, count(DISTINCT member) AS members FROM deeds GROUP BY start)
    INSERT INTO community_stats (community_id, period, period_start, produced_kwh, consumed_kwh, self_consumed_kwh,
      imported_kwh, exported_kwh, traded_kwh, trade_count, active_members)
    SELECT ${communityId}, ${period}, start, COALESCE(produced, 0) / 1000.0, COALESCE(consumed, 0) / 1000.0,
      COALESCE(self_consumed, 0) / 1000.0, COALESCE(imported, 0) / 1000.0, COALESCE(exported, 0) / 1000.0,
      COALESCE(quantity, 0), COALESCE(trades, 0), COALESCE(members, 0)
    FROM periods LEFT JOIN energy USING (start) LEFT JOIN traded USING (start) LEFT JOIN active USING (start)
    ON CONFLICT (community_id, period, period_start) DO UPDATE SET
      produced_kwh = excluded.produced_kwh, consumed_kwh = excluded.consumed_kwh,
      self_consumed_kwh = excluded.self_consumed_kwh, imported_kwh = excluded.imported_kwh,
      exported_kwh = excluded.exported_kwh, traded_kwh = excluded.traded_kwh,
      trade_count = excluded.trade_count, active_members = excluded.active_members`;
}
