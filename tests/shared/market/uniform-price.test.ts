import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '#shared/market/orders.ts';
import { clear, type Short, trades, unmatched } from './short-books.ts';

const cap = DEFAULT_LIMITS.priceCap;
const floor = DEFAULT_LIMITS.priceFloor;

describe('the clearing price', () => {
  it('is the marginal bid when demand is longer at the crossing', () => {
    const clearing = clear(
      [
        [300, 500],
        [200, 500],
      ],
      [[100, 700]],
    );
    expect(clearing).toMatchObject({ type: 'MARGINAL_BUYER', price: 200, quantityWh: 700, interval: [200, 200] });
    expect(clearing).toMatchObject({ marginalQuantityWh: 200, marginalTotalWh: 500 });
    expect(unmatched(clearing)).toEqual(['b2 300 RATIONED']);
  });

  it('is the marginal offer when supply is longer at the crossing', () => {
    const clearing = clear(
      [[300, 700]],
      [
        [100, 500],
        [200, 500],
      ],
    );
    expect(clearing).toMatchObject({ type: 'MARGINAL_SELLER', price: 200, quantityWh: 700, interval: [200, 200] });
    expect(clearing).toMatchObject({ marginalQuantityWh: 200, marginalTotalWh: 500 });
  });

  it('is the marginal offer also when equal quantities leave an equal offer over', () => {
    const clearing = clear(
      [[400, 5]],
      [
        [300, 5],
        [300, 5],
      ],
    );
    expect(clearing).toMatchObject({ type: 'MARGINAL_SELLER', price: 300, marginalQuantityWh: 5, marginalTotalWh: 10 });
  });

  it('is the common price when quantities and prices are equal', () => {
    const clearing = clear(
      [
        [300, 5],
        [200, 5],
      ],
      [
        [100, 5],
        [200, 5],
      ],
    );
    expect(clearing).toMatchObject({ type: 'EXACT', price: 200, interval: [200, 200], marginalTotalWh: 0 });
    expect(clearing.unmatched).toEqual([]);
  });

  it('is the midpoint of a price gap, an exact half rounded to the even unit', () => {
    expect(clear([[300, 5]], [[101, 5]])).toMatchObject({ type: 'MARGINAL_PRICE', price: 200, interval: [101, 300] });
    expect(clear([[302, 5]], [[101, 5]]).price).toBe(202);
    expect(clear([[-101, 5]], [[-300, 5]]).price).toBe(-200);
  });

  it('moves one tick above the next bid that the midpoint would let in', () => {
    const book: Short[] = [
      [3000, 5],
      [2500, 5],
    ];
    const clearing = clear(book, [[1000, 5]]);
    expect(clearing).toMatchObject({ price: 2600, interval: [2500, 3000] });
    expect(unmatched(clearing)).toEqual(['b2 5 PRICE']);
  });

  it('moves one tick below the next offer that the midpoint would let in', () => {
    const offers: Short[] = [
      [1000, 5],
      [1500, 5],
    ];
    expect(clear([[3000, 5]], offers)).toMatchObject({ price: 1400, interval: [1000, 1500] });
  });

  it('stays at the midpoint when that is just the limit of the next bid or offer', () => {
    const bids: Short[] = [
      [3000, 5],
      [2000, 5],
    ];
    expect(clear(bids, [[1000, 5]]).price).toBe(2000);
  });

  it('never leaves the interval where that is narrower than a tick', () => {
    const bids: Short[] = [
      [3000, 5],
      [2970, 5],
    ];
    const offers: Short[] = [
      [1000, 5],
      [2990, 5],
    ];
    expect(clear(bids, offers)).toMatchObject({ price: 2990, interval: [2970, 2990] });
    expect(clear(bids, [[1000, 5]])).toMatchObject({ price: 3000, interval: [2970, 3000] });
  });
});

describe('a market where nothing crosses', () => {
  it('shows the midpoint of best bid and best offer', () => {
    const clearing = clear([[101, 5]], [[300, 5]]);
    expect(clearing).toMatchObject({ type: 'NULL', price: 200, quantityWh: 0, interval: null, trades: [] });
    expect(unmatched(clearing)).toEqual(['b1 5 PRICE', 's1 5 PRICE']);
  });

  it('shows one tick above the best bid when there are only buyers, at most the cap', () => {
    const clearing = clear([[101, 5]], []);
    expect(clearing).toMatchObject({ type: 'NULL', price: 201, interval: null });
    expect(unmatched(clearing)).toEqual(['b1 5 NO_COUNTERPART']);
    expect(clear([[cap - 50, 5]], []).price).toBe(cap);
    expect(clear([[null, 5]], []).price).toBe(cap);
  });

  it('shows one tick below the best offer when there are only sellers, at least the floor', () => {
    expect(clear([], [[101, 5]])).toMatchObject({ type: 'NULL', price: 1 });
    expect(clear([], [[floor + 50, 5]]).price).toBe(floor);
    expect(clear([], [[null, 5]]).price).toBe(floor);
  });

  it('has no price when both sides are empty', () => {
    expect(clear([], [])).toEqual({
      type: 'NULL',
      price: null,
      quantityWh: 0,
      interval: null,
      marginalQuantityWh: 0,
      marginalTotalWh: 0,
      marginalOrder: null,
      trades: [],
      unmatched: [],
    });
  });

  it('counts offers at the cap, else bids at the floor, as absent', () => {
    expect(clear([[400, 5]], [[cap, 5]]).price).toBe(500);
    expect(clear([[floor, 5]], [[400, 5]]).price).toBe(300);
  });
});

