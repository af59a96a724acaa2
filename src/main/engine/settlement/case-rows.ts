import type { CaseRef } from '#shared/contract/settlement-records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { MAX_WINDOW } from '#shared/market/offer-check.ts';
import type { ReadDb, SqlValue } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { UNRESOLVED_TRADES, type UnresolvedParams } from './event-rows.ts';

/**
 * A trade with what stands around it; `*_quality` and what goes with it are null without a reading, `*_end` without an order. Ids are 32
 * hexadecimal digits, in capitals as SQLite writes them.
 */
export interface CaseRow {
  readonly executed_at: number;
  readonly id: string;
  readonly slot: number;
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly quantity_wh: number;
  readonly price: number;
  readonly amount: number;
  readonly status: number;
  readonly failure_code: number | null;
  readonly version: number;
  /** Empty without one. */
  readonly buy_offer_id: string;
  readonly sell_offer_id: string;
  readonly retail: number | null;
  readonly feed_in: number | null;
  readonly imported_wh: number | null;
  readonly buyer_quality: number | null;
  readonly buyer_revision: number | null;
  readonly exported_wh: number | null;
  readonly seller_quality: number | null;
  readonly seller_revision: number | null;
  readonly slot_has_readings: number;
  readonly buy_price: number | null;
  readonly buy_start: number | null;
  readonly buy_end: number | null;
  readonly sell_price: number | null;
  readonly sell_start: number | null;
  readonly sell_end: number | null;
}

const CHOSEN_TRADES = `(SELECT DISTINCT value FROM json_each(@keys)) AS chosen CROSS JOIN trade
  ON trade.community_id = @community AND trade.executed_at = chosen.value ->> 0 AND trade.id = unhex(chosen.value ->> 1, '-')`;

/** Most orders begin with the slot in which they trade; the others are looked for afterwards. */
function selectRows(trades: string): string {
  return `
    WITH failed AS (SELECT trade.* FROM ${trades})
    SELECT failed.executed_at, hex(failed.id) AS id, failed.slot, failed.buyer_id, failed.seller_id, failed.quantity_wh, failed.price,
           failed.amount, failed.status, failed.failure_code, failed.version, hex(failed.buy_offer_id) AS buy_offer_id,
           hex(failed.sell_offer_id) AS sell_offer_id, tariff.grid_import_price AS retail, tariff.grid_export_price AS feed_in,
           bought.imported_wh, bought.quality AS buyer_quality, bought.revision AS buyer_revision,
           sold.exported_wh, sold.quality AS seller_quality, sold.revision AS seller_revision,
           bought.slot IS NOT NULL OR sold.slot IS NOT NULL OR EXISTS (SELECT 1 FROM meter_reading AS other
             WHERE other.community_id = failed.community_id AND other.slot = failed.slot) AS slot_has_readings,
           buy.price AS buy_price, buy.window_start AS buy_start, buy.window_end AS buy_end,
           sell.price AS sell_price, sell.window_start AS sell_start, sell.window_end AS sell_end
    FROM failed
    LEFT JOIN pricing_signal AS tariff ON tariff.community_id = failed.community_id AND tariff.slot = failed.slot
    LEFT JOIN meter_reading AS bought ON bought.community_id = failed.community_id AND bought.slot = failed.slot
      AND bought.member_id = failed.buyer_id
    LEFT JOIN meter_reading AS sold ON sold.community_id = failed.community_id AND sold.slot = failed.slot
      AND sold.member_id = failed.seller_id
    LEFT JOIN offer AS buy ON buy.community_id = failed.community_id AND buy.window_start = failed.slot AND buy.id = failed.buy_offer_id
    LEFT JOIN offer AS sell ON sell.community_id = failed.community_id AND sell.window_start = failed.slot
      AND sell.id = failed.sell_offer_id`;
}

/** Those of `UNRESOLVED_TRADES`, in the order of their execution. */
export function unresolvedRows(db: ReadDb, community: CommunityRow, params: UnresolvedParams): CaseRow[] {
  return withEarlierOrders(db, community, db.all<CaseRow>(selectRows(UNRESOLVED_TRADES), params));
}

/** What is due in a trade, and from whom to whom (row ids). */
export type DueRow = Pick<CaseRow, 'executed_at' | 'id' | 'buyer_id' | 'seller_id' | 'amount' | 'status'>;

/** As `unresolvedRows`, in no particular order and without what stands around the trades, which is most of the work. */
export function unresolvedDues(db: ReadDb, params: UnresolvedParams): DueRow[] {
  return db.all<DueRow>(
    `SELECT executed_at, hex(id) AS id, buyer_id, seller_id, amount, status FROM ${UNRESOLVED_TRADES}`,
    params,
  );
}

/** The trades of these keys in no particular order, each once, without those that the copy does not have. */
export function chosenRows(
  db: ReadDb,
  community: CommunityRow,
  trades: readonly Pick<CaseRef, 'tradeId' | 'executedAt'>[],
): CaseRow[] {
  const keys = JSON.stringify(trades.map(({ executedAt, tradeId }) => [executedAt, tradeId]));
  return withEarlierOrders(
    db,
    community,
    db.all<CaseRow>(selectRows(CHOSEN_TRADES), { community: community.id, keys }),
  );
}

/** How long after the slot of a trade the window of its order is looked for. */
const LATEST_START = 24 * HOUR;

/** The rows with the orders whose windows began in another slot than that of the trade. */
function withEarlierOrders(db: ReadDb, community: CommunityRow, rows: CaseRow[]): CaseRow[] {
  return rows.map((row) => {
    const buy =
      row.buy_end === null && row.buy_offer_id !== '' ? findOrder(db, community, row, row.buy_offer_id) : null;
    const sell =
      row.sell_end === null && row.sell_offer_id !== '' ? findOrder(db, community, row, row.sell_offer_id) : null;
    if (buy === null && sell === null) return row;
    return {
      ...row,
      ...(buy && { buy_price: buy.price, buy_start: buy.window_start, buy_end: buy.window_end }),
      ...(sell && { sell_price: sell.price, sell_start: sell.window_start, sell_end: sell.window_end }),
    };
  });
}

interface OrderRow {
  readonly price: number | null;
  readonly window_start: number;
  readonly window_end: number;
}

/** Orders are found by the start of their window, which is that of a slot: each one that can be is asked for, which takes a millisecond. */
function findOrder(db: ReadDb, community: CommunityRow, { slot }: CaseRow, id: string): OrderRow | null {
  const [from, to] = [slot - MAX_WINDOW, slot + LATEST_START];
  const around: SqlValue[] = [community.id, from, to];
  if (!db.get('SELECT 1 FROM offer WHERE community_id = ? AND window_start BETWEEN ? AND ?', around)) return null;
  const starts: number[] = [];
  for (let start = from; start <= to; start += community.slot_minutes * MINUTE) starts.push(start);
  const found = db.get<OrderRow>(
    `SELECT price, window_start, window_end FROM json_each(?) AS start
     CROSS JOIN offer ON community_id = ? AND window_start = start.value AND offer.id = unhex(?)`,
    [JSON.stringify(starts), community.id, id],
  );
  return found ?? null;
}
