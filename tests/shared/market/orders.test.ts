import { describe, expect, it } from 'vitest';
import { MAX_ORDER_WH } from '#shared/domain/units.ts';
import { MAX_PRICE, type Order, toColumns } from '#shared/market/orders.ts';

const good: Order = { id: 'b1', member: 'anna', price: 100, wh: 5, createdAt: 7 };

describe('the columns of a book', () => {
  it('number the members over both sides and rank the ids of each side', () => {
    const { bids, offers } = toColumns(
      [good, { id: 'B', member: 'ben', price: null, wh: 0 }],
      [{ id: 's', member: 'ben', price: null, wh: 1 }],
    );
    expect(Array.from(bids.member)).toEqual([0, 1]);
    expect(Array.from(offers.member)).toEqual([1]);
    expect(Array.from(bids.idRank)).toEqual([1, 0]);
    expect(Array.from(bids.price)).toEqual([100, Infinity]);
    expect(Array.from(offers.price)).toEqual([-Infinity]);
    expect(Array.from(bids.createdAt)).toEqual([7, Infinity]);
  });

  it.each<[Partial<Order>, string]>([
    [{ wh: -1 }, 'bids[1].wh'],
    [{ wh: 0.5 }, 'bids[1].wh'],
    [{ wh: MAX_ORDER_WH + 1 }, 'bids[1].wh'],
    [{ price: 0.5 }, 'bids[1].price'],
    [{ price: Number.NaN }, 'bids[1].price'],
    [{ price: MAX_PRICE + 1 }, 'bids[1].price'],
    [{ createdAt: Number.NaN }, 'bids[1].createdAt'],
    [{ id: 'b1' }, 'bids[1].id'],
  ])('refuse %o and name %s', (change, at) => {
    expect(() => toColumns([good, { ...good, id: 'b2', ...change }], [])).toThrow(at);
  });

  it('let a bid and an offer have the same id', () => {
    expect(() => toColumns([good], [good])).not.toThrow();
  });
});
