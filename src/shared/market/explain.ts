import { roundHalfEvenDiv } from '../domain/units.ts';
import { type ClearingColumns, reasonOfCode, type UnmatchedReason } from './clearing.ts';
import { clearColumns, type ClearingParameters, type OrderMechanism } from './mechanisms.ts';
import { type Book, type MarketLimits, type Order, toColumns } from './orders.ts';
import { compareTime } from './priority.ts';

/** The smallest change of an order's limit with which it would have traded. */
interface PriceChange {
  /** The new limit in micro-currency per kWh, from the market's floor to its cap. */
  readonly price: number;
  /** The new limit less the old one. */
  readonly by: number;
  /** Wh that it would have traded then, at least 1. */
  readonly tradedWh: number;
}

/** What became of one order in a clearing, and why. Prices in micro-currency per kWh. */
export interface Explanation {
  readonly side: 'bid' | 'offer';
  readonly id: string;
  /** The limit; null is a market order. */
  readonly price: number | null;
  readonly wh: number;
  readonly tradedWh: number;
  /** Why what is left did not trade; null when nothing is left. */
  readonly reason: UnmatchedReason | null;
  /**
   * The price of the clearing for this side; without a common price the mean of the order's own trades, by Wh, rounded
   * half-even. Null when the clearing has type NULL, or there is no common price and the order has no trades.
   */
  readonly clearingPrice: number | null;
  /** Null when something of the order traded, when it has no limit or no quantity, and when no limit would have done. */
  readonly change: PriceChange | null;
}

/** A book, how it is cleared, and the order that the question is about. */
export interface OrderQuestion {
  readonly mechanism: OrderMechanism;
  readonly bids: readonly Order[];
  readonly offers: readonly Order[];
  /** Micro-currency per kWh. */
  readonly limits: MarketLimits;
  readonly parameters?: ClearingParameters;
  readonly side: 'bid' | 'offer';
  readonly orderId: string;
}

/**
 * Answers "why not me?" for one order (DOMAIN.md section 3, Explain): clears the book, and when nothing of the order trades
 * looks for the limit nearest to its own, in whole micro-currency and from floor to cap, with which at least 1 Wh of it does
 * while all other orders stay as they are. What would trade then is what the mechanism gives for the changed book.
 * @throws RangeError when there is no such order, or an order or the limits are out of range
 * @throws UnknownMechanismError when the mechanism is none that clears orders
 */
export function explainOrder(question: OrderQuestion): Explanation {
  const { mechanism, bids, offers, limits, parameters, side, orderId } = question;
  const orders = side === 'bid' ? bids : offers;
  const row = orders.findIndex(({ id }) => id === orderId);
  if (row === -1) throw new RangeError(`There is no ${side} "${orderId}"`);
  const { price, wh } = orders[row];
  const book = toColumns(bids, offers);
  const clearing = clearColumns(mechanism, book, limits, parameters);
  const tradedWh = wh - leftWh(clearing, side, row);
  const canChange = price !== null && wh > 0 && tradedWh === 0;
  return {
    side,
    id: orderId,
    price,
    wh,
    tradedWh,
    reason: reasonOfCode((side === 'bid' ? clearing.unmatchedBidReason : clearing.unmatchedOfferReason)[row]),
    clearingPrice: clearingPriceOf(clearing, side, row),
    change: canChange ? smallestChange(question, book, clearing, row, price) : null,
  };
}

function leftWh(clearing: ClearingColumns, side: 'bid' | 'offer', row: number): number {
  return (side === 'bid' ? clearing.unmatchedBidWh : clearing.unmatchedOfferWh)[row];
}

/** See Explanation. */
function clearingPriceOf(clearing: ClearingColumns, side: 'bid' | 'offer', row: number): number | null {
  const { type, price, reduction } = clearing;
  if (type === 'NULL') return null;
  if (reduction) return side === 'bid' ? reduction.buyPrice : reduction.sellPrice;
  return price ?? meanTradePrice(clearing, side === 'bid' ? clearing.tradeBid : clearing.tradeOffer, row);
}

