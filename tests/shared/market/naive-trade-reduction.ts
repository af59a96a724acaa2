import { compareIds, type MarketLimits, type Order } from '#shared/market/orders.ts';

export interface NaiveReduction {
  readonly type: 'NULL' | 'ALL_TRADE' | 'REDUCED';
  readonly buyPrice: number | null;
  readonly sellPrice: number | null;
  /** What each order clears before pairing, by id; nothing for those that clear nothing. */
  readonly bidWh: ReadonlyMap<string, number>;
  readonly offerWh: ReadonlyMap<string, number>;
}

interface Unit {
  readonly limit: number;
  readonly order: Order;
}

/** McAfee's rule over a list of single Wh, the marginal orders left out as a whole. For small books only. */
export function reduceNaively(bids: readonly Order[], offers: readonly Order[], limits: MarketLimits): NaiveReduction {
  const b = units(bids, -1, (price) => Math.min(price ?? Infinity, limits.priceCap));
  const s = units(offers, 1, (price) => Math.max(price ?? -Infinity, limits.priceFloor));
  let k = 0;
  while (k < b.length && k < s.length && b[k].limit >= s[k].limit) k++;
  if (k === 0) return { type: 'NULL', buyPrice: null, sellPrice: null, bidWh: new Map(), offerWh: new Map() };
  const [lastBid, lastOffer] = [b[k - 1], s[k - 1]];
  if (k < b.length && k < s.length) {
    const middle = (b[k].limit + s[k].limit) / 2;
    if (middle >= lastOffer.limit && middle <= lastBid.limit) {
      const price = halfEven(middle);
      const cleared = (from: readonly Unit[]) => count(from.slice(0, k).map(({ order }) => order.id));
      return { type: 'ALL_TRADE', buyPrice: price, sellPrice: price, bidWh: cleared(b), offerWh: cleared(s) };
    }
  }
  const bidWinners = ordersBefore(b, lastBid.order);
  const offerWinners = ordersBefore(s, lastOffer.order);
  const total = Math.min(wantedWh(bidWinners), wantedWh(offerWinners));
  return {
    type: 'REDUCED',
    buyPrice: lastBid.limit,
    sellPrice: lastOffer.limit,
    bidWh: share(bidWinners, total),
    offerWh: share(offerWinners, total),
  };
}

function units(orders: readonly Order[], sign: 1 | -1, limitOf: (price: number | null) => number): Unit[] {
  const rank = (order: Order): number => (order.price === null ? -Infinity : sign * order.price);
  return orders
    .toSorted(
      (x, y) =>
        (rank(x) === rank(y) ? 0 : rank(x) - rank(y)) ||
        (x.createdAt ?? 1e300) - (y.createdAt ?? 1e300) ||
        compareIds(x.id, y.id),
    )
    .flatMap((order) => Array.from({ length: order.wh }, () => ({ limit: limitOf(order.price), order })));
}

function ordersBefore(all: readonly Unit[], marginal: Order): Order[] {
  const before = new Set<Order>();
  for (const { order } of all) {
    if (order === marginal) break;
    before.add(order);
  }
  return [...before];
}

function wantedWh(orders: readonly Order[]): number {
  return orders.reduce((sum, { wh }) => sum + wh, 0);
}

/** Largest remainder; equal ones to the earlier order, then the smaller id. */
function share(orders: readonly Order[], available: number): Map<string, number> {
  const total = wantedWh(orders);
  const exact = orders.map((order) => ({
    order,
    got: Math.floor((order.wh * available) / total),
    rest: (order.wh * available) % total,
  }));
  let left = available - exact.reduce((sum, { got }) => sum + got, 0);
  exact.sort(
    (x, y) =>
      y.rest - x.rest ||
      (x.order.createdAt ?? 1e300) - (y.order.createdAt ?? 1e300) ||
      compareIds(x.order.id, y.order.id),
  );
  for (const one of exact) if (left-- > 0) one.got++;
  return new Map(exact.filter(({ got }) => got > 0).map(({ order, got }) => [order.id, got]));
}

function count(ids: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const id of ids) found.set(id, (found.get(id) ?? 0) + 1);
  return found;
}

function halfEven(value: number): number {
  const below = Math.floor(value);
  return value === below ? value : below % 2 === 0 ? below : below + 1;
}
