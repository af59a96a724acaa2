import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isFilteringOrders,
  isInPrices,
  orderSides,
  orderTimes,
  readOrderFilters,
  sidesOf,
  withoutOrderFilters,
  writeOrderFilters,
  type OrderFilters,
} from '#renderer/pages/marketplace/orders/filters.ts';

const all: OrderFilters = { time: 'slot', side: 'both', minPrice: null, maxPrice: null };
const read = (search: string) => readOrderFilters(new URLSearchParams(search));

describe('the filters of the orders', () => {
  it('stand in the address in the words and units that people read', () => {
    const filters: OrderFilters = { time: 'period', side: 'sell', minPrice: -5000, maxPrice: 123_456 };
    expect(writeOrderFilters(new URLSearchParams('period=week'), filters).toString()).toBe(
      'period=week&orders=period&type=sell&min=-0.005&max=0.123456',
    );
  });

  it('leave no trace when they filter nothing', () => {
    expect(writeOrderFilters(new URLSearchParams('slot=900000&type=buy&min=0.1'), all).toString()).toBe('slot=900000');
  });

  it('come back from the address as they were', () => {
    const price = fc.option(fc.integer({ min: -9_999_000_000, max: 9_999_000_000 }));
    fc.assert(
      fc.property(
        fc.record({
          time: fc.constantFrom(...orderTimes),
          side: fc.constantFrom(...orderSides),
          minPrice: price,
          maxPrice: price,
        }),
        (filters) => {
          expect(readOrderFilters(writeOrderFilters(new URLSearchParams(), filters))).toEqual(filters);
        },
      ),
    );
  });

  it('ignore what they do not know', () => {
    expect(read('orders=never&type=swap&min=cheap&max=0.12345678')).toEqual(all);
  });

  it('let limits pass from and to the prices, both included, and market orders only without prices', () => {
    const between: OrderFilters = { ...all, minPrice: 100_000, maxPrice: 200_000 };
    expect([99_999, 100_000, 200_000, 200_001, null].map((price) => isInPrices(price, between))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(isInPrices(null, all)).toBe(true);
    expect(isInPrices(-5000, { ...all, maxPrice: 0 })).toBe(true);
  });

  it('taken away leave the time', () => {
    const filters: OrderFilters = { time: 'open', side: 'buy', minPrice: 1, maxPrice: null };
    expect(isFilteringOrders(filters)).toBe(true);
    expect(withoutOrderFilters(filters)).toEqual({ ...all, time: 'open' });
    expect(isFilteringOrders(withoutOrderFilters(filters))).toBe(false);
  });

  it('show bids before offers', () => {
    expect(sidesOf(all)).toEqual(['buy', 'sell']);
    expect(sidesOf({ ...all, side: 'sell' })).toEqual(['sell']);
  });
});