function meanTradePrice({ tradeWh, tradePrice }: ClearingColumns, tradeRows: Int32Array, row: number): number | null {
  let [wh, paid] = [0n, 0n];
  for (let at = 0; at < tradeRows.length; at++) {
    if (tradeRows[at] !== row) continue;
    wh += BigInt(tradeWh[at]);
    paid += BigInt(tradeWh[at]) * BigInt(tradePrice[at]);
  }
  return wh === 0n ? null : roundHalfEvenDiv(paid, wh);
}

/** @param clearing of the book as it is, in which the order, at its limit `own`, trades nothing */
function smallestChange(
  { mechanism, limits, parameters, side, bids, offers }: OrderQuestion,
  book: Book,
  clearing: ClearingColumns,
  row: number,
  own: number,
): PriceChange | null {
  const { wh } = (side === 'bid' ? bids : offers)[row];
  const columns = side === 'bid' ? book.bids : book.offers;
  const changed = { ...columns, price: columns.price.slice() };
  const changedBook = side === 'bid' ? { ...book, bids: changed } : { ...book, offers: changed };
  const tradedAt = (price: number): number => {
    changed.price[row] = price;
    return wh - leftWh(clearColumns(mechanism, changedBook, limits, parameters), side, row);
  };
  const price =
    side === 'offer' && clearing.offerOrder === 'descending'
      ? nearestAheadOfOthers(book, limits, clearing, row, own)
      : nearestThatTrades(Math.min(Math.max(own, limits.priceFloor), limits.priceCap), side, limits, tradedAt);
  return price === null ? null : { price, by: price - own, tradedWh: tradedAt(price) };
}

/**
 * Halves the range between a limit and the best one there is, the cap for a bid and the floor for an offer. A better limit
 * never takes from an order that trades: it comes before more of the others and finds all partners that it had.
 */
function nearestThatTrades(
  from: number,
  side: 'bid' | 'offer',
  { priceCap, priceFloor }: MarketLimits,
  tradedAt: (price: number) => number,
): number | null {
  const step = side === 'bid' ? 1 : -1;
  let nearest = side === 'bid' ? priceCap : priceFloor;
  if (tradedAt(nearest) === 0) return null;
  for (let untried = from; untried !== nearest;) {
    const middle = untried + Math.trunc((nearest - untried) / 2);
    if (tradedAt(middle) > 0) nearest = middle;
    else untried = middle + step;
  }
  return nearest;
}

/**
 * For an offer where the dearest is served first, so that a cheaper one meets more bids but comes later, and either way may
 * help. It is the same whether bids or offers are walked first (see clearPayAsBid); an offer that trades nothing takes
 * nothing from the others, so that each bid is left for it until the last offer that the bid trades with has been served.
 * A bid of another member thus takes the offer at any limit up to the bid's own that comes before that last one.
 * @returns of two limits that are equally near the higher
 */
function nearestAheadOfOthers(
  { bids, offers }: Book,
  { priceCap, priceFloor }: MarketLimits,
  clearing: ClearingColumns,
  row: number,
  own: number,
): number | null {
  const lastOffer = new Int32Array(bids.count);
  for (let at = 0; at < clearing.tradeCount; at++) lastOffer[clearing.tradeBid[at]] = clearing.tradeOffer[at];
  let nearest: number | null = null;
  for (let bid = 0; bid < bids.count; bid++) {
    if (bids.wh[bid] === 0 || bids.member[bid] === offers.member[row]) continue;
    let lowest = priceFloor;
    if (clearing.unmatchedBidWh[bid] === 0) {
      const last = lastOffer[bid];
      // Nothing comes before a market order.
      if (!Number.isFinite(offers.price[last])) continue;
      const isEarlier = compareTime(offers, row, last) < 0;
      lowest = Math.max(lowest, offers.price[last] + (isEarlier ? 0 : 1));
    }
    const highest = Math.min(bids.price[bid], priceCap);
    if (lowest > highest) continue;
    const price = Math.min(Math.max(own, lowest), highest);
    if (nearest === null || isNearer(price, nearest, own)) nearest = price;
  }
  return nearest;
}

/** Whether a limit is nearer to an order's own than another one is, or as near and higher. */
function isNearer(price: number, other: number, own: number): boolean {
  const difference = Math.abs(price - own) - Math.abs(other - own);
  return difference === 0 ? price > other : difference < 0;
}
