import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthAt, priceAt, priceWindow, stepCurve, totalWh, type CurveOrder } from '#shared/market/curves.ts';
import { clearOrders } from '#shared/market/mechanisms.ts';
import type { Order } from '#shared/market/orders.ts';
import { smallBooks } from './books.ts';

const limits = { priceCap: 500_000, priceFloor: -500_000 };
const orders = (...all: [price: number | null, wh: number][]): CurveOrder[] =>
  all.map(([price, wh]) => ({ price, wh }));

describe('a step curve', () => {
  it('stacks bids from the dearest and offers from the cheapest, equal prices as one step', () => {
    const both = orders([150_000, 300], [200_000, 500], [150_000, 200]);
    expect(stepCurve('buy', both, limits)).toEqual([
      { price: 200_000, fromWh: 0, toWh: 500 },
      { price: 150_000, fromWh: 500, toWh: 1000 },
    ]);
    expect(stepCurve('sell', both, limits)).toEqual([
      { price: 150_000, fromWh: 0, toWh: 500 },
      { price: 200_000, fromWh: 500, toWh: 1000 },
    ]);
  });

  it('has market orders and limits beyond cap and floor at the cap and the floor', () => {
    expect(stepCurve('buy', orders([null, 10], [900_000, 20], [500_000, 30]), limits)).toEqual([
      { price: 500_000, fromWh: 0, toWh: 60 },
    ]);
    expect(stepCurve('sell', orders([null, 10], [-900_000, 20]), limits)).toEqual([
      { price: -500_000, fromWh: 0, toWh: 30 },
    ]);
  });

  it('leaves orders of 0 Wh out, and is empty without orders', () => {
    expect(stepCurve('buy', orders([100_000, 0]), limits)).toEqual([]);
    expect(totalWh([])).toBe(0);
  });

  it('tells the price of the next Wh, and none beyond its end', () => {
    const curve = stepCurve('sell', orders([100_000, 500], [120_000, 500]), limits);
    expect([0, 499, 500, 999, 1000].map((wh) => priceAt(curve, wh))).toEqual([
      100_000,
      100_000,
      120_000,
      120_000,
      null,
    ]);
  });

  it('read as depth tells what is wanted at a price or more and offered at a price or less', () => {
    const both = orders([100_000, 500], [120_000, 300]);
    const [demand, supply] = [stepCurve('buy', both, limits), stepCurve('sell', both, limits)];
    const prices = [99_900, 100_000, 110_000, 120_000, 120_100];
    expect(prices.map((price) => depthAt('buy', demand, price))).toEqual([800, 800, 300, 300, 0]);
    expect(prices.map((price) => depthAt('sell', supply, price))).toEqual([0, 500, 500, 800, 800]);
  });

  it('crosses the other one where uniform-price clears', () => {
    fc.assert(
      fc.property(smallBooks, ({ bids, offers, limits: { priceCap, priceFloor } }) => {
        // Members of their own, so that nothing is lost to self-trade.
        const own = (order: Order, row: number): Order => ({ ...order, member: `${order.id} ${row}` });
        const clearing = clearOrders('uniform-price', bids.map(own), offers.map(own), { priceCap, priceFloor });
        const demand = stepCurve('buy', bids, { priceCap, priceFloor });
        const supply = stepCurve('sell', offers, { priceCap, priceFloor });
        let crossing = 0;
        for (; (priceAt(demand, crossing) ?? -Infinity) >= (priceAt(supply, crossing) ?? Infinity); crossing++);
        expect(clearing.quantityWh).toBe(crossing);
        if (clearing.type === 'NULL' || clearing.price === null) return;
        expect(depthAt('buy', demand, clearing.price)).toBeGreaterThanOrEqual(crossing);
        expect(depthAt('sell', supply, clearing.price)).toBeGreaterThanOrEqual(crossing);
      }),
    );
  });
});

describe('the window of an axis of prices', () => {
  const anchors = [81_000, 312_000];

  it('reaches from the tariffs as far as the orders do', () => {
    expect(priceWindow([100_000, 150_000], anchors)).toEqual({ lowest: 81_000, highest: 312_000 });
    expect(priceWindow([-20_000, 340_000], anchors)).toEqual({ lowest: -20_000, highest: 340_000 });
  });

  it('is not stretched by a limit far off', () => {
    expect(priceWindow([-9_999_000_000, 150_000, 340_000, 9_999_000_000], anchors)).toEqual({
      lowest: 81_000,
      highest: 340_000,
    });
  });

  it('goes by the middle half of the limits where there are no tariffs', () => {
    const limitsOf = [100_000, 110_000, 120_000, 130_000, 140_000, 150_000, 5_000_000, 9_000_000];
    expect(priceWindow(limitsOf, [])).toEqual({ lowest: 100_000, highest: 150_000 });
  });

  it('is there without anything to show', () => {
    const { lowest, highest } = priceWindow([], []);
    expect(highest).toBeGreaterThan(lowest);
  });

  it('always holds every anchor', () => {
    const price = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    fc.assert(
      fc.property(fc.array(price), fc.array(price, { minLength: 1 }), (prices, known) => {
        const { lowest, highest } = priceWindow(prices, known);
        expect(known.every((anchor) => anchor >= lowest && anchor <= highest)).toBe(true);
      }),
    );
  });
});
