import type { Book, BookOrders } from '#shared/contract/market-records.ts';
import type { OfferType } from '#shared/domain/records.ts';

export interface GivenOrder {
  readonly id: string;
  readonly type: OfferType;
  readonly price: number | null;
  readonly quantityWh?: number;
  readonly createdAt?: number;
  readonly origin?: BookOrders['origin'][number];
  /** Null for a member who is held back. */
  readonly memberId?: string | null;
}

/** The cleared book of one slot with the given orders, none of which traded. */
export function bookOf(orders: readonly GivenOrder[], change: Partial<Book> = {}): Book {
  return {
    slot: 0,
    slotEnd: 900_000,
    state: 'cleared',
    previousSlot: null,
    nextSlot: null,
    openSlot: null,
    firstSlot: 900_000,
    terms: { mechanism: 'uniform-price', offerOrder: null, priceFloor: -1_000_000, priceCap: 1_000_000 },
    tariffs: { retail: 312_000, feedIn: 81_000 },
    orders: {
      id: orders.map(({ id }) => id),
      type: orders.map(({ type }) => type),
      memberId: orders.map(({ memberId = 'member' }) => memberId),
      anonymizedId: orders.map(({ memberId = 'member' }) => (memberId === null ? null : 'House A01')),
      price: orders.map(({ price }) => price),
      quantityWh: orders.map(({ quantityWh = 1000 }) => quantityWh),
      tradedWh: orders.map(() => 0),
      reason: orders.map(() => 'PRICE'),
      createdAt: orders.map(({ createdAt = 0 }) => createdAt),
      origin: orders.map(({ origin = 'rule' }) => origin),
    },
    trades: { buyOrderId: [], sellOrderId: [], quantityWh: [], price: [] },
    clearing: null,
    certificate: null,
    ...change,
  };
}
