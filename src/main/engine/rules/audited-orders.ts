import { offerTypes, readingQualities } from '#shared/domain/records.ts';
import { MAX_WINDOW } from '#shared/market/offer-check.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { Range } from '../stats/sums.ts';

interface OrderRow {
  /** Hexadecimal: of hundreds of thousands of ids texts are made sooner than buffers, and found again at once. */
  readonly id: string;
  readonly slot: number;
  readonly member_id: number;
  readonly type: number;
  readonly quantity_wh: number;
  readonly price: number | null;
  readonly created_at: number;
  readonly rule_id: number | null;
  readonly rule_version: number | null;
  /**
   * What the meter of the slot says of an order of a rule: the surplus (sell) or need (buy) in Wh, and the state of charge in percent (0
   * without a battery). Null unless the reading was measured and never revised: what came instead later is not what the rule saw.
   */
  readonly meter_wh: number | null;
  readonly battery_soc: number | null;
}

/** An order of a slot. What is said of those before is said of orders of rules alone. */
export interface PlacedOrder {
  readonly row: OrderRow;
  /** Wh that other rules of the member had offered on this side before it. */
  readonly takenWh: number;
  /** Whether the same rule had placed an order of this member on this side before it. */
  readonly isRepeated: boolean;
}

const SELL = offerTypes.indexOf('sell');
const IS_KNOWN = `reading.quality = ${readingQualities.indexOf('measured')} AND reading.revision = 0`;

const ORDERS = `
  SELECT hex(offer.id) AS id, offer.window_start AS slot, offer.member_id, offer.type, offer.quantity_wh, offer.price, offer.created_at, offer.rule_id,
         offer.rule_version,
         CASE WHEN ${IS_KNOWN} THEN iif(offer.type = ${SELL}, reading.exported_wh, reading.imported_wh) END AS meter_wh,
         CASE WHEN ${IS_KNOWN} THEN ifnull(reading.battery_soc, 0) END AS battery_soc
  FROM offer
  LEFT JOIN meter_reading AS reading ON reading.community_id = offer.community_id AND reading.slot = offer.window_start
    AND reading.member_id = offer.member_id AND offer.rule_id IS NOT NULL
  WHERE offer.community_id = ? AND offer.window_start >= ? AND offer.window_start < ?
  ORDER BY offer.window_start`;

/** The orders whose windows begin in a range of slots, slot after slot, each slot in the order of placing. */
export function ordersOf(db: ReadDb, community: CommunityRow, { from, to }: Range): PlacedOrder[] {
  const rows = db.all<OrderRow>(ORDERS, [community.id, from, to]);
  const orders: PlacedOrder[] = [];
  for (let first = 0; first < rows.length;) {
    let end = first;
    while (end < rows.length && rows[end].slot === rows[first].slot) end++;
    placeInSlot(rows.slice(first, end), orders);
    first = end;
  }
  return orders;
}

/** The starts of the windows that began before `from` and were still open then. */
export function earlierStarts(db: ReadDb, community: CommunityRow, from: number): number[] {
  return db.pluck<number>(
    `SELECT DISTINCT window_start FROM offer
     WHERE community_id = ? AND window_start >= ? AND window_start < ? AND window_end > ?`,
    [community.id, from - MAX_WINDOW, from, from],
  );
}

/** Adds the orders of a slot in the order of placing, with what the rules of each member had placed before. */
function placeInSlot(rows: OrderRow[], orders: PlacedOrder[]): void {
  rows.sort((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1));
  const whOfSide = new Map<string, number>();
  const whOfRule = new Map<string, number>();
  for (const row of rows) {
    const side = `${row.member_id}/${row.type}`;
    const rule = `${side}/${row.rule_id}`;
    const own = whOfRule.get(rule);
    const all = whOfSide.get(side) ?? 0;
    orders.push({ row, takenWh: all - (own ?? 0), isRepeated: own !== undefined });
    if (row.rule_id === null) continue;
    whOfRule.set(rule, (own ?? 0) + row.quantity_wh);
    whOfSide.set(side, all + row.quantity_wh);
  }
}
