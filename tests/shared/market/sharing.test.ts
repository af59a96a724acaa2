import { describe, expect, it } from 'vitest';
import { MAX_ORDER_WH } from '#shared/domain/units.ts';
import { clearOrders } from '#shared/market/mechanisms.ts';
import { DEFAULT_LIMITS } from '#shared/market/orders.ts';
import { clear, type Short, trades, unmatched } from './short-books.ts';

describe('rationing', () => {
  it('gives every marginal order the same fraction, the Wh left over to the largest remainders', () => {
    const clearing = clear(
      [
        [200, 10],
        [200, 10],
        [200, 13],
      ],
      [[100, 20]],
    );
    // 20/33: 6.06, 6.06 and 7.88 Wh.
    expect(trades(clearing)).toEqual(['b1 s1 6', 'b2 s1 6', 'b3 s1 8']);
    expect(clearing).toMatchObject({ marginalQuantityWh: 20, marginalTotalWh: 33 });
  });

  it('breaks equal remainders by the earlier order, then by the smaller id', () => {
    const late: Short[] = [
      [200, 1, 'm1', 9],
      [200, 1, 'm2', 5],
      [200, 1, 'm3', 5],
    ];
    expect(trades(clear(late, [[100, 1]]))).toEqual(['b2 s1 1']);
    expect(trades(clear(late, [[100, 2]]))).toEqual(['b2 s1 1', 'b3 s1 1']);
  });

  it('ranks an order without a time after those with one', () => {
    const bids: Short[] = [
      [200, 1],
      [200, 1, 'm2', 5],
    ];
    expect(trades(clear(bids, [[100, 1]]))).toEqual(['b2 s1 1']);
  });

  it('compares ids by code unit, not as a language sorts them', () => {
    const bids = ['ä', 'b', 'B', '10', '9'].map((id) => ({ id, member: id, price: 200, wh: 1 }));
    const offers = [{ id: 's', member: 's', price: 100, wh: 3 }];
    const clearing = clearOrders('uniform-price', bids, offers, DEFAULT_LIMITS);
    expect(clearing.trades.map(({ bid }) => bid)).toEqual(['10', '9', 'B']);
    expect(clearing.unmatched.map(({ id }) => id)).toEqual(['b', 'ä']);
  });

  it('is exact where quantities multiply beyond the safe integers', () => {
    const bids: Short[] = Array.from({ length: 3 }, (): Short => [200, MAX_ORDER_WH]);
    const offers: Short[] = [
      [100, MAX_ORDER_WH],
      [100, MAX_ORDER_WH - 1],
    ];
    const clearing = clear(bids, offers);
    // 2/3 of each less a third of a Wh: 4294967293 Wh are three times 1431655764 and one more.
    expect(clearing.quantityWh).toBe(4_294_967_293);
    expect(unmatched(clearing)).toEqual(['b1 715827882 RATIONED', 'b2 715827883 RATIONED', 'b3 715827883 RATIONED']);
  });
});

describe('pairing', () => {
  it('merges both sides in price-time order', () => {
    const clearing = clear(
      [
        [200, 4, 'm1', 2],
        [200, 4, 'm2', 1],
        [null, 3],
      ],
      [
        [100, 5, 'm3', 2],
        [50, 5],
        [100, 1, 'm4', 1],
      ],
    );
    expect(trades(clearing)).toEqual(['b3 s2 3', 'b2 s2 2', 'b2 s3 1', 'b2 s1 1', 'b1 s1 4']);
  });

  it('passes over a member’s own offer, which the next buyer gets', () => {
    const clearing = clear(
      [
        [300, 5, 'anna'],
        [200, 5, 'ben'],
      ],
      [
        [50, 5, 'anna'],
        [100, 5, 'cleo'],
      ],
    );
    expect(trades(clearing)).toEqual(['b1 s2 5', 'b2 s1 5']);
  });

  it('swaps with the nearest pair when only the member’s own offer is left', () => {
    const clearing = clear(
      [
        [400, 5, 'ben'],
        [300, 5, 'cleo'],
        [200, 3, 'anna'],
      ],
      [
        [10, 5, 'dora'],
        [20, 5, 'emil'],
        [30, 3, 'anna'],
      ],
    );
    expect(trades(clearing)).toEqual(['b1 s1 5', 'b2 s2 2', 'b2 s3 3', 'b3 s2 3']);
    expect(clearing.unmatched).toEqual([]);
  });

  it('leaves as SELF_TRADE only what no swap can avoid, and keeps type and price', () => {
    const clearing = clear(
      [
        [400, 2, 'ben'],
        [300, 8, 'anna'],
      ],
      [
        [100, 7, 'anna'],
        [200, 3, 'cleo'],
      ],
    );
    expect(clearing).toMatchObject({ type: 'MARGINAL_PRICE', price: 250, quantityWh: 5 });
    expect(trades(clearing)).toEqual(['b1 s1 2', 'b2 s2 3']);
    expect(unmatched(clearing)).toEqual(['b2 5 SELF_TRADE', 's1 5 SELF_TRADE']);
  });

  it('trades nothing when a member is alone', () => {
    const clearing = clear([[300, 5, 'anna']], [[100, 5, 'anna']]);
    expect(clearing).toMatchObject({ type: 'MARGINAL_PRICE', price: 200, quantityWh: 0, trades: [] });
    expect(unmatched(clearing)).toEqual(['b1 5 SELF_TRADE', 's1 5 SELF_TRADE']);
  });

  it('gives one reason for an order that is rationed and met itself', () => {
    const clearing = clear([[300, 10, 'anna']], [[100, 4, 'anna']]);
    expect(unmatched(clearing)).toEqual(['b1 10 SELF_TRADE', 's1 4 SELF_TRADE']);
  });
});
