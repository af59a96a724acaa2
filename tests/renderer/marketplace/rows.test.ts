import { describe, expect, it } from 'vitest';
import { rowsOfBook, rowsOfOffers } from '#renderer/pages/marketplace/orders/rows.ts';
import type { OrderFilters } from '#renderer/pages/marketplace/orders/filters.ts';
import type { Book, OfferRow } from '#shared/contract/market-records.ts';
import type { OfferType } from '#shared/domain/records.ts';
import { bookOf, type GivenOrder } from '../market-book.ts';

const SLOT = 900_000;
const all: OrderFilters = { time: 'slot', side: 'both', minPrice: null, maxPrice: null };

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

describe('the orders of a slot', () => {
  it('stand in price-time order: market orders, then the best limit, then the earlier', () => {
    const ranked = (type: OfferType) =>
      idsOf(
        rowsOfBook(
          bookOf([
            { id: 'low', type, price: 100_000 },
            { id: 'late', type, price: 200_000, createdAt: 2 },
            { id: 'early', type, price: 200_000, createdAt: 1 },
            { id: 'market', type, price: null, createdAt: 9 },
          ]),
          type,
          all,
        ),
      );
    expect(ranked('buy')).toEqual(['market', 'early', 'late', 'low']);
    expect(ranked('sell')).toEqual(['market', 'low', 'early', 'late']);
  });

  it('are those of one side inside the prices', () => {
    const orders: GivenOrder[] = [
      { id: 'a', type: 'buy', price: 100_000 },
      { id: 'b', type: 'buy', price: 200_000 },
      { id: 'c', type: 'sell', price: 150_000 },
    ];
    expect(idsOf(rowsOfBook(bookOf(orders), 'buy', { ...all, minPrice: 150_000 }))).toEqual(['b']);
  });

  it('can be taken while the slot is open, but not those that wait to be sent or are held back', () => {
    const orders: GivenOrder[] = [
      { id: 'sent', type: 'buy', price: 3 },
      { id: 'waiting', type: 'buy', price: 2, origin: 'waiting' },
      { id: 'hidden', type: 'buy', price: 1, memberId: null },
    ];
    const canTake = (state: Book['state']) =>
      rowsOfBook(bookOf(orders, { state }), 'buy', all).map((row) => row.canTake);
    expect(canTake('open')).toEqual([true, false, false]);
    expect(canTake('cleared')).toEqual([false, false, false]);
  });
});

describe('offers of many slots', () => {
  const offer = (id: string, windowStart: number, change: Partial<OfferRow> = {}): OfferRow => ({
    id,
    type: 'buy',
    memberId: 'm',
    anonymizedId: 'House A01',
    quantityWh: 1000,
    remainingWh: 1000,
    price: 100_000,
    windowStart,
    windowEnd: windowStart + SLOT,
    status: 'active',
    createdAt: 0,
    isByRule: false,
    ...change,
  });

  it('stand with the latest window first, inside it in price-time order', () => {
    const rows = rowsOfOffers([offer('old', 0), offer('cheap', SLOT), offer('dear', SLOT, { price: 200_000 })], null);
    expect(idsOf(rows)).toEqual(['dear', 'cheap', 'old']);
  });

  it('are explained in the open slot as long as they are active, afterwards in their first', () => {
    const long = { windowEnd: 8 * SLOT };
    const [active, later, over] = [
      offer('active', 0, long),
      offer('later', 6 * SLOT, long),
      offer('over', 0, { ...long, status: 'matched', remainingWh: 0 }),
    ].map((one) => rowsOfOffers([one], 4 * SLOT)[0]);
    expect(active).toMatchObject({ slot: 4 * SLOT, isOpen: true, canTake: true });
    expect(later).toMatchObject({ slot: 6 * SLOT, isOpen: true, canTake: false });
    expect(over).toMatchObject({ slot: 0, isOpen: false, canTake: false, tradedWh: 1000 });
  });
});
