import { type ClearingColumns, reasonCode } from './clearing.ts';
import { checkLimits, type MarketLimits, type OfferOrder, type OrderColumns } from './orders.ts';
import { buildStack, rowsOf, type Stack } from './stack.ts';
import type { Unmatched } from './unmatched.ts';

/**
 * Clears a slot pay-as-bid (DOMAIN.md section 3): bids by price descending, offers by price in `offerOrder`, ties by
 * `createdAt` then id in both orders; each bid in its turn takes the first offers it can; the price of a trade is its bid's.
 *
 * - A bid passes over the offers of its own member; they stay for the bids after it.
 * - A market order ranks first on its side, whatever the order of the offers. A market bid has no price of its own: its
 *   trades have the offer's limit. Two market orders have no price between them and never trade with each other.
 * - An order that is left is RATIONED when its limit meets that of another member's order, which others got before it, and
 *   PRICE when it meets none. It is SELF_TRADE when its limit meets that of an order of its own member that is left too.
 *   Market orders that have only market orders against them are NO_COUNTERPART.
 *
 * "ascending" trades exactly what crosses, as uniform-price does. "descending" is the order of Grid Singularity's
 * gsy-framework, which walks the offers first; walking either side first gives the same trades. That framework leaves equal
 * prices in whatever order they come and takes an offer up to 0.00001 above a bid; here ties have their rule, and limits are
 * exact.
 * @param limits floor and cap in micro-currency per kWh; a bid above the cap pays the cap, an offer below the floor gets the
 *   floor
 * @throws RangeError when the limits are no limits of a market (see checkLimits)
 */
export function clearPayAsBid(
  bids: OrderColumns,
  offers: OrderColumns,
  limits: MarketLimits,
  offerOrder: OfferOrder,
): ClearingColumns {
  checkLimits(limits);
  const bidQueue = queueOf(buildStack('bid', bids, limits));
  const ascending = buildStack('offer', offers, limits);
  const offerQueue = queueOf(offerOrder === 'ascending' ? ascending : dearestFirst(ascending));

  const trades = new Trades(bidQueue, offerQueue);
  trades.match({ from: 0, to: bidQueue.marketCount }, offerQueue.marketCount);
  trades.match({ from: bidQueue.marketCount, to: bidQueue.stack.count }, 0);
  const { count, quantityWh } = trades;
  const unmatchedBids = unmatchedOf(bidQueue, offerQueue, 1);
  const unmatchedOffers = unmatchedOf(offerQueue, bidQueue, -1);
  return {
    type: count === 0 ? 'NULL' : 'PAY_AS_BID',
    price: null,
    quantityWh,
    interval: null,
    marginalQuantityWh: 0,
    marginalTotalWh: 0,
    marginalOrder: null,
    tradeCount: count,
    tradeBid: rowsOf(bidQueue.stack, trades.bid.subarray(0, count)),
    tradeOffer: rowsOf(offerQueue.stack, trades.offer.subarray(0, count)),
    tradeWh: trades.wh.slice(0, count),
    tradePrice: trades.price.slice(0, count),
    unmatchedBidWh: unmatchedBids.wh,
    unmatchedBidReason: unmatchedBids.reason,
    unmatchedOfferWh: unmatchedOffers.wh,
    unmatchedOfferReason: unmatchedOffers.reason,
    offerOrder,
  };
}

/** A stack in the order it is served in, and what is left of it. */
interface Queue {
  readonly stack: Stack;
  readonly member: Int32Array;
  /** Limits by position; that of a market order is the infinity that meets every other. */
  readonly limit: Float64Array;
  /** Market orders stand in the first `marketCount` positions. */
  readonly marketCount: number;
  readonly leftWh: Int32Array;
}

function queueOf(stack: Stack): Queue {
  const { orders, rows, count } = stack;
  const member = new Int32Array(count);
  const limit = stack.limit.slice();
  let marketCount = 0;
  for (let position = 0; position < count; position++) {
    const price = orders.price[rows[position]];
    member[position] = orders.member[rows[position]];
    if (Number.isFinite(price)) continue;
    limit[position] = price;
    marketCount++;
  }
  return { stack, member, limit, marketCount, leftWh: stack.wh.slice() };
}

/** The stack of the offers with the price levels the other way round, each still in its own time order. */
function dearestFirst({ orders, count, rows, limit, wh }: Stack): Stack {
  const order = new Int32Array(count);
  let at = 0;
  while (at < count && !Number.isFinite(orders.price[rows[at]])) order[at] = at++;
  for (let end = count; at < count;) {
    let from = end - 1;
    while (from > 0 && orders.price[rows[from - 1]] === orders.price[rows[end - 1]]) from--;
    for (let position = from; position < end; position++) order[at++] = position;
    end = from;
  }
  return {
    orders,
    count,
    rows: order.map((position) => rows[position]),
    limit: Float64Array.from(order, (position) => limit[position]),
    wh: order.map((position) => wh[position]),
  };
}

/** The trades so far, by positions in both queues. */
class Trades {
  readonly bid: Int32Array;
  readonly offer: Int32Array;
  readonly wh: Int32Array;
  readonly price: Float64Array;
  count = 0;
  quantityWh = 0;
  readonly #bids: Queue;
  readonly #offers: Queue;

