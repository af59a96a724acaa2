import { offerTypes } from '#shared/domain/records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { UUID_BYTES, uuidText } from '#shared/domain/uuid.ts';
import type { Certificate, SealedOrders } from '#shared/market/certificate.ts';
import { clearingTypes } from '#shared/market/clearing.ts';
import type { OrderMechanism } from '#shared/market/mechanisms.ts';
import type { OfferOrder } from '#shared/market/orders.ts';
import type { StoredClearing, StoredOrder, StoredOutcome, StoredTrade } from '#shared/market/replay.ts';
import { asTraded } from '#shared/settlement/as-traded.ts';
import { resolutionKinds, settlementEventKinds } from '#shared/settlement/events.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import type { GoneOffers } from '../privacy/cleared.ts';
import type { Range } from '../stats/sums.ts';
import { DamagedCertificateError, unpackOrders } from './sealed-orders.ts';

/** A clearing with its certificate, which those that were stored before certificates do not have. */
export interface ClearingRow {
  readonly id: Uint8Array;
  readonly slot: number;
  readonly type: number;
  readonly price: number | null;
  readonly interval_low: number | null;
  readonly interval_high: number | null;
  readonly quantity_wh: number;
  readonly marginal_quantity_wh: number;
  readonly marginal_total_wh: number;
  /** How many clearings the slot has, and its pricing signal's price. */
  readonly of_slot: number;
  readonly has_signal: number;
  readonly p2p_price: number | null;
  readonly cleared_at: number | null;
  readonly mechanism: string | null;
  readonly offer_order: string | null;
  readonly price_floor: number | null;
  readonly price_cap: number | null;
  readonly marginal_order: Uint8Array | null;
  readonly orders: Uint8Array | null;
  readonly trade_ids: Uint8Array | null;
  readonly fingerprint: Uint8Array | null;
}

/** The columns of a certificate beside the clearing's id and slot. */
export type CertificateRow = Pick<
  ClearingRow,
  | 'id'
  | 'slot'
  | 'cleared_at'
  | 'mechanism'
  | 'offer_order'
  | 'price_floor'
  | 'price_cap'
  | 'marginal_order'
  | 'orders'
  | 'trade_ids'
  | 'fingerprint'
>;

/** The clearings of a range of slots, in order. */
export function clearingRows(db: ReadDb, community: CommunityRow, range: Range): IterableIterator<ClearingRow> {
  return db.iterate<ClearingRow>(
    `SELECT clearing.id, clearing.slot, type, price, interval_low, interval_high, quantity_wh, marginal_quantity_wh, marginal_total_wh,
            (SELECT COUNT(*) FROM clearing AS other WHERE other.community_id = clearing.community_id AND other.slot = clearing.slot) AS of_slot,
            signal.slot IS NOT NULL AS has_signal, signal.p2p_price,
            cleared_at, mechanism, offer_order, price_floor, price_cap, marginal_order, orders, trade_ids, fingerprint
     FROM clearing
     LEFT JOIN certificate ON certificate.community_id = clearing.community_id AND certificate.slot = clearing.slot
       AND certificate.clearing_id = clearing.id
     LEFT JOIN pricing_signal AS signal ON signal.community_id = clearing.community_id AND signal.slot = clearing.slot
     WHERE clearing.community_id = ? AND clearing.slot >= ? AND clearing.slot < ?
     ORDER BY clearing.slot, clearing.id`,
    [community.id, range.from, range.to],
  );
}

/**
 * The certificate of a clearing; null when it has none.
 * @throws DamagedCertificateError when the sealed orders or the ids of the trades are damaged
 */
export function certificateOf(row: CertificateRow): Certificate | null {
  if (row.orders === null) return null;
  if (row.trade_ids!.length % UUID_BYTES !== 0) throw new DamagedCertificateError('the ids of the trades are damaged');
  return {
    clearingId: uuidText(row.id),
    slot: row.slot,
    clearedAt: row.cleared_at!,
    mechanism: row.mechanism as OrderMechanism,
    offerOrder: row.offer_order as OfferOrder | null,
    limits: { priceFloor: row.price_floor!, priceCap: row.price_cap! },
    marginalOrder: row.marginal_order && uuidText(row.marginal_order),
    orders: unpackOrders(row.orders),
    tradeId: row.trade_ids!,
    fingerprint: row.fingerprint!,
  };
}

