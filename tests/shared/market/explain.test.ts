import { describe, expect, it } from 'vitest';
import { MAX_ORDER_WH } from '#shared/domain/units.ts';
import { type Explanation, explainOrder } from '#shared/market/explain.ts';
import type { OrderMechanism } from '#shared/market/mechanisms.ts';
import { DEFAULT_LIMITS, type MarketLimits, type OfferOrder } from '#shared/market/orders.ts';
import { orders, type Short } from './short-books.ts';

interface Terms {
  readonly mechanism?: OrderMechanism;
  readonly offerOrder?: OfferOrder;
  readonly limits?: MarketLimits;
}

/** Explains the order of an id: b1, b2, ... are bids and s1, s2, ... offers. */
function explain(orderId: string, bids: readonly Short[], offers: readonly Short[], terms: Terms = {}): Explanation {
  const { mechanism = 'uniform-price', offerOrder, limits = DEFAULT_LIMITS } = terms;
  return explainOrder({
    mechanism,
    bids: orders('b', bids),
    offers: orders('s', offers),
    limits,
    parameters: offerOrder ? { offerOrder } : {},
    side: orderId.startsWith('b') ? 'bid' : 'offer',
    orderId,
  });
}

describe('an explanation', () => {
  it('of an order that traded whole has its price and nothing to change', () => {
    expect(explain('b1', [[300, 5]], [[100, 5]])).toEqual({
      side: 'bid',
      id: 'b1',
      price: 300,
      wh: 5,
      tradedWh: 5,
      reason: null,
      clearingPrice: 200,
      change: null,
    });
  });

  it('of an order that traded in part has the reason of the rest and nothing to change', () => {
    expect(explain('s1', [[300, 2]], [[100, 5]])).toMatchObject({
      tradedWh: 2,
      reason: 'RATIONED',
      clearingPrice: 100,
      change: null,
    });
  });

  it('of an order below the price names the limit from which it trades, and how much', () => {
    const bids: Short[] = [
      [300, 5],
      [120, 4],
    ];
    // Just above the first bid it comes before it and has the offer alone; at the same limit it has its share.
    expect(explain('b2', bids, [[100, 5]])).toMatchObject({
      reason: 'PRICE',
      clearingPrice: 200,
      change: { price: 300, by: 180, tradedWh: 2 },
    });
    const scarce: Short[] = [
      [300, 5],
      [120, 1],
    ];
    expect(explain('b2', scarce, [[100, 2]])).toMatchObject({ change: { price: 301, by: 181, tradedWh: 1 } });
  });

  it('has a change where nothing crossed, though there is no clearing price', () => {
    expect(explain('s1', [[100, 5]], [[130, 3]])).toMatchObject({
      reason: 'PRICE',
      clearingPrice: null,
      change: { price: 100, by: -30, tradedWh: 3 },
    });
  });

  it('has no change for what no limit helps', () => {
    expect(explain('b1', [[100, 5]], [])).toMatchObject({ reason: 'NO_COUNTERPART', change: null });
    expect(explain('b1', [[300, 5, 'anna']], [[100, 5, 'anna']])).toMatchObject({ reason: 'SELF_TRADE', change: null });
    expect(explain('b1', [[100, 0]], [[50, 5]])).toMatchObject({ reason: 'ZERO_QUANTITY', change: null });
    expect(
      explain(
        'b2',
        [
          [null, 5],
          [null, 1],
        ],
        [[50, 1]],
      ),
    ).toMatchObject({ reason: 'RATIONED', change: null });
  });

  it('never leaves the limits of the market', () => {
    const limits = { priceCap: 200, priceFloor: 100 };
    expect(explain('b1', [[120, 5]], [[201, 5]], { limits }).change).toBeNull();
    expect(explain('b1', [[90, 5]], [[null, 5]], { limits }).change).toEqual({ price: 100, by: 10, tradedWh: 5 });
    expect(explain('s1', [[200, 5]], [[250, 5]], { limits }).change).toEqual({ price: 200, by: -50, tradedWh: 5 });
  });
});

describe('an explanation by pay-as-bid', () => {
  const mechanism = 'pay-as-bid';

  it('has as price the mean of the order’s own trades, by energy', () => {
    const bids: Short[] = [
      [400, 1],
      [200, 2],
    ];
    expect(explain('s1', bids, [[100, 3]], { mechanism })).toMatchObject({ tradedWh: 3, clearingPrice: 267 });
    expect(explain('b2', bids, [[100, 1]], { mechanism })).toMatchObject({ tradedWh: 0, clearingPrice: null });
  });

  it('has an exact mean where energy times price is beyond the safe integers', () => {
    const price = DEFAULT_LIMITS.priceCap - 1;
    const bids: Short[] = [
      [price, MAX_ORDER_WH - 1],
      [price - 1, 1],
    ];
    expect(explain('s1', bids, [[0, MAX_ORDER_WH]], { mechanism }).clearingPrice).toBe(price);
  });

  it('with the dearest offer first tells one that came too late to ask for more', () => {
    const offers: Short[] = [
      [100, 5],
      [180, 5],
    ];
    const terms = { mechanism, offerOrder: 'descending' } as const;
    expect(explain('s1', [[200, 5]], offers, terms)).toMatchObject({
      reason: 'RATIONED',
      change: { price: 180, by: 80, tradedWh: 5 },
    });
    const later: Short[] = [
      [100, 5, 'anna', 2],
      [180, 5, 'ben', 1],
    ];
    expect(explain('s1', [[200, 5]], later, terms).change?.price).toBe(181);
  });

  it('with the dearest offer first tells one that is too dear to ask for less', () => {
    const bids: Short[] = [
      [200, 5],
      [120, 2],
    ];
    const offers: Short[] = [
      [210, 3],
      [null, 5],
    ];
    expect(explain('s1', bids, offers, { mechanism, offerOrder: 'descending' })).toMatchObject({
      reason: 'PRICE',
      change: { price: 120, by: -90, tradedWh: 2 },
    });
  });

  it('of two changes that are equally small names the higher limit', () => {
    const bids: Short[] = [
      [130, 1],
      [90, 1],
    ];
    const offers: Short[] = [
      [100, 1],
      [110, 1],
    ];
    expect(explain('s1', bids, offers, { mechanism, offerOrder: 'descending' }).change).toEqual({
      price: 110,
      by: 10,
      tradedWh: 1,
    });
  });
});

describe('an explanation by trade-reduction', () => {
  const bids: Short[] = [
    [900, 10],
    [500, 10],
  ];
  const offers: Short[] = [
    [100, 10],
    [200, 10],
  ];

  it('has what its own side pays or receives as price', () => {
    const terms = { mechanism: 'trade-reduction' } as const;
    expect(explain('b1', bids, offers, terms)).toMatchObject({ tradedWh: 10, clearingPrice: 500 });
    expect(explain('s1', bids, offers, terms)).toMatchObject({ tradedWh: 10, clearingPrice: 200 });
  });

  it('tells the marginal order to come before another', () => {
    expect(explain('b2', bids, offers, { mechanism: 'trade-reduction' })).toMatchObject({
      reason: 'TRADE_REDUCTION',
      change: { price: 901, by: 401, tradedWh: 10 },
    });
  });
});

describe('explainOrder refuses', () => {
  it('an order that is not in the book', () => {
    expect(() => explain('b2', [[100, 1]], [])).toThrow(new RangeError('There is no bid "b2"'));
  });

  it('limits that are no limits of a market', () => {
    expect(() => explain('b1', [[100, 1]], [], { limits: { priceCap: 0, priceFloor: 1 } })).toThrow(RangeError);
  });
});
