import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clearing } from '#shared/market/clearing.ts';
import { clearOrders } from '#shared/market/mechanisms.ts';
import type { Order } from '#shared/market/orders.ts';
import { anyBooks, books, type RandomBook, shuffled, smallBooks } from './books.ts';
import { clearNaively } from './naive-uniform-price.ts';

function clear(book: RandomBook): Clearing {
  return clearOrders('uniform-price', book.bids, book.offers, book.limits);
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

function byId(orders: readonly Order[]): Map<string, Order> {
  return new Map(orders.map((order) => [order.id, order]));
}

/** What each order of a side traded, by id. */
function tradedWh(clearing: Clearing, side: 'bid' | 'offer'): Map<string, number> {
  const traded = new Map<string, number>();
  for (const trade of clearing.trades) traded.set(trade[side], (traded.get(trade[side]) ?? 0) + trade.wh);
  return traded;
}

describe('uniform-price and a naive clearing, Wh by Wh', () => {
  it('agree on type, price, interval and margin', () => {
    fc.assert(
      fc.property(smallBooks, (book) => {
        const { type, price, interval, marginalQuantityWh, marginalTotalWh } = clear(book);
        const naive = clearNaively(book.bids, book.offers, book.limits);
        expect({ type, price, interval, marginalQuantityWh, marginalTotalWh }).toStrictEqual({
          type: naive.type,
          price: naive.price,
          interval: naive.interval,
          marginalQuantityWh: naive.marginalQuantityWh,
          marginalTotalWh: naive.marginalTotalWh,
        });
      }),
      { numRuns: 3000 },
    );
  });

  it('agree on what each order clears, when no member is on both sides', () => {
    fc.assert(
      fc.property(smallBooks, (book) => {
        const bids = book.bids.map((order) => ({ ...order, member: `buyer ${order.member}` }));
        const clearing = clear({ ...book, bids });
        const naive = clearNaively(bids, book.offers, book.limits);
        expect(clearing.quantityWh).toBe(naive.quantityWh);
        const notZero = (cleared: ReadonlyMap<string, number>) => new Map([...cleared].filter(([, wh]) => wh > 0));
        expect(tradedWh(clearing, 'bid')).toEqual(notZero(naive.bidWh));
        expect(tradedWh(clearing, 'offer')).toEqual(notZero(naive.offerWh));
      }),
      { numRuns: 1500 },
    );
  });

  it('agree on the volume less what no pairing could save from self-trade', () => {
    const fewMembers = books({
      maxOrders: 8,
      wh: fc.integer({ min: 1, max: 9 }),
      price: fc.integer({ min: 0, max: 4 }).map((step) => step * 100),
      members: 3,
      limits: fc.constant({ priceCap: 800, priceFloor: -800 }),
    });
    fc.assert(
      fc.property(fewMembers, (book) => {
        const { quantityWh, bidWh, offerWh } = clearNaively(book.bids, book.offers, book.limits);
        const cleared = (orders: readonly Order[], wh: ReadonlyMap<string, number>, member: string) =>
          sum(orders.filter((order) => order.member === member).map((order) => wh.get(order.id) ?? 0));
        // A member can trade at most with everything that is not its own.
        const stuck = ['m1', 'm2', 'm3'].map(
          (member) => cleared(book.bids, bidWh, member) + cleared(book.offers, offerWh, member) - quantityWh,
        );
        expect(clear(book).quantityWh).toBe(quantityWh - Math.max(0, ...stuck));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('uniform-price, for any book', () => {
  const property = (name: string, check: (book: RandomBook, clearing: Clearing) => void) => {
    it(name, () => {
      fc.assert(
        fc.property(anyBooks, (book) => check(book, clear(book))),
        { numRuns: 200 },
      );
    });
  };

  property('a member never trades with itself', (book, { trades }) => {
    const [bids, offers] = [byId(book.bids), byId(book.offers)];
    expect(trades.filter(({ bid, offer }) => bids.get(bid)?.member === offers.get(offer)?.member)).toEqual([]);
  });

  property(
    'every trade is a whole positive quantity at the one price, and no two orders trade twice',
    (_, clearing) => {
      const pairs = clearing.trades.map(({ bid, offer }) => `${bid} ${offer}`);
      expect(new Set(pairs).size).toBe(pairs.length);
      expect(clearing.trades.filter(({ wh }) => !Number.isInteger(wh) || wh <= 0)).toEqual([]);
      expect(clearing.trades.filter(({ price }) => price !== clearing.price)).toEqual([]);
    },
  );

  property(
    'the sum bought is the sum sold is the quantity, and each order is whole: traded and unmatched',
    (book, clearing) => {
      for (const side of ['bid', 'offer'] as const) {
        const traded = tradedWh(clearing, side);
        expect(sum(traded.values())).toBe(clearing.quantityWh);
        const left = new Map(clearing.unmatched.filter((row) => row.side === side).map((row) => [row.id, row.wh]));
        const orders = side === 'bid' ? book.bids : book.offers;
        expect(orders.filter(({ id, wh }) => (traded.get(id) ?? 0) + (left.get(id) ?? 0) !== wh)).toEqual([]);
      }
    },
  );

  property('no buyer pays above its limit and no seller receives below its limit', (book, { trades }) => {
    const [bids, offers] = [byId(book.bids), byId(book.offers)];
    expect(trades.filter(({ bid, price }) => price > (bids.get(bid)?.price ?? Infinity))).toEqual([]);
    expect(trades.filter(({ offer, price }) => price < (offers.get(offer)?.price ?? -Infinity))).toEqual([]);
  });

  property(
    'the price is inside the limits of the market and inside the interval',
    (book, { price, interval, type }) => {
      expect(interval === null).toBe(type === 'NULL');
      if (price === null) return;
      expect(price).toBeGreaterThanOrEqual(interval?.[0] ?? book.limits.priceFloor);
      expect(price).toBeLessThanOrEqual(interval?.[1] ?? book.limits.priceCap);
      expect(Number.isInteger(price)).toBe(true);
    },
  );

  property(
    'the interval is the whole set of clearing prices: at each end both sides fit, just beyond they do not',
    (book, { interval }) => {
      if (interval === null) return;
      const { priceCap, priceFloor } = book.limits;
      const wh = (orders: readonly Order[], counts: (limit: number) => boolean, market: number) =>
        sum(
          orders
            .filter(({ price }) => counts(Math.min(Math.max(price ?? market, priceFloor), priceCap)))
            .map((one) => one.wh),
        );
      const isClearing = (price: number) =>
        wh(book.bids, (limit) => limit > price, priceCap) <= wh(book.offers, (limit) => limit <= price, priceFloor) &&
        wh(book.offers, (limit) => limit < price, priceFloor) <= wh(book.bids, (limit) => limit >= price, priceCap);
      const [low, high] = interval;
      const middle = Math.floor((low + high) / 2);
      expect([low, middle, high].map(isClearing)).toEqual([true, true, true]);
      if (low > priceFloor) expect(isClearing(low - 1)).toBe(false);
      if (high < priceCap) expect(isClearing(high + 1)).toBe(false);
    },
  );

  property('whoever is left out because of the price has a limit that the price does not beat', (book, clearing) => {
    const [bids, offers] = [byId(book.bids), byId(book.offers)];
    if (clearing.type === 'NULL') return;
    const price = clearing.price as number;
    const beaten = clearing.unmatched.filter(({ side, id, reason }) => {
      if (reason !== 'PRICE') return false;
      return side === 'bid' ? bids.get(id)!.price! > price : offers.get(id)!.price! < price;
    });
    expect(beaten).toEqual([]);
  });

  property(
    'a market order ranks first: while one is short, nobody with a limit inside the market trades',
    (book, clearing) => {
      const short = clearing.unmatched.filter(({ reason }) => reason === 'RATIONED');
      for (const [side, orders, isMustRun] of [
        ['bid', book.bids, (limit: number) => limit >= book.limits.priceCap],
        ['offer', book.offers, (limit: number) => limit <= book.limits.priceFloor],
      ] as const) {
        const sideById = byId(orders);
        if (!short.some((row) => row.side === side && sideById.get(row.id)?.price === null)) continue;
        const limits = [...tradedWh(clearing, side).keys()].map((id) => sideById.get(id)?.price ?? null);
        expect(limits.filter((limit) => limit !== null && !isMustRun(limit))).toEqual([]);
      }
    },
  );

  property('orders at the marginal price get the same fraction, to the Wh', (book, clearing) => {
    const { marginalQuantityWh, marginalTotalWh, price } = clearing;
    if (marginalTotalWh === 0 || clearing.unmatched.some(({ reason }) => reason === 'SELF_TRADE')) return;
    const side = clearing.type === 'MARGINAL_BUYER' ? 'bid' : 'offer';
    const atMargin = (side === 'bid' ? book.bids : book.offers).filter((order) => order.price === price);
    const traded = tradedWh(clearing, side);
    expect(sum(atMargin.map((order) => order.wh))).toBe(marginalTotalWh);
    expect(sum(atMargin.map((order) => traded.get(order.id) ?? 0))).toBe(marginalQuantityWh);
    for (const order of atMargin) {
      const share = BigInt(order.wh) * BigInt(marginalQuantityWh);
      const got = BigInt(traded.get(order.id) ?? 0) * BigInt(marginalTotalWh);
      const error = got > share ? got - share : share - got;
      expect(error < BigInt(marginalTotalWh)).toBe(true);
    }
  });

  property('of equal orders at the marginal price the one that came earlier never gets less', (book, clearing) => {
    if (clearing.marginalTotalWh === 0 || clearing.unmatched.some(({ reason }) => reason === 'SELF_TRADE')) return;
    const side = clearing.type === 'MARGINAL_BUYER' ? 'bid' : 'offer';
    const traded = tradedWh(clearing, side);
    const inTimeOrder = (side === 'bid' ? book.bids : book.offers)
      .filter(({ price }) => price === clearing.price)
      .toSorted((a, b) => (a.createdAt ?? 1e300) - (b.createdAt ?? 1e300) || (a.id < b.id ? -1 : 1));
    const latest = new Map<number, number>();
    for (const { id, wh } of inTimeOrder) {
      const got = traded.get(id) ?? 0;
      expect(got).toBeLessThanOrEqual(latest.get(wh) ?? Infinity);
      latest.set(wh, got);
    }
  });

  property('what self-trade leaves is all of one member, and that member is part of every trade', (book, clearing) => {
    const [bids, offers] = [byId(book.bids), byId(book.offers)];
    const stuck = clearing.unmatched
      .filter(({ reason }) => reason === 'SELF_TRADE')
      .map(({ side, id }) => (side === 'bid' ? bids : offers).get(id)?.member);
    expect(new Set(stuck).size).toBeLessThanOrEqual(1);
    if (stuck.length === 0) return;
    const without = clearing.trades.filter(
      ({ bid, offer }) => bids.get(bid)?.member !== stuck[0] && offers.get(offer)?.member !== stuck[0],
    );
    expect(without).toEqual([]);
  });

  it('changes nothing when the orders come in another order, and gives the same bytes each time', () => {
    fc.assert(
      fc.property(anyBooks, fc.nat(), (book, seed) => {
        const expected = JSON.stringify(clear(book));
        expect(JSON.stringify(clear(book))).toBe(expected);
        const other = { ...book, bids: shuffled(book.bids, seed), offers: shuffled(book.offers, seed + 1) };
        expect(JSON.stringify(clear(other))).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('pairs both sides in price-time order when no member is on both', () => {
    fc.assert(
      fc.property(anyBooks, (book) => {
        const bids = book.bids.map((order) => ({ ...order, member: `buyer ${order.member}` }));
        const { trades } = clear({ ...book, bids });
        const rank = (orders: readonly Order[], sign: number) =>
          new Map(
            [...orders]
              .sort(
                (a, b) =>
                  sign * ((a.price ?? sign * -1e300) - (b.price ?? sign * -1e300)) ||
                  (a.createdAt ?? 1e300) - (b.createdAt ?? 1e300) ||
                  (a.id < b.id ? -1 : 1),
              )
              .map(({ id }, position) => [id, position]),
          );
        const [bidRank, offerRank] = [rank(bids, -1), rank(book.offers, 1)];
        for (let at = 1; at < trades.length; at++) {
          const [before, trade] = [trades[at - 1], trades[at]];
          const bidStep = (bidRank.get(trade.bid) as number) - (bidRank.get(before.bid) as number);
          const offerStep = (offerRank.get(trade.offer) as number) - (offerRank.get(before.offer) as number);
          expect(bidStep >= 0 && offerStep >= 0 && bidStep + offerStep > 0).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
