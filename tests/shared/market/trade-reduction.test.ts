import { describe, expect, it } from 'vitest';
import { MAX_ORDER_WH } from '#shared/domain/units.ts';
import { DEFAULT_LIMITS } from '#shared/market/orders.ts';
import { clearBy, type Short, trades, unmatched } from './short-books.ts';

function clear(bids: readonly Short[], offers: readonly Short[], limits = DEFAULT_LIMITS) {
  return clearBy('trade-reduction', bids, offers, { limits });
}

/** Orders of 1 kWh, as in McAfee's model. */
function single(...prices: number[]): Short[] {
  return prices.map((price) => [price, 1000]);
}

describe('trade-reduction', () => {
  it('trades all at the midpoint of the first two outside when all would accept it', () => {
    const clearing = clear(single(900, 800, 300), single(100, 200, 601));
    expect(clearing).toMatchObject({ type: 'ALL_TRADE', price: 450, quantityWh: 2000, interval: [300, 601] });
    expect(clearing.reduction).toEqual({ buyPrice: 450, sellPrice: 450, operatorSurplus: 0 });
    expect(clearing.trades.map(({ price }) => price)).toEqual([450, 450]);
    expect(unmatched(clearing)).toEqual(['b3 1000 PRICE', 's3 1000 PRICE']);
  });

  it('takes the midpoint also when it is just the marginal bid or offer', () => {
    expect(clear(single(900, 500, 300), single(100, 200, 700))).toMatchObject({ type: 'ALL_TRADE', price: 500 });
    expect(clear(single(900, 500, 100), single(50, 400, 700))).toMatchObject({ type: 'ALL_TRADE', price: 400 });
  });

  it('leaves the marginal pair out when it would not, and the operator keeps the difference', () => {
    const clearing = clear(single(900, 500, 300), single(100, 200, 702));
    expect(clearing).toMatchObject({ type: 'REDUCED', price: null, quantityWh: 1000, interval: null });
    expect(clearing.reduction).toEqual({ buyPrice: 500, sellPrice: 200, operatorSurplus: 300 });
    expect(trades(clearing)).toEqual(['b1 s1 1000']);
    expect(clearing.trades[0].price).toBe(500);
    expect(unmatched(clearing)).toEqual([
      'b2 1000 TRADE_REDUCTION',
      'b3 1000 PRICE',
      's2 1000 TRADE_REDUCTION',
      's3 1000 PRICE',
    ]);
  });

  it('leaves the marginal pair out when nothing stands behind it', () => {
    expect(clear(single(900, 500), single(100, 200))).toMatchObject({ type: 'REDUCED', quantityWh: 1000 });
    const only = clear(single(900), single(100));
    expect(only).toMatchObject({ type: 'REDUCED', quantityWh: 0, trades: [] });
    expect(only.reduction).toEqual({ buyPrice: 900, sellPrice: 100, operatorSurplus: 0 });
  });

  it('leaves marginal orders out whole, and gives the longer side the same fraction', () => {
    const clearing = clear(
      [
        [900, 300],
        [800, 100],
        [700, 500],
      ],
      [
        [100, 200],
        [200, 700],
      ],
    );
    expect(clearing.reduction).toMatchObject({ buyPrice: 700, sellPrice: 200 });
    expect(trades(clearing)).toEqual(['b1 s1 150', 'b2 s1 50']);
    expect(unmatched(clearing)).toEqual([
      'b1 150 RATIONED',
      'b2 50 RATIONED',
      'b3 500 TRADE_REDUCTION',
      's2 700 TRADE_REDUCTION',
    ]);
  });

  it('calls an order at the marginal price that came later rationed', () => {
    const clearing = clear(single(900, 500, 500), single(100, 200));
    expect(unmatched(clearing)).toContain('b3 1000 RATIONED');
  });

  it('never pairs a member with itself', () => {
    const clearing = clear(
      [
        [900, 5, 'anna'],
        [500, 5],
      ],
      [
        [100, 5, 'anna'],
        [200, 5],
      ],
    );
    expect(clearing.quantityWh).toBe(0);
    expect(unmatched(clearing)).toContain('b1 5 SELF_TRADE');
  });

  it('has no prices when nothing crosses', () => {
    const clearing = clear([[100, 5]], [[300, 5]]);
    expect(clearing).toMatchObject({ type: 'NULL', price: null, trades: [] });
    expect(clearing.reduction).toEqual({ buyPrice: null, sellPrice: null, operatorSurplus: 0 });
    expect(unmatched(clearing)).toEqual(['b1 5 PRICE', 's1 5 PRICE']);
    expect(unmatched(clear([[100, 5]], []))).toEqual(['b1 5 NO_COUNTERPART']);
  });

  it('counts a market order as one at the cap or the floor', () => {
    const limits = { priceCap: 1000, priceFloor: 0 };
    const clearing = clear(
      [
        [null, 5],
        [null, 5],
      ],
      [
        [null, 5],
        [null, 5],
      ],
      limits,
    );
    expect(clearing.reduction).toMatchObject({ buyPrice: 1000, sellPrice: 0 });
  });

  it('rounds the surplus as the amounts it is the difference of, trade by trade', () => {
    const small: Short[] = [
      [500, 1],
      [500, 1],
      [500, 1],
    ];
    const clearing = clear(small, [
      [499, 1],
      [499, 1],
      [499, 1],
    ]);
    // 1 Wh at 500 is 0.5, to the even 0; at 499 it is 0.499, to 0.
    expect(clearing.reduction).toEqual({ buyPrice: 500, sellPrice: 499, operatorSurplus: 0 });
  });

  it('shows no surplus that no exact number holds', () => {
    const huge = (price: number): Short[] => [
      [price, MAX_ORDER_WH],
      [price, MAX_ORDER_WH],
    ];
    const clearing = clear(huge(DEFAULT_LIMITS.priceCap), huge(DEFAULT_LIMITS.priceFloor));
    expect(clearing).toMatchObject({ type: 'REDUCED', quantityWh: MAX_ORDER_WH });
    expect(clearing.reduction?.operatorSurplus).toBeNull();
  });

  it('refuses limits that are no limits of a market', () => {
    expect(() => clear([], [], { priceCap: 0, priceFloor: 1 })).toThrow(RangeError);
  });
});
