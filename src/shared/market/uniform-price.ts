import { type ClearingColumns, type MarginalRow, reasonCode } from './clearing.ts';
import { type Crossing, findCrossing } from './crossing.ts';
import { checkLimits, type MarketLimits, type OrderColumns } from './orders.ts';
import { pairOrders } from './pairing.ts';
import { ration } from './rationing.ts';
import { buildStack, rowsOf, type Stack } from './stack.ts';
import { addSelfTrade, type Unmatched } from './unmatched.ts';

/**
 * Clears a slot at one price for all (DOMAIN.md section 3, `uniform-price`): find where the stacks cross, share the
 * marginal level out pro-rata, pair buyers with sellers so that nobody trades with itself.
 *
 * The order of the input rows changes nothing but the row numbers in the result. What self-trade leaves unmatched lowers
 * `quantityWh`, never the type, the price, the interval or the marginal quantities, which are those of the two stacks.
 * @param limits floor and cap in micro-currency per kWh; market orders and limits beyond them count as at the limit
 * @throws RangeError when the limits are no limits of a market (see checkLimits)
 */
export function clearUniformPrice(bids: OrderColumns, offers: OrderColumns, limits: MarketLimits): ClearingColumns {
  checkLimits(limits);
  const bidStack = buildStack('bid', bids, limits);
  const offerStack = buildStack('offer', offers, limits);
  const crossing = findCrossing(bidStack, offerStack, limits);

  const bidWh = clearedWh('bid', bidStack, crossing);
  const offerWh = clearedWh('offer', offerStack, crossing);
  const unmatchedBids = unmatchedAfterClearing(bidStack, bidWh, offerStack.count > 0);
  const unmatchedOffers = unmatchedAfterClearing(offerStack, offerWh, bidStack.count > 0);
  const pairs = pairOrders(bidStack, offerStack, bidWh, offerWh);
  const selfTradeWh = addSelfTrade(unmatchedBids, bidStack, bidWh);
  addSelfTrade(unmatchedOffers, offerStack, offerWh);

  const isMarginal = crossing.type === 'MARGINAL_BUYER' || crossing.type === 'MARGINAL_SELLER';
  return {
    type: crossing.type,
    price: crossing.price,
    quantityWh: crossing.quantityWh - selfTradeWh,
    interval: crossing.interval,
    marginalQuantityWh: isMarginal ? (crossing.rationed?.availableWh ?? 0) : 0,
    marginalTotalWh: isMarginal ? (crossing.rationed?.totalWh ?? 0) : 0,
    marginalOrder: marginalRowOf(bidStack, offerStack, crossing),
    tradeCount: pairs.wh.length,
    tradeBid: rowsOf(bidStack, pairs.bid),
    tradeOffer: rowsOf(offerStack, pairs.offer),
    tradeWh: pairs.wh,
    tradePrice: new Float64Array(pairs.wh.length).fill(crossing.price ?? 0),
    unmatchedBidWh: unmatchedBids.wh,
    unmatchedBidReason: unmatchedBids.reason,
    unmatchedOfferWh: unmatchedOffers.wh,
    unmatchedOfferReason: unmatchedOffers.reason,
  };
}

/** What the orders of a stack clear, by position, as far as any does. */
function clearedWh(side: 'bid' | 'offer', stack: Stack, { rationed, quantityWh }: Crossing): Int32Array {
  if (rationed?.side === side) {
    const cleared = stack.wh.slice(0, rationed.to);
    ration(stack, rationed, cleared);
    return cleared;
  }
  // Where no level is rationed the orders clear whole, so that the quantity is used up exactly at the end of one.
  let count = 0;
  for (let left = quantityWh; left > 0; count++) left -= stack.wh[count];
  return stack.wh.slice(0, count);
}

/** See MarginalOrder. */
function marginalRowOf(bids: Stack, offers: Stack, { rationed }: Crossing): MarginalRow | null {
  if (rationed === null) return null;
  const { side, from, availableWh } = rationed;
  const stack = side === 'bid' ? bids : offers;
  let position = from;
  for (let left = availableWh - stack.wh[from]; left > 0; left -= stack.wh[position]) position++;
  return { side, row: stack.rows[position] };
}

/** What is left of each order of a side, before pairing. */
function unmatchedAfterClearing({ orders, rows }: Stack, cleared: Int32Array, hasCounterpart: boolean): Unmatched {
  const wh = orders.wh.slice(0, orders.count);
  const reason = new Uint8Array(orders.count).fill(reasonCode('ZERO_QUANTITY'));
  const beyond = reasonCode(hasCounterpart ? 'PRICE' : 'NO_COUNTERPART');
  const rationed = reasonCode('RATIONED');
  for (let position = 0; position < cleared.length; position++) {
    const row = rows[position];
    const left = wh[row] - cleared[position];
    wh[row] = left;
    reason[row] = left === 0 ? 0 : rationed;
  }
  for (let position = cleared.length; position < rows.length; position++) reason[rows[position]] = beyond;
  return { wh, reason };
}
