import { compareIds, type MarketLimits, type OfferOrder, type Order } from '#shared/market/orders.ts';

export interface NaiveTrade {
  readonly bid: string;
  readonly offer: string;
  readonly wh: number;
  readonly price: number;
}

/**
 * Pay-as-bid straight from the rule, one pair of orders after the other, every bid against every offer. With `offersFirst` the
 * loops are the other way round, as in Grid Singularity's gsy-framework.
 */
export function clearPayAsBidNaively(
  bids: readonly Order[],
  offers: readonly Order[],
  limits: MarketLimits,
  offerOrder: OfferOrder,
  offersFirst = false,
): NaiveTrade[] {
  const left = { bid: new Map<Order, number>(), offer: new Map<Order, number>() };
  for (const order of bids) left.bid.set(order, order.wh);
  for (const order of offers) left.offer.set(order, order.wh);
  const trades: NaiveTrade[] = [];
  const tryPair = (bid: Order, offer: Order): void => {
    const wh = Math.min(left.bid.get(bid) ?? 0, left.offer.get(offer) ?? 0);
    const price = priceBetween(bid, offer, limits);
    if (wh === 0 || price === null || bid.member === offer.member) return;
    left.bid.set(bid, (left.bid.get(bid) ?? 0) - wh);
    left.offer.set(offer, (left.offer.get(offer) ?? 0) - wh);
    trades.push({ bid: bid.id, offer: offer.id, wh, price });
  };
  const sortedBids = inOrder(bids, -1);
  const sortedOffers = inOrder(offers, offerOrder === 'ascending' ? 1 : -1);
  if (offersFirst) for (const offer of sortedOffers) for (const bid of sortedBids) tryPair(bid, offer);
  else for (const bid of sortedBids) for (const offer of sortedOffers) tryPair(bid, offer);
  return trades;
}

/** What two orders would trade at, or null when they would not. */
export function priceBetween(bid: Order, offer: Order, { priceCap, priceFloor }: MarketLimits): number | null {
  const bidLimit = bid.price === null ? null : Math.min(bid.price, priceCap);
  const offerLimit = offer.price === null ? null : Math.max(offer.price, priceFloor);
  if (bidLimit === null) return offerLimit;
  return offerLimit === null || offerLimit <= bidLimit ? bidLimit : null;
}

function inOrder(orders: readonly Order[], sign: 1 | -1): Order[] {
  return orders.toSorted(
    (a, b) =>
      Number(b.price === null) - Number(a.price === null) ||
      sign * ((a.price ?? 0) - (b.price ?? 0)) ||
      (a.createdAt ?? 1e300) - (b.createdAt ?? 1e300) ||
      compareIds(a.id, b.id),
  );
}
