import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearOrders } from '#shared/market/mechanisms.ts';
import { compareIds, type Order } from '#shared/market/orders.ts';
import { smallBooks } from './books.ts';
import { clear } from './short-books.ts';

const MARGINAL_TYPES = ['MARGINAL_BUYER', 'MARGINAL_SELLER', 'FAILURE'];

describe('the marginal order', () => {
  it('is the bid that is filled in part when demand is longer', () => {
    const clearing = clear(
      [
        [300, 500],
        [200, 500],
      ],
      [[100, 700]],
    );
    expect(clearing.marginalOrder).toEqual({ side: 'bid', id: 'b2' });
  });

  it('is the offer that is filled in part when supply is longer', () => {
    const clearing = clear(
      [[300, 700]],
      [
        [100, 500],
        [200, 500],
      ],
    );
    expect(clearing.marginalOrder).toEqual({ side: 'offer', id: 's2' });
  });

  it('is the last order at its price that the quantity reaches, also where that order ends with it', () => {
    const offers: [number, number][] = [
      [200, 4],
      [200, 4],
      [200, 4],
    ];
    expect(clear([[300, 5]], offers).marginalOrder).toEqual({ side: 'offer', id: 's2' });
    expect(clear([[300, 8]], offers).marginalOrder).toEqual({ side: 'offer', id: 's2' });
  });

  it('is null where both sides end together, and where nothing crosses', () => {
    expect(clear([[300, 5]], [[200, 5]]).marginalOrder).toBeNull();
    expect(clear([[100, 5]], [[200, 5]]).marginalOrder).toBeNull();
  });

  it('has the clearing price as its limit and is there for the types that are named for it, FAILURE included', () => {
    fc.assert(
      fc.property(smallBooks, ({ bids, offers, limits }) => {
        const { type, price, marginalOrder } = clearOrders('uniform-price', bids, offers, limits);
        expect(marginalOrder !== null).toBe(MARGINAL_TYPES.includes(type));
        if (marginalOrder === null) return;
        const isBid = marginalOrder.side === 'bid';
        const order = (isBid ? bids : offers).find(({ id }) => id === marginalOrder.id);
        expect(order?.price ?? (isBid ? limits.priceCap : limits.priceFloor)).toBe(price);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the order that the last crossing Wh belongs to, Wh by Wh', () => {
    fc.assert(
      fc.property(smallBooks, ({ bids, offers, limits }) => {
        const { marginalOrder } = clearOrders('uniform-price', bids, offers, limits);
        if (marginalOrder === null) return;
        const demand = unitsOf(bids, limits.priceCap, -1);
        const supply = unitsOf(offers, limits.priceFloor, 1);
        let crossing = 0;
        while (crossing < Math.min(demand.length, supply.length) && demand[crossing].limit >= supply[crossing].limit) {
          crossing++;
        }
        const units = marginalOrder.side === 'bid' ? demand : supply;
        expect(marginalOrder.id).toBe(units[crossing - 1].id);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['pay-as-bid', 'trade-reduction'] as const)(
    'is never there in %s, where no level is rationed',
    (mechanism) => {
      fc.assert(
        fc.property(smallBooks, ({ bids, offers, limits }) => {
          expect(clearOrders(mechanism, bids, offers, limits).marginalOrder).toBeNull();
        }),
        { numRuns: 300 },
      );
    },
  );
});

/** A side's Wh one by one in price-time order; `sign` is -1 for the bids. */
function unitsOf(orders: readonly Order[], marketLimit: number, sign: 1 | -1): { id: string; limit: number }[] {
  const rank = ({ price }: Order): number => (price === null ? Number.NEGATIVE_INFINITY : sign * price);
  const time = ({ createdAt }: Order): number => createdAt ?? Number.MAX_VALUE;
  return [...orders]
    .sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : time(a) - time(b) || compareIds(a.id, b.id)))
    .flatMap(({ id, price, wh }) => Array.from({ length: wh }, () => ({ id, limit: price ?? marketLimit })));
}
