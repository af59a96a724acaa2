import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Explanation, explainOrder } from '#shared/market/explain.ts';
import { clearOrders, type OrderMechanism } from '#shared/market/mechanisms.ts';
import type { OfferOrder, Order } from '#shared/market/orders.ts';
import { anyBooks, crowdedBooks, fullSizeBooks, type RandomBook } from './books.ts';

const variants: [string, OrderMechanism, OfferOrder | undefined][] = [
  ['uniform-price', 'uniform-price', undefined],
  ['pay-as-bid, ascending', 'pay-as-bid', 'ascending'],
  ['pay-as-bid, descending', 'pay-as-bid', 'descending'],
  ['trade-reduction', 'trade-reduction', undefined],
];

/** The order that is asked about, and its book. */
interface Asked {
  readonly book: RandomBook;
  readonly side: 'bid' | 'offer';
  readonly order: Order;
}

/** A book and one of its orders. */
function asked(books: fc.Arbitrary<RandomBook>): fc.Arbitrary<Asked> {
  return fc
    .tuple(books, fc.nat())
    .filter(([{ bids, offers }]) => bids.length + offers.length > 0)
    .map(([book, pick]) => {
      const at = pick % (book.bids.length + book.offers.length);
      return at < book.bids.length
        ? { book, side: 'bid', order: book.bids[at] }
        : { book, side: 'offer', order: book.offers[at - book.bids.length] };
    });
}

describe.each(variants)('an explanation by %s', (_name, mechanism, offerOrder) => {
  const parameters = offerOrder ? { offerOrder } : {};
  const explain = ({ book, side, order }: Asked) =>
    explainOrder({ mechanism, ...book, parameters, side, orderId: order.id });
  const clear = ({ bids, offers, limits }: RandomBook) => clearOrders(mechanism, bids, offers, limits, parameters);

  /** What an order trades when its limit is another one, and all else stays as it is. */
  const tradedAt = ({ book, side, order }: Asked, price: number | null) => {
    const change = (orders: readonly Order[]) => orders.map((one) => (one.id === order.id ? { ...order, price } : one));
    const changed = side === 'bid' ? { ...book, bids: change(book.bids) } : { ...book, offers: change(book.offers) };
    return clear(changed)
      .trades.filter((trade) => trade[side] === order.id)
      .reduce((sum, { wh }) => sum + wh, 0);
  };

  const expectChangeToTrade = (question: Asked, { change }: Explanation) => {
    if (change === null) return;
    const { priceFloor, priceCap } = question.book.limits;
    expect(change.price).toBeGreaterThanOrEqual(priceFloor);
    expect(change.price).toBeLessThanOrEqual(priceCap);
    expect(change.by).toBe(change.price - question.order.price!);
    expect(change.tradedWh).toBeGreaterThan(0);
    expect(tradedAt(question, change.price)).toBe(change.tradedWh);
  };

  it('says what the clearing says of the order', () => {
    fc.assert(
      fc.property(asked(anyBooks), (question) => {
        const { side, order, book } = question;
        const clearing = clear(book);
        const left = clearing.unmatched.find((one) => one.side === side && one.id === order.id);
        const { price, wh, tradedWh, reason, change, id } = explain(question);
        expect({ id, price, wh, tradedWh, reason }).toEqual({
          id: order.id,
          price: order.price,
          wh: order.wh,
          tradedWh: order.wh - (left?.wh ?? 0),
          reason: left?.reason ?? null,
        });
        if (tradedWh > 0 || order.price === null || order.wh === 0) expect(change).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  it('names a change that trades what it says, and no whole price nearer to the limit does', () => {
    fc.assert(
      fc.property(asked(crowdedBooks), (question) => {
        const { order, book } = question;
        const explanation = explain(question);
        expectChangeToTrade(question, explanation);
        if (order.price === null || order.wh === 0 || explanation.tradedWh > 0) return;
        const own = order.price;
        const reach = explanation.change === null ? Infinity : Math.abs(explanation.change.by);
        const nearer = [];
        for (let price = book.limits.priceFloor; price <= book.limits.priceCap; price++) {
          if (Math.abs(price - own) < reach && tradedAt(question, price) > 0) nearer.push(price);
        }
        expect(nearer).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('in books of any size names a change that trades, and no limit around those of other orders nearer does', () => {
    fc.assert(
      fc.property(asked(fc.oneof(anyBooks, fullSizeBooks)), fc.infiniteStream(fc.nat()), (question, numbers) => {
        const { order, book } = question;
        const explanation = explain(question);
        expectChangeToTrade(question, explanation);
        if (order.price === null || order.wh === 0 || explanation.tradedWh > 0) return;
        const own = order.price;
        const { priceFloor, priceCap } = book.limits;
        const reach = explanation.change === null ? Infinity : Math.abs(explanation.change.by);
        const others = [...book.bids, ...book.offers].flatMap(({ price }) => (price === null ? [] : [price]));
        const sample = Array.from({ length: 3 }, () => others[(numbers.next().value as number) % others.length]);
        const tried = [explanation.change?.price ?? own, priceFloor, priceCap, ...sample]
          .flatMap((price) => [price - 1, price, price + 1])
          .filter((price) => price >= priceFloor && price <= priceCap && Math.abs(price - own) < reach);
        expect(tried.filter((price) => tradedAt(question, price) > 0)).toEqual([]);
      }),
      { numRuns: 16 },
    );
  });

  it('is the same whatever the order of the orders', () => {
    fc.assert(
      fc.property(asked(crowdedBooks), (question) => {
        const { bids, offers } = question.book;
        const reversed = { ...question.book, bids: bids.toReversed(), offers: offers.toReversed() };
        expect(explain({ ...question, book: reversed })).toEqual(explain(question));
      }),
      { numRuns: 300 },
    );
  });
});
