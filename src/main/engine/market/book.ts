import type { Book, BookClearing, BookOrders } from '#shared/contract/market-records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { clearingTypes } from '#shared/market/clearing.ts';
import { hex } from '#shared/market/replay.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { bookClearing } from '#shared/market/book-clearing.ts';
import { marketTime } from './market-time.ts';
import { type SlotBook, slotBook } from './slot-book.ts';
import { nextOpenSlot, type SlotOrder } from './slot-orders.ts';
import { tariffAt } from './slot-tariff.ts';
import { type ClearingRow, storedTrades } from './stored-clearings.ts';

/**
 * The orders of a slot and their clearing, as the page shows them.
 * @param slot null for the next slot to be cleared; where nobody has an order for one, the last that was cleared
 * @param now the desk's clock, epoch milliseconds
 */
export function bookOf(db: ReadDb, community: CommunityRow, slot: number | null, now: number): Book {
  const length = community.slot_minutes * MINUTE;
  const first = marketTime(db, community, now);
  const openSlot = nextOpenSlot(db, community, first, length);
  const shown = slot ?? openSlot ?? clearedSlot(db, community, 'before', first) ?? first;
  const book = slotBook(db, community, shown);
  const { row, terms } = book;
  const trades = row === null ? computedTrades(book) : clearedTrades(db, community, row);
  const hasOrders = book.bids.length + book.offers.length > 0;
  return {
    slot: shown,
    slotEnd: shown + length,
    state: row !== null ? 'cleared' : hasOrders ? 'open' : 'empty',
    previousSlot: openBefore(db, community, first, shown, length) ?? clearedSlot(db, community, 'before', shown),
    nextSlot:
      clearedSlot(db, community, 'after', shown) ??
      nextOpenSlot(db, community, Math.max(first, shown + length), length),
    openSlot,
    firstSlot: first,
    terms,
    tariffs: tariffAt(db, community, shown),
    orders: orderColumns(book, trades),
    trades,
    clearing: row !== null ? storedClearing(book, row, trades) : hasOrders ? bookClearing(book.clearing) : null,
    certificate: row && { clearingId: uuidText(row.id), fingerprint: row.fingerprint && hex(row.fingerprint) },
  };
}

type Trades = Book['trades'];

function clearedSlot(db: ReadDb, community: CommunityRow, where: 'before' | 'after', slot: number): number | null {
  const [pick, compare] = where === 'before' ? ['MAX', '<'] : ['MIN', '>'];
  return db.get<{ slot: number | null }>(
    `SELECT ${pick}(slot) AS slot FROM clearing WHERE community_id = ? AND slot ${compare} ?`,
    [community.id, slot],
  )!.slot;
}

/** The open slot before `shown`, when that is one too: all slots of a window lie side by side. */
function openBefore(db: ReadDb, community: CommunityRow, first: number, shown: number, length: number): number | null {
  const before = shown - length;
  return before >= first && nextOpenSlot(db, community, before, length) === before ? before : null;
}

function computedTrades({ clearing }: SlotBook): Trades {
  return {
    buyOrderId: clearing.trades.map(({ bid }) => bid),
    sellOrderId: clearing.trades.map(({ offer }) => offer),
    quantityWh: clearing.trades.map(({ wh }) => wh),
    price: clearing.trades.map(({ price }) => price),
  };
}

/** As the clearing has made them, whatever was adjusted since. */
function clearedTrades(db: ReadDb, community: CommunityRow, row: ClearingRow): Trades {
  const span = db.get<{ first_trade_at: number | null; last_trade_at: number | null }>(
    'SELECT first_trade_at, last_trade_at FROM rollup_slot WHERE community_id = ? AND slot = ?',
    [community.id, row.slot],
  );
  const clearingId = uuidText(row.id);
  const trades = storedTrades(db, community, span?.first_trade_at ?? 0, span?.last_trade_at ?? -1).filter(
    (trade) => trade.clearingId === clearingId && trade.buyOfferId !== null && trade.sellOfferId !== null,
  );
  return {
    buyOrderId: trades.map(({ buyOfferId }) => buyOfferId!),
    sellOrderId: trades.map(({ sellOfferId }) => sellOfferId!),
    quantityWh: trades.map(({ quantityWh }) => quantityWh),
    price: trades.map(({ price }) => price),
  };
}

/** The outcome as it is stored: whether it is what the orders give is for a verification to say. */
function storedClearing({ clearing }: SlotBook, row: ClearingRow, { quantityWh, price }: Trades): BookClearing {
  const { interval_low: low, interval_high: high } = row;
  return {
    ...bookClearing(clearing),
    type: clearingTypes[row.type],
    price: row.price,
    quantityWh: row.quantity_wh,
    interval: low === null || high === null ? null : [low, high],
    marginalQuantityWh: row.marginal_quantity_wh,
    marginalTotalWh: row.marginal_total_wh,
    tradeCount: quantityWh.length,
    amount: quantityWh.reduce((sum, wh, at) => sum + amountOf(wh, price[at]), 0),
  };
}

function orderColumns({ bids, offers, clearing }: SlotBook, trades: Trades): BookOrders {
  const tradedWh = new Map<string, number>();
  for (const [at, wh] of trades.quantityWh.entries()) {
    for (const id of [trades.buyOrderId[at], trades.sellOrderId[at]]) tradedWh.set(id, (tradedWh.get(id) ?? 0) + wh);
  }
  const reasons = new Map(clearing.unmatched.map(({ id, reason }) => [id, reason]));
  const orders: (readonly ['buy' | 'sell', SlotOrder])[] = [
    ...bids.map((order) => ['buy', order] as const),
    ...offers.map((order) => ['sell', order] as const),
  ];
  return {
    id: orders.map(([, { id }]) => id),
    type: orders.map(([type]) => type),
    memberId: orders.map(([, { memberId }]) => memberId),
    anonymizedId: orders.map(([, { anonymizedId }]) => anonymizedId),
    price: orders.map(([, { price }]) => price),
    quantityWh: orders.map(([, { wh }]) => wh),
    tradedWh: orders.map(([, { id }]) => tradedWh.get(id) ?? 0),
    reason: orders.map(([, { id }]) => reasons.get(id) ?? null),
    createdAt: orders.map(([, { createdAt }]) => createdAt),
    origin: orders.map(([, { origin }]) => origin),
  };
}
