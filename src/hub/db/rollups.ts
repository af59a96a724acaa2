import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { communitySums, type CommunitySums, memberSums, type MemberSums } from '#shared/domain/rollups.ts';
import { formatDay, localDay } from '#shared/domain/slots.ts';
import { MAX_PAGE_DAYS, type RollupDay, type RollupPage } from '#shared/wire/rollups.ts';
import type { Principal } from '../parts.ts';
import { asUser } from './as-user.ts';
import { noSuchCommunity } from './feed.ts';
import type { Tables } from './tables.ts';

interface RollupRequest {
  readonly communityId: string;
  /** Exclusive end, the start of a local day; epoch ms. */
  readonly before: number;
  /** A position of the feed: days in which nothing has changed after it are left out. 0 for all days. */
  readonly since: number;
  /** The last local day of the page before; null for the beginning. `2026-03-01` */
  readonly after: string | null;
}

/** Rows of a page, more or less: a day counts as its slots and members. */
const PAGE_ROWS = 8_000;
const SLOTS_OF_DAY = 96;

/**
 * A page of the sums of a community's days, as `cache/rebuild-rollups` of a console would fold them from the records (a test holds both
 * against each other).
 * @throws HubError 404 when the community is not the caller's
 */
export function rollupPage(db: Kysely<Tables>, principal: Principal, request: RollupRequest): Promise<RollupPage> {
  const { communityId } = request;
  return asUser(db, principal, async (tx) => {
    // Before the sums, which may hold more than this position: never less.
    const community = await tx
      .selectFrom('communities')
      .select((eb) => [
        'feed_position',
        'time_zone',
        eb
          .selectFrom('community_members')
          .select((members) => members.fn.countAll<number>().as('count'))
          .where('community_id', '=', communityId)
          .as('members'),
      ])
      .where('id', '=', communityId)
      .executeTakeFirst();
    if (!community) throw noSuchCommunity();
    const { feed_position: position, time_zone: timeZone, members } = community;
    const atMost = Math.floor(PAGE_ROWS / (SLOTS_OF_DAY + (members ?? 0)));
    const limit = Math.max(1, Math.min(MAX_PAGE_DAYS, atMost));
    const found = await daysOf(tx, request, timeZone, limit + 1);
    const days = found.slice(0, limit);
    const next = found.length > limit ? days[limit - 1] : null;
    return { community_id: communityId, position, days: await sumsOf(tx, communityId, timeZone, days), next };
  });
}