describe('must-run orders', () => {
  it('that want more than all supply fail the market at the cap and share the supply pro-rata', () => {
    const clearing = clear(
      [
        [null, 30],
        [cap, 20],
        [500, 5],
      ],
      [
        [100, 5],
        [200, 10],
      ],
    );
    expect(clearing).toMatchObject({ type: 'FAILURE', price: cap, quantityWh: 15, interval: [cap, cap] });
    expect(clearing).toMatchObject({ marginalQuantityWh: 0, marginalTotalWh: 0 });
    expect(trades(clearing)).toEqual(['b1 s1 5', 'b1 s2 4', 'b2 s2 6']);
    expect(unmatched(clearing)).toEqual(['b1 21 RATIONED', 'b2 14 RATIONED', 'b3 5 PRICE']);
  });

  it('that sell more than all demand fail the market at the floor and share the demand pro-rata', () => {
    const clearing = clear(
      [[500, 15]],
      [
        [null, 30],
        [floor, 20],
        [100, 5],
      ],
    );
    expect(clearing).toMatchObject({ type: 'FAILURE', price: floor, quantityWh: 15, interval: [floor, floor] });
    expect(trades(clearing)).toEqual(['b1 s1 9', 'b1 s2 6']);
  });

  it('among equal remainders of a failed market serve the earlier order first, market order or not', () => {
    const clearing = clear(
      [
        [null, 1, 'm1', 2],
        [cap, 1, 'm2', 1],
      ],
      [[100, 1]],
    );
    expect(trades(clearing)).toEqual(['b2 s1 1']);
  });

  it('with just enough supply pay the last offer, or one tick above the next bid', () => {
    expect(clear([[null, 5]], [[300, 5]])).toMatchObject({ type: 'MARGINAL_PRICE', price: 300, interval: [300, cap] });
    const bids: Short[] = [
      [null, 5],
      [400, 5],
    ];
    expect(clear(bids, [[300, 5]])).toMatchObject({ price: 500, interval: [400, cap] });
  });

  it('with just enough demand get the last bid, or one tick below the next offer', () => {
    expect(clear([[300, 5]], [[null, 5]])).toMatchObject({ type: 'MARGINAL_PRICE', price: 300 });
    const offers: Short[] = [
      [null, 5],
      [200, 5],
    ];
    expect(clear([[300, 5]], offers)).toMatchObject({ price: 100, interval: [floor, 200] });
  });

  it('on both sides meet halfway between floor and cap, outside what others would take', () => {
    expect(clear([[null, 5]], [[null, 5]])).toMatchObject({ type: 'MARGINAL_PRICE', price: 0, interval: [floor, cap] });
    const bids: Short[] = [
      [null, 5],
      [300, 5],
    ];
    expect(clear(bids, [[null, 5]])).toMatchObject({ price: 400 });
    expect(clear([[null, 5]], [[null, 5]], { priceCap: 1000, priceFloor: 200 })).toMatchObject({ price: 600 });
  });

  it('count limits beyond cap and floor as at the limit', () => {
    const limits = { priceCap: 1000, priceFloor: 0 };
    expect(clear([[5000, 10]], [[100, 4]], limits)).toMatchObject({ type: 'FAILURE', price: 1000 });
    expect(clear([[500, 4]], [[-5000, 10]], limits)).toMatchObject({ type: 'FAILURE', price: 0 });
  });
});

describe('an order of no quantity', () => {
  it('is ignored and reported', () => {
    const clearing = clear(
      [
        [cap, 0],
        [100, 5],
      ],
      [
        [floor, 0],
        [300, 5],
      ],
    );
    expect(clearing).toMatchObject({ type: 'NULL', price: 200 });
    expect(unmatched(clearing)).toEqual(['b1 0 ZERO_QUANTITY', 'b2 5 PRICE', 's1 0 ZERO_QUANTITY', 's2 5 PRICE']);
  });

  it('does not make a side', () => {
    expect(clear([[200, 0]], [[100, 5]])).toMatchObject({ type: 'NULL', price: 0 });
    expect(clear([[200, 0]], [[100, 0]]).price).toBeNull();
  });
});

describe('the limits of a market', () => {
  it.each([
    { priceCap: 0, priceFloor: 1 },
    { priceCap: 0.5, priceFloor: 0 },
    { priceCap: Number.NaN, priceFloor: 0 },
    { priceCap: Number.POSITIVE_INFINITY, priceFloor: 0 },
  ])('are refused when they are %o', (limits) => {
    expect(() => clear([], [], limits)).toThrow(RangeError);
  });
});
