import { describe, expect, it } from 'vitest';
import { clearOrders } from '#shared/market/mechanisms.ts';
import { DEFAULT_LIMITS, type OfferOrder, offerOrders } from '#shared/market/orders.ts';
import { gsyCases } from './gsy-framework-cases.ts';
import { clearBy, type Short, unmatched } from './short-books.ts';

function clear(bids: readonly Short[], offers: readonly Short[], offerOrder: OfferOrder = 'ascending') {
  return clearBy('pay-as-bid', bids, offers, { offerOrder });
}

/** The trades as `bid offer wh price`. */
function trades(...args: Parameters<typeof clear>): string[] {
  return clear(...args).trades.map(({ bid, offer, wh, price }) => `${bid} ${offer} ${wh} ${price}`);
}

describe("the cases of Grid Singularity's own pay-as-bid tests, offers descending", () => {
  it.each(gsyCases)('$source', (example) => {
    const [bids, offers] = [example.bids, example.offers].map((orders) =>
      orders.map(([id, member, price, kwh, createdAt]) => ({
        id: String(id),
        member,
        price: Math.round(price * 1_000_000),
        wh: kwh * 1000,
        ...(createdAt === undefined ? {} : { createdAt }),
      })),
    );
    const clearing = clearOrders('pay-as-bid', bids, offers, DEFAULT_LIMITS, { offerOrder: 'descending' });
    const found = clearing.trades.map(
      ({ bid, offer, wh, price }) => `${bid} ${offer} ${wh / 1000} ${price / 1_000_000}`,
    );
    expect(found.sort()).toEqual(example.trades.map((trade) => trade.join(' ')).sort());
  });
});

describe('pay-as-bid', () => {
  const bids: Short[] = [
    [200, 5],
    [300, 5],
  ];
  const offers: Short[] = [
    [250, 5],
    [100, 5],
    [400, 5],
  ];

  it('serves the dearest bid first with the cheapest offer, at the price of the bid', () => {
    const clearing = clear(bids, offers);
    expect(clearing).toMatchObject({ type: 'PAY_AS_BID', price: null, quantityWh: 5, interval: null });
    expect(clearing.offerOrder).toBe('ascending');
    expect(trades(bids, offers)).toEqual(['b2 s2 5 300']);
    expect(unmatched(clearing)).toEqual(['b1 5 RATIONED', 's1 5 RATIONED', 's3 5 PRICE']);
  });

  it('with offers descending serves the dearest acceptable offer first, and so may trade more', () => {
    expect(trades(bids, offers, 'descending')).toEqual(['b2 s1 5 300', 'b1 s2 5 200']);
    expect(clear(bids, offers, 'descending').offerOrder).toBe('descending');
  });

  it('takes offers ascending when nothing is said', () => {
    expect(clearBy('pay-as-bid', bids, offers)).toEqual(clear(bids, offers, 'ascending'));
  });

  it.each(offerOrders)('decides ties by time, then by id, with offers %s', (order) => {
    const later: Short[] = [
      [100, 5, 'm1', 20],
      [100, 5, 'm2', 10],
      [100, 5, 'm3', 10],
      [100, 5, 'm4'],
    ];
    expect(trades([[300, 18]], later, order)).toEqual(['b1 s2 5 300', 'b1 s3 5 300', 'b1 s1 5 300', 'b1 s4 3 300']);
    const sameLimit: Short[] = later.map(([, wh, member, time]) => [300, wh, member, time]);
    expect(trades(sameLimit, [[100, 7]], order)).toEqual(['b2 s1 5 300', 'b3 s1 2 300']);
  });

  it('passes over an offer of its own member, which later bids take', () => {
    const own: Short[] = [
      [100, 5, 'anna'],
      [200, 5, 'cleo'],
    ];
    const two: Short[] = [
      [300, 5, 'anna'],
      [250, 5, 'ben'],
    ];
    expect(trades(two, own)).toEqual(['b1 s2 5 300', 'b2 s1 5 250']);
    expect(unmatched(clear([[300, 9, 'anna']], own))).toEqual(['b1 4 SELF_TRADE', 's1 5 SELF_TRADE']);
  });

  it.each(offerOrders)('lets market orders go first, at the limit of the other side, with offers %s', (order) => {
    expect(
      trades(
        [
          [300, 5],
          [null, 5],
        ],
        [
          [200, 5],
          [null, 5],
        ],
        order,
      ),
    ).toEqual(['b2 s1 5 200', 'b1 s2 5 300']);
    expect(trades([[-300, 5]], [[null, 5]], order)).toEqual(['b1 s1 5 -300']);
  });

  it('never trades two market orders with each other: they have no price', () => {
    const clearing = clear([[null, 5]], [[null, 5]]);
    expect(clearing).toMatchObject({ type: 'NULL', quantityWh: 0, trades: [] });
    expect(unmatched(clearing)).toEqual(['b1 5 NO_COUNTERPART', 's1 5 NO_COUNTERPART']);
  });

  it('takes limits beyond cap and floor as cap and floor', () => {
    const limits = { priceCap: 1000, priceFloor: 0 };
    expect(clearBy('pay-as-bid', [[5000, 5]], [[100, 5]], { limits }).trades[0].price).toBe(1000);
    expect(clearBy('pay-as-bid', [[null, 5]], [[-100, 5]], { limits }).trades[0].price).toBe(0);
  });

  it('has nothing to say of an empty book but the reason of each order', () => {
    expect(
      unmatched(
        clear(
          [
            [300, 5],
            [300, 0],
          ],
          [],
        ),
      ),
    ).toEqual(['b1 5 NO_COUNTERPART', 'b2 0 ZERO_QUANTITY']);
    expect(unmatched(clear([], [[300, 5]]))).toEqual(['s1 5 NO_COUNTERPART']);
    expect(clear([], [])).toMatchObject({ type: 'NULL', trades: [], unmatched: [] });
  });

  it('refuses limits that are no limits of a market', () => {
    expect(() => clearBy('pay-as-bid', [], [], { limits: { priceCap: 0, priceFloor: 1 } })).toThrow(RangeError);
  });
});

describe('a large book of one member', () => {
  it('does not take a scan of all offers for each bid', () => {
    const side = (prefix: string, price: number) =>
      Array.from({ length: 20_000 }, (_, row) => ({ id: `${prefix}${row}`, member: 'anna', price, wh: 1 }));
    const clearing = clearOrders('pay-as-bid', side('b', 300), side('s', 100), DEFAULT_LIMITS);
    expect(clearing.trades).toEqual([]);
    expect(new Set(clearing.unmatched.map(({ reason }) => reason))).toEqual(new Set(['SELF_TRADE']));
  });
});
