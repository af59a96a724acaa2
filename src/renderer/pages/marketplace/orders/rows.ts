/** Orders of a slot and offers of a time, in the one form that the lists show. Pure. */
import type { Book, OfferRow, OrderOrigin } from '#shared/contract/market-records.ts';
import type { OfferStatus, OfferType } from '#shared/domain/records.ts';
import type { UnmatchedReason } from '#shared/market/clearing.ts';
import { isInPrices, type OrderFilters } from './filters.ts';

export interface OrderRow {
  readonly id: string;
  readonly type: OfferType;
  /** Null for a member without a pseudonym, who is held back. */
  readonly memberId: string | null;
  readonly anonymizedId: string | null;
  /** The limit, micro-currency per kWh; null is a market order. */
  readonly price: number | null;
  readonly quantityWh: number;
  readonly tradedWh: number;
  /** Why what is left of it did not trade, in the clearing of a slot; null when nothing is left. */
  readonly reason: UnmatchedReason | null;
  /** Of an offer outside a slot's clearing. */
  readonly status: OfferStatus | null;
  readonly createdAt: number;
  readonly origin: OrderOrigin;
  readonly windowStart: number;
  readonly windowEnd: number;
  /** The slot that explains it. */
  readonly slot: number;
  /** Whether that slot is still open: it would trade, it did not. */
  readonly isOpen: boolean;
  /** Whether a member can take it as it is. */
  readonly canTake: boolean;
}

/** Price-time order, as a clearing ranks its stack: the best limit first, market orders before all, then the earlier order. */
function byPriceAndTime(a: OrderRow, b: OrderRow): number {
  const rank = ({ price, type }: OrderRow): number => (price === null ? -Infinity : type === 'buy' ? -price : price);
  const [x, y] = [rank(a), rank(b)];
  if (x !== y) return x < y ? -1 : 1;
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

/** The orders of one side of a book that the filters leave, in price-time order. */
export function rowsOfBook({ orders, slot, slotEnd, state }: Book, type: OfferType, filters: OrderFilters): OrderRow[] {
  const isOpen = state === 'open';
  return orders.id
    .map((id, row): OrderRow => {
      const origin = orders.origin[row];
      return {
        id,
        type: orders.type[row],
        memberId: orders.memberId[row],
        anonymizedId: orders.anonymizedId[row],
        price: orders.price[row],
        quantityWh: orders.quantityWh[row],
        tradedWh: orders.tradedWh[row],
        reason: orders.reason[row],
        status: null,
        createdAt: orders.createdAt[row],
        origin,
        windowStart: slot,
        windowEnd: slotEnd,
        slot,
        isOpen,
        canTake: isOpen && origin !== 'waiting' && orders.memberId[row] !== null,
      };
    })
    .filter((row) => row.type === type && isInPrices(row.price, filters))
    .sort(byPriceAndTime);
}

/**
 * Offers of any time: the latest window first, inside a window in price-time order.
 * @param openSlot the next slot to be cleared; null when there is none
 */
export function rowsOfOffers(offers: readonly OfferRow[], openSlot: number | null): OrderRow[] {
  return offers
    .map((offer): OrderRow => {
      const { quantityWh, remainingWh, status, isByRule, windowStart, windowEnd } = offer;
      const isOpen = status === 'active' && openSlot !== null && windowEnd > openSlot;
      return {
        id: offer.id,
        type: offer.type,
        memberId: offer.memberId,
        anonymizedId: offer.anonymizedId,
        price: offer.price,
        quantityWh,
        tradedWh: quantityWh - remainingWh,
        reason: null,
        status,
        createdAt: offer.createdAt,
        origin: isByRule ? 'rule' : 'hand',
        windowStart,
        windowEnd,
        slot: isOpen ? Math.max(windowStart, openSlot) : windowStart,
        isOpen,
        canTake: isOpen && windowStart <= openSlot,
      };
    })
    .sort((a, b) => b.windowStart - a.windowStart || byPriceAndTime(a, b));
}