/**
 * Everything that is stored of a clearing, for a replay to compare.
 * @param strays its `strayTrades`
 * @param gone offers of which nothing can be told any more
 */
export function storedClearing(
  db: ReadDb,
  community: CommunityRow,
  row: ClearingRow,
  certificate: Certificate,
  strays: readonly StoredTrade[],
  gone: GoneOffers,
): StoredClearing {
  const { member, windowStart } = certificate.orders;
  return {
    certificate,
    slotEnd: row.slot + community.slot_minutes * MINUTE,
    outcome: storedOutcome(row),
    orders: storedOrders(db, community, certificate.orders),
    mayBeGone: (order) => windowStart[order] < gone.before || gone.members.has(member[order]),
    trades: [...storedTrades(db, community, certificate.clearedAt, certificate.clearedAt), ...strays],
  };
}

function storedOutcome(row: ClearingRow): StoredOutcome {
  return {
    type: clearingTypes[row.type] ?? null,
    price: row.price,
    intervalLow: row.interval_low,
    intervalHigh: row.interval_high,
    quantityWh: row.quantity_wh,
    marginalQuantityWh: row.marginal_quantity_wh,
    marginalTotalWh: row.marginal_total_wh,
    // Of several clearings in a slot the signal has only one price.
    p2pPrice: row.has_signal === 1 && row.of_slot === 1 ? row.p2p_price : undefined,
  };
}

interface OfferRow {
  readonly id: Uint8Array;
  readonly member_id: number;
  readonly type: number;
  readonly quantity_wh: number;
  readonly remaining_wh: number;
  readonly price: number | null;
  readonly window_start: number;
  readonly window_end: number;
  readonly created_at: number;
  readonly rule_id: number | null;
  readonly rule_version: number | null;
}

/** The offers that may be those of the sealed orders: all of their windows' starts, mostly that of the slot alone. */
function storedOrders(db: ReadDb, community: CommunityRow, { windowStart }: SealedOrders): Map<string, StoredOrder> {
  const stored = new Map<string, StoredOrder>();
  for (const start of new Set(windowStart)) {
    const rows = db.all<OfferRow>(
      `SELECT id, member_id, type, quantity_wh, remaining_wh, price, window_start, window_end, created_at, rule_id, rule_version
       FROM offer WHERE community_id = ? AND window_start = ?`,
      [community.id, start],
    );
    for (const row of rows) {
      stored.set(uuidText(row.id), {
        member: row.member_id,
        rule: row.rule_id ?? -1,
        ruleVersion: row.rule_version ?? -1,
        type: offerTypes[row.type] ?? null,
        price: row.price,
        quantityWh: row.quantity_wh,
        remainingWh: row.remaining_wh,
        createdAt: row.created_at,
        windowStart: row.window_start,
        windowEnd: row.window_end,
      });
    }
  }
  return stored;
}

/** What MADE_COLUMNS selects. */
export interface MadeRow {
  readonly quantity_wh: number;
  readonly price: number;
  readonly amount: number;
  /** Of a trade that a resolution has adjusted: to what, and from what. */
  readonly adjusted_wh: number | null;
  readonly before_wh: number | null;
  readonly amount_before: number | null;
}

interface TradeRow extends MadeRow {
  readonly id: Uint8Array;
  readonly clearing_id: Uint8Array | null;
  readonly slot: number;
  readonly executed_at: number;
  readonly buyer_id: number;
  readonly seller_id: number;
  readonly buy_offer_id: Uint8Array | null;
  readonly sell_offer_id: Uint8Array | null;
}

