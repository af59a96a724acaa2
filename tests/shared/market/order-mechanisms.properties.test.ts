import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf } from '#shared/domain/units.ts';
import type { Clearing } from '#shared/market/clearing.ts';
import { clearOrders, type OrderMechanism, orderMechanismNames } from '#shared/market/mechanisms.ts';
import { type OfferOrder, offerOrders, type Order } from '#shared/market/orders.ts';
import { anyBooks, crowdedBooks, type RandomBook, shuffled, smallBooks } from './books.ts';
import { clearPayAsBidNaively, priceBetween } from './naive-pay-as-bid.ts';
import { reduceNaively } from './naive-trade-reduction.ts';

const variants: [string, OrderMechanism, OfferOrder][] = orderMechanismNames.flatMap((mechanism) =>
  mechanism === 'pay-as-bid'
    ? offerOrders.map((order): [string, OrderMechanism, OfferOrder] => [`pay-as-bid, ${order}`, mechanism, order])
    : [[mechanism, mechanism, 'ascending']],
);

const everyBook = fc.oneof({ arbitrary: crowdedBooks, weight: 2 }, { arbitrary: anyBooks, weight: 3 });

function byId(orders: readonly Order[]): Map<string, Order> {
  return new Map(orders.map((order) => [order.id, order]));
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

function tradedWh(trades: Clearing['trades'], side: 'bid' | 'offer'): Map<string, number> {
  const traded = new Map<string, number>();
  for (const trade of trades) traded.set(trade[side], (traded.get(trade[side]) ?? 0) + trade.wh);
  return traded;
}

function withoutTwoSides(book: RandomBook): RandomBook {
  return { ...book, bids: book.bids.map((order) => ({ ...order, member: `buyer ${order.member}` })) };
}

describe.each(variants)('%s, for any book', (_name, mechanism, offerOrder) => {
  const clear = (book: RandomBook) => clearOrders(mechanism, book.bids, book.offers, book.limits, { offerOrder });
  const property = (name: string, holds: (book: RandomBook, clearing: Clearing) => void, numRuns = 120) =>
    it(name, () =>
      fc.assert(
        fc.property(everyBook, (book) => holds(book, clear(book))),
        { numRuns },
      ),
    );

  property('a member never trades with itself, and the same two orders trade once', (book, { trades }) => {
    const [bids, offers] = [byId(book.bids), byId(book.offers)];
    expect(trades.filter(({ bid, offer }) => bids.get(bid)?.member === offers.get(offer)?.member)).toEqual([]);
    expect(new Set(trades.map(({ bid, offer }) => `${bid} ${offer}`)).size).toBe(trades.length);
  });

  property('the sum bought is the sum sold, and each order is whole: traded and unmatched', (book, clearing) => {
    expect(clearing.trades.every(({ wh }) => Number.isInteger(wh) && wh > 0)).toBe(true);
    for (const side of ['bid', 'offer'] as const) {
      const traded = tradedWh(clearing.trades, side);
      expect(sum(traded.values())).toBe(clearing.quantityWh);
      const left = new Map(clearing.unmatched.filter((row) => row.side === side).map((row) => [row.id, row.wh]));
      const orders = side === 'bid' ? book.bids : book.offers;
      expect(orders.filter(({ id, wh }) => (traded.get(id) ?? 0) + (left.get(id) ?? 0) !== wh)).toEqual([]);
      expect(orders.filter(({ id, wh }) => wh > 0 && left.get(id) === 0)).toEqual([]);
    }
  });

  property('no buyer pays above its limit and no seller receives below its limit', (book, { trades, reduction }) => {
    const [bids, offers] = [byId(book.bids), byId(book.offers)];
    expect(trades.filter(({ price }) => !Number.isSafeInteger(price))).toEqual([]);
    expect(trades.filter(({ bid, price }) => price > (bids.get(bid)?.price ?? Infinity))).toEqual([]);
    const received = (price: number) => reduction?.sellPrice ?? price;
    expect(trades.filter(({ offer, price }) => received(price) < (offers.get(offer)?.price ?? -Infinity))).toEqual([]);
  });

  it('changes nothing when the orders come in another order, and gives the same bytes each time', () => {
    fc.assert(
      fc.property(everyBook, fc.nat(), (book, seed) => {
        const expected = JSON.stringify(clear(book));
        expect(JSON.stringify(clear(book))).toBe(expected);
        const other = { ...book, bids: shuffled(book.bids, seed), offers: shuffled(book.offers, seed + 1) };
        expect(JSON.stringify(clear(other))).toBe(expected);
      }),
      { numRuns: 150 },
    );
  });
});

describe.each(offerOrders)('pay-as-bid with offers %s', (offerOrder) => {
  const clear = (book: RandomBook) => clearOrders('pay-as-bid', book.bids, book.offers, book.limits, { offerOrder });
  const sortedTrades = (trades: Clearing['trades']) => trades.map((trade) => JSON.stringify(trade)).sort();

  it('is what trying every bid with every offer gives, to the order of the trades', () => {
    fc.assert(
      fc.property(everyBook, (book) => {
        fc.pre(book.bids.length * book.offers.length < 200_000);
        expect(clear(book).trades).toEqual(clearPayAsBidNaively(book.bids, book.offers, book.limits, offerOrder));
      }),
      { numRuns: 1500 },
    );
  });

  it('is what trying every offer with every bid gives', () => {
    fc.assert(
      fc.property(fc.oneof(crowdedBooks, smallBooks), (book) => {
        expect(sortedTrades(clear(book).trades)).toEqual(
          sortedTrades(clearPayAsBidNaively(book.bids, book.offers, book.limits, offerOrder, true)),
        );
      }),
      { numRuns: 1500 },
    );
  });

  it('says of what is left why it is left', () => {
    fc.assert(
      fc.property(fc.oneof(crowdedBooks, smallBooks), (book) => {
        const { unmatched } = clear(book);
        const [bids, offers] = [byId(book.bids), byId(book.offers)];
        for (const { side, id, wh, reason } of unmatched) {
          const order = (side === 'bid' ? bids : offers).get(id) as Order;
          const others = (side === 'bid' ? book.offers : book.bids).filter((other) => other.wh > 0);
          const meets = (other: Order) =>
            priceBetween(side === 'bid' ? order : other, side === 'bid' ? other : order, book.limits) !== null;
          const isLeft = ({ id: other }: Order) => unmatched.some((row) => row.side !== side && row.id === other);
          const meeting = others.filter(meets);
          const ownLeft = meeting.filter((other) => other.member === order.member && isLeft(other));
          const hasPartner = others.some((other) => order.price !== null || other.price !== null);
          const expected =
            wh === 0
              ? 'ZERO_QUANTITY'
              : !hasPartner
                ? 'NO_COUNTERPART'
                : ownLeft.length > 0
                  ? 'SELF_TRADE'
                  : meeting.some((other) => other.member !== order.member)
                    ? 'RATIONED'
                    : 'PRICE';
          expect({ side, id, reason }).toEqual({ side, id, reason: expected });
          // Nothing that is left could still trade with anything else that is left.
          if (wh > 0) expect(meeting.filter((other) => other.member !== order.member && isLeft(other))).toEqual([]);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('has no common price and names its offer order', () => {
    fc.assert(
      fc.property(anyBooks, (book) => {
        const { type, price, interval, marginalTotalWh, trades, offerOrder: printed } = clear(book);
        expect({ price, interval, marginalTotalWh, printed }).toEqual({
          price: null,
          interval: null,
          marginalTotalWh: 0,
          printed: offerOrder,
        });
        expect(type).toBe(trades.length === 0 ? 'NULL' : 'PAY_AS_BID');
      }),
      { numRuns: 100 },
    );
  });
});

describe('pay-as-bid with offers ascending', () => {
  it('trades as much as uniform-price when there are no market orders and no member is on both sides', () => {
    fc.assert(
      fc.property(anyBooks.map(withoutTwoSides), (book) => {
        const priced = (orders: readonly Order[]) => orders.filter(({ price }) => price !== null);
        const [bids, offers] = [priced(book.bids), priced(book.offers)];
        const [one, other] = (['pay-as-bid', 'uniform-price'] as const).map(
          (mechanism) => clearOrders(mechanism, bids, offers, book.limits).quantityWh,
        );
        expect(one).toBe(other);
      }),
      { numRuns: 200 },
    );
  });
});

describe('trade-reduction', () => {
  const clear = (book: RandomBook) => clearOrders('trade-reduction', book.bids, book.offers, book.limits);

  it('is what the rule gives over single Wh', () => {
    fc.assert(
      fc.property(fc.oneof(crowdedBooks, smallBooks).map(withoutTwoSides), (book) => {
        const clearing = clear(book);
        const naive = reduceNaively(book.bids, book.offers, book.limits);
        expect({
          type: clearing.type,
          buyPrice: clearing.reduction?.buyPrice,
          sellPrice: clearing.reduction?.sellPrice,
          bidWh: tradedWh(clearing.trades, 'bid'),
          offerWh: tradedWh(clearing.trades, 'offer'),
        }).toEqual(naive);
      }),
      { numRuns: 4000 },
    );
  });

  it('never costs the operator anything, and shows to the micro unit what is left', () => {
    fc.assert(
      fc.property(fc.oneof(crowdedBooks, smallBooks), (book) => {
        const { type, price, trades, reduction } = clear(book);
        const { buyPrice, sellPrice, operatorSurplus } = reduction!;
        if (type !== 'REDUCED') expect([price, price, 0]).toEqual([buyPrice, sellPrice, operatorSurplus]);
        else expect(price).toBeNull();
        const amounts = trades.map(({ wh }) => amountOf(wh, buyPrice!) - amountOf(wh, sellPrice!));
        expect(operatorSurplus).toBe(sum(amounts));
        expect(operatorSurplus).toBeGreaterThanOrEqual(0);
        for (const trade of trades) expect(trade.price).toBe(buyPrice);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves no order that trades a way to better its price by another limit', () => {
    fc.assert(
      fc.property(
        fc.oneof(crowdedBooks, smallBooks),
        fc.nat(),
        fc.integer({ min: -200, max: 200 }),
        fc.constantFrom(1, 100),
        (book, pick, steps, size) => {
          const { trades, reduction } = clear(book);
          fc.pre(trades.length > 0);
          const trade = trades[pick % trades.length];
          for (const [side, orders] of [
            ['bid', 'bids'],
            ['offer', 'offers'],
          ] as const) {
            const changed = book[orders].map((order) =>
              order.id === trade[side]
                ? { ...order, price: (order.price ?? 0) + Math.trunc(steps / 10) * size }
                : order,
            );
            const after = clear({ ...book, [orders]: changed });
            if (!after.trades.some((one) => one[side] === trade[side])) continue;
            const field = side === 'bid' ? 'buyPrice' : 'sellPrice';
            expect(after.reduction?.[field]).toBe(reduction?.[field]);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('says of the marginal orders, and of them alone, that they set the price', () => {
    fc.assert(
      fc.property(everyBook, (book) => {
        const { type, unmatched, trades } = clear(book);
        const marginal = unmatched.filter(({ reason }) => reason === 'TRADE_REDUCTION');
        expect(marginal.map(({ side }) => side)).toEqual(type === 'REDUCED' ? ['bid', 'offer'] : []);
        for (const { side, id } of marginal) expect(trades.some((trade) => trade[side] === id)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