  constructor(bids: Queue, offers: Queue) {
    this.#bids = bids;
    this.#offers = offers;
    // Each trade uses up a bid or an offer.
    const most = bids.stack.count + offers.stack.count;
    this.bid = new Int32Array(most);
    this.offer = new Int32Array(most);
    this.wh = new Int32Array(most);
    this.price = new Float64Array(most);
  }

  /**
   * Serves the bids of some positions, one after the other, with the offers from a position on.
   *
   * Limits of bids fall, so that an offer above one bid's limit is above those of all later ones and is passed for good. An
   * offer of the bid's own member is kept; such ones are all of one member, because any other bid takes them first.
   */
  match({ from, to }: { from: number; to: number }, firstOffer: number): void {
    const [bids, offers] = [this.#bids, this.#offers];
    const kept: number[] = [];
    let firstKept = 0;
    let keptMember = -1;
    let nextOffer = firstOffer;
    for (let bid = from; bid < to; bid++) {
      const member = bids.member[bid];
      while (bids.leftWh[bid] > 0) {
        const takesKept = firstKept < kept.length && keptMember !== member;
        if (!takesKept && nextOffer === offers.stack.count) break;
        const offer = takesKept ? kept[firstKept] : nextOffer;
        const meets = offers.limit[offer] <= bids.limit[bid];
        if (meets && !takesKept && offers.member[offer] === member) {
          kept.push(offer);
          keptMember = member;
          nextOffer++;
          continue;
        }
        if (meets) this.#add(bid, offer);
        if (meets && offers.leftWh[offer] > 0) continue;
        if (takesKept) firstKept++;
        else nextOffer++;
      }
    }
  }

  #add(bid: number, offer: number): void {
    const wh = Math.min(this.#bids.leftWh[bid], this.#offers.leftWh[offer]);
    if (wh === 0) return;
    const isMarketBid = bid < this.#bids.marketCount;
    this.bid[this.count] = bid;
    this.offer[this.count] = offer;
    this.wh[this.count] = wh;
    this.price[this.count++] = isMarketBid ? this.#offers.limit[offer] : this.#bids.limit[bid];
    this.#bids.leftWh[bid] -= wh;
    this.#offers.leftWh[offer] -= wh;
    this.quantityWh += wh;
  }
}

/**
 * What is left of each order of a side, and why (see clearPayAsBid).
 * @param sign 1 for the bids, -1 for the offers: times it, a limit meets every one on the other side that is not higher
 */
function unmatchedOf(side: Queue, other: Queue, sign: 1 | -1): Unmatched {
  const { orders, rows, count } = side.stack;
  const wh = orders.wh.slice(0, orders.count);
  const reason = new Uint8Array(orders.count).fill(reasonCode('ZERO_QUANTITY'));
  const all = bestTwo(other, 0, sign);
  const priced = bestTwo(other, other.marketCount, sign);
  const own = bestLeftOfMembers(other, sign);
  const ownPriced = bestLeftOfMembers(other, sign, other.marketCount);
  for (let position = 0; position < count; position++) {
    const row = rows[position];
    wh[row] = side.leftWh[position];
    if (wh[row] === 0) {
      reason[row] = 0;
      continue;
    }
    const isMarket = position < side.marketCount;
    const limit = sign * side.limit[position];
    const member = side.member[position];
    const best = isMarket ? priced : all;
    const ownBest = (isMarket ? ownPriced : own).get(member);
    const othersBest = member === best.member ? best.second : best.first;
    if (best.member === null) reason[row] = reasonCode('NO_COUNTERPART');
    else if (ownBest !== undefined && ownBest <= limit) reason[row] = reasonCode('SELF_TRADE');
    else if (othersBest !== null && othersBest <= limit) reason[row] = reasonCode('RATIONED');
    else reason[row] = reasonCode('PRICE');
  }
  return { wh, reason };
}

/** The best limit of a queue from a position on, times the sign, whose it is, and the best of all other members. */
function bestTwo(queue: Queue, from: number, sign: 1 | -1) {
  let first: number | null = null;
  let second: number | null = null;
  let member: number | null = null;
  for (let position = from; position < queue.stack.count; position++) {
    const limit = sign * queue.limit[position];
    if (queue.member[position] === member) {
      if (first === null || limit < first) first = limit;
    } else if (first === null || limit < first) {
      second = first;
      first = limit;
      member = queue.member[position];
    } else if (second === null || limit < second) {
      second = limit;
    }
  }
  return { first, second, member };
}

/** For each member the best limit, times the sign, of its orders with something left, from a position on. */
function bestLeftOfMembers(queue: Queue, sign: 1 | -1, from = 0): Map<number, number> {
  const best = new Map<number, number>();
  for (let position = from; position < queue.stack.count; position++) {
    if (queue.leftWh[position] === 0) continue;
    const limit = sign * queue.limit[position];
    const before = best.get(queue.member[position]);
    if (before === undefined || limit < before) best.set(queue.member[position], limit);
  }
  return best;
}