/** Beside a trade what a resolution has adjusted it to, and from what. */
export const JOIN_ADJUSTMENT = `LEFT JOIN settlement_event AS adjusted
    ON adjusted.community_id = trade.community_id AND adjusted.executed_at = trade.executed_at AND adjusted.trade_id = trade.id
       AND kind = ${settlementEventKinds.indexOf('resolved')} AND resolution = ${resolutionKinds.indexOf('adjust')}`;
/** The columns of a trade that say how it was made. */
export const MADE_COLUMNS =
  'trade.quantity_wh, price, amount, adjusted.quantity_wh AS adjusted_wh, quantity_before_wh AS before_wh, amount_before';

const SELECT_TRADES = `
  SELECT trade.id, clearing_id, slot, trade.executed_at, buyer_id, seller_id, buy_offer_id, sell_offer_id, ${MADE_COLUMNS}
  FROM trade ${JOIN_ADJUSTMENT}`;

/** The trades that were executed from `first` to `last`, both included (epoch milliseconds), as they were made. */
export function storedTrades(db: ReadDb, community: CommunityRow, first: number, last: number): StoredTrade[] {
  const rows = db.all<TradeRow>(`${SELECT_TRADES} WHERE trade.community_id = ? AND trade.executed_at BETWEEN ? AND ?`, [
    community.id,
    first,
    last,
  ]);
  return rows.map(storedTrade);
}

/** How far from the range of its clearing a trade that was not executed with it is looked for: nobody settles a slot a day before or after. */
const STRAY_WITHIN = 24 * HOUR;

/**
 * The trades that name a clearing of a range of slots and were not executed with it, by the clearing's id: none unless somebody meddled.
 * They are sought in one walk through the trades of the time, a day before and after included.
 */
export function strayTrades(db: ReadDb, community: CommunityRow, { from, to }: Range): Map<string, StoredTrade[]> {
  const clearedAt = new Map(
    db
      .all<{ clearing_id: Uint8Array; cleared_at: number }>(
        'SELECT clearing_id, cleared_at FROM certificate WHERE community_id = ? AND slot >= ? AND slot < ?',
        [community.id, from, to],
      )
      .map((row) => [uuidText(row.clearing_id), row.cleared_at]),
  );
  const strays: StoredTrade[] = [];
  for (const { executed_at, clearing_id, id } of db.iterate<Pick<TradeRow, 'executed_at' | 'clearing_id' | 'id'>>(
    `SELECT executed_at, clearing_id, id FROM trade
     WHERE community_id = ? AND executed_at >= ? AND executed_at < ? AND clearing_id IS NOT NULL`,
    [community.id, from - STRAY_WITHIN, to + STRAY_WITHIN],
  )) {
    const expected = clearedAt.get(uuidText(clearing_id!));
    if (expected === undefined || expected === executed_at) continue;
    const key = [community.id, executed_at, id];
    const row = db.get<TradeRow>(
      `${SELECT_TRADES} WHERE trade.community_id = ? AND trade.executed_at = ? AND trade.id = ?`,
      key,
    );
    if (row) strays.push(storedTrade(row));
  }
  return Map.groupBy(strays, ({ clearingId }) => clearingId!);
}

/** A clearing has made a trade as it was before anything was adjusted. */
export function asMade(row: MadeRow): { quantityWh: number; amount: number } {
  const adjustment =
    row.adjusted_wh === null || row.before_wh === null || row.amount_before === null
      ? null
      : { quantityWh: row.adjusted_wh, before: { quantityWh: row.before_wh, amount: row.amount_before } };
  return asTraded({ quantityWh: row.quantity_wh, price: row.price, amount: row.amount }, adjustment);
}

function storedTrade(row: TradeRow): StoredTrade {
  return {
    id: uuidText(row.id),
    clearingId: row.clearing_id && uuidText(row.clearing_id),
    buyer: row.buyer_id,
    seller: row.seller_id,
    buyOfferId: row.buy_offer_id && uuidText(row.buy_offer_id),
    sellOfferId: row.sell_offer_id && uuidText(row.sell_offer_id),
    slot: row.slot,
    executedAt: row.executed_at,
    price: row.price,
    ...asMade(row),
  };
}