/** The first local days that are to be told, `2026-03-01`. */
async function daysOf(
  tx: Transaction<Tables>,
  { communityId, before, since, after }: RollupRequest,
  timeZone: string,
  limit: number,
): Promise<string[]> {
  const end = new Date(before);
  const all = sql`SELECT generate_series(
      (LEAST((SELECT min(slot) FROM meter_readings WHERE community_id = ${communityId}),
             (SELECT min(slot) FROM trades WHERE community_id = ${communityId}),
             (SELECT min(time_window_start) FROM trading_offers WHERE community_id = ${communityId}))
        AT TIME ZONE ${timeZone})::date,
      (${end}::timestamptz AT TIME ZONE ${timeZone})::date - 1, interval '1 day')::date AS day`;
  const changed = sql`SELECT DISTINCT (slot AT TIME ZONE ${timeZone})::date AS day FROM change_feed
    WHERE community_id = ${communityId} AND position > ${since} AND slot < ${end}
      AND kind IN ('signal', 'reading', 'offer', 'trade')`;
  const { rows } = await sql<{ day: string }>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day FROM (${since === 0 ? all : changed}) AS days
    WHERE day > COALESCE(${after}::date, '-infinity'::date) ORDER BY day LIMIT ${limit}`.execute(tx);
  return rows.map(({ day }) => day);
}

type SlotRow = CommunitySums & {
  readonly slot: Date;
  readonly first_trade_at: Date | null;
  readonly last_trade_at: Date | null;
};
type MemberRow = MemberSums & { readonly day: string; readonly member_id: string };

async function sumsOf(
  tx: Transaction<Tables>,
  communityId: string,
  timeZone: string,
  days: readonly string[],
): Promise<RollupDay[]> {
  if (days.length === 0) return [];
  const periods = sql`SELECT value::date AS day, value::timestamp AT TIME ZONE ${timeZone} AS start,
      (value::date + 1)::timestamp AT TIME ZONE ${timeZone} AS stop
    FROM jsonb_array_elements_text(${JSON.stringify(days)}::jsonb)`;
  const { rows: slots } = await slotSums(communityId, periods).execute(tx);
  const { rows: members } = await memberDaySums(communityId, periods).execute(tx);
  const slotsOf = Map.groupBy(slots, ({ slot }) => formatDay(localDay(slot.getTime(), timeZone)));
  const membersOf = Map.groupBy(members, ({ day }) => day);
  return days.map((day) => ({
    day,
    slots: (slotsOf.get(day) ?? []).map((row) => ({
      slot: row.slot.getTime(),
      sums: communitySums.map((name) => row[name]),
      first_trade_at: row.first_trade_at?.getTime() ?? null,
      last_trade_at: row.last_trade_at?.getTime() ?? null,
    })),
    members: (membersOf.get(day) ?? []).map((row) => ({
      member_id: row.member_id,
      sums: memberSums.map((name) => row[name]),
    })),
  }));
}

/** `roundHalfEven(wh * price / 1000)` in micro-currency (DOMAIN.md section 1): exact, because `numeric` is. */
function amountAt(price: string): string {
  const exact = `quantity_kwh * ${price} * 1000000`;
  return `floor(${exact}) + (${exact} - floor(${exact}) > 0.5
    OR (${exact} - floor(${exact}) = 0.5 AND mod(floor(${exact}), 2) <> 0))::int`;
}

/** The trades of the periods in integers. Where no tariff is known, a trade is neither a gain nor a loss. */
function pricedTrades(communityId: string): RawBuilder<unknown> {
  return sql`SELECT day, trades.slot, executed_at, buyer_id, seller_id, settlement_status = 'failed' AS failed,
      quantity_kwh * 1000 AS wh, total_amount * 1000000 AS amount,
      COALESCE(${sql.raw(amountAt('grid_import_price'))}, total_amount * 1000000) AS retail,
      COALESCE(${sql.raw(amountAt('grid_export_price'))}, total_amount * 1000000) AS feed_in
    FROM periods JOIN trades ON trades.community_id = ${communityId} AND trades.slot >= start AND trades.slot < stop
    LEFT JOIN pricing_signals ON pricing_signals.community_id = trades.community_id AND timestamp = trades.slot`;
}

function slotSums(communityId: string, periods: RawBuilder<unknown>): RawBuilder<SlotRow> {
  return sql<SlotRow>`
    WITH periods AS (${periods}), priced AS (${pricedTrades(communityId)}),
    energy AS (
      SELECT slot, sum(produced_wh) FILTER (WHERE quality <> 'missing') AS produced,
        sum(consumed_wh) FILTER (WHERE quality <> 'missing') AS consumed,
        sum(imported_wh) FILTER (WHERE quality <> 'missing') AS imported,
        sum(exported_wh) FILTER (WHERE quality <> 'missing') AS exported
      FROM periods JOIN meter_readings ON community_id = ${communityId} AND slot >= start AND slot < stop
      GROUP BY slot),
    market AS (
      SELECT slot, sum(wh) FILTER (WHERE NOT failed) AS wh, sum(amount) FILTER (WHERE NOT failed) AS amount,
        sum(retail) FILTER (WHERE NOT failed) AS retail, sum(feed_in) FILTER (WHERE NOT failed) AS feed_in,
        count(*) FILTER (WHERE NOT failed) AS trades, count(*) FILTER (WHERE failed) AS failed,
        min(executed_at) AS first_trade_at, max(executed_at) AS last_trade_at
      FROM priced GROUP BY slot)
    SELECT slot, COALESCE(produced, 0) AS produced_wh, COALESCE(consumed, 0) AS consumed_wh,
      LEAST(COALESCE(produced, 0), COALESCE(consumed, 0)) AS self_consumed_wh,
      COALESCE(imported, 0) AS imported_wh, COALESCE(exported, 0) AS exported_wh, COALESCE(wh, 0) AS traded_wh,
      COALESCE(amount, 0) AS traded_amount, COALESCE(retail, 0) AS retail_amount, COALESCE(feed_in, 0) AS feed_in_amount,
      COALESCE(trades, 0) AS trade_count, COALESCE(failed, 0) AS failed_count, first_trade_at, last_trade_at
    FROM energy FULL JOIN market USING (slot) ORDER BY slot`;
}

/** Each source adds what it has to a member's day; a trade that has one member on both sides is one trade of that member. */
function memberDaySums(communityId: string, periods: RawBuilder<unknown>): RawBuilder<MemberRow> {
  const added = (sums: Partial<Record<keyof MemberSums, string>>): RawBuilder<unknown> =>
    sql.raw(memberSums.map((name) => `${sums[name] ?? '0'} AS ${name}`).join(', '));
  const measured = (value: string): string => `CASE WHEN quality <> 'missing' THEN ${value} ELSE 0 END`;
  const made = (value: string): string => `CASE WHEN failed THEN 0 ELSE ${value} END`;
  return sql<MemberRow>`
    WITH periods AS (${periods}), priced AS (${pricedTrades(communityId)}),
    added AS (
      SELECT day, member_id, ${added({
        produced_wh: measured('produced_wh'),
        consumed_wh: measured('consumed_wh'),
        self_consumed_wh: measured('LEAST(produced_wh, consumed_wh)'),
        imported_wh: measured('imported_wh'),
        exported_wh: measured('exported_wh'),
      })}
      FROM periods JOIN meter_readings ON community_id = ${communityId} AND slot >= start AND slot < stop
      UNION ALL
      SELECT day, buyer_id, ${added({
        bought_wh: made('wh'),
        bought_amount: made('amount'),
        bought_retail_amount: made('retail'),
        trade_count: made('1'),
        failed_count: 'failed::int',
      })} FROM priced
      UNION ALL
      SELECT day, seller_id, ${added({
        sold_wh: made('wh'),
        sold_amount: made('amount'),
        sold_feed_in_amount: made('feed_in'),
        trade_count: made('(seller_id <> buyer_id)::int'),
        failed_count: '(failed AND seller_id <> buyer_id)::int',
      })} FROM priced
      UNION ALL
      SELECT day, member_id, ${added({
        offer_count: '1',
        honoured_count: `(status = 'matched')::int`,
        cancelled_count: `(status = 'cancelled' AND remaining_kwh < quantity_kwh)::int`,
      })}
      FROM periods JOIN trading_offers
        ON community_id = ${communityId} AND time_window_start >= start AND time_window_start < stop)
    SELECT to_char(day, 'YYYY-MM-DD') AS day, member_id,
      ${sql.raw(memberSums.map((name) => `sum(${name}) AS ${name}`).join(', '))}
    FROM added GROUP BY day, member_id ORDER BY day, member_id`;
}
