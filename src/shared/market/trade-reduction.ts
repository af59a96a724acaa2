import { amountOf, MAX_INTEGER, roundHalfEvenDiv } from '../domain/units.ts';
import { type ClearingColumns, reasonCode } from './clearing.ts';
import { type Walk, walkStacks } from './crossing.ts';
import { checkLimits, type MarketLimits, type OrderColumns } from './orders.ts';
import { pairOrders } from './pairing.ts';
import { ration } from './rationing.ts';
import { buildStack, rowsOf, type Stack } from './stack.ts';
import { addSelfTrade, type Unmatched } from './unmatched.ts';

/**
 * Clears a slot by trade reduction (DOMAIN.md section 3; R. P. McAfee, "A dominant strategy double auction", Journal of
 * Economic Theory 56, 1992), so that no order that trades sets its own price.
 *
 * A unit is a Wh: k Wh cross, `b[k]` and `s[k]` are the limits of the last bid and offer that cross, `b[k+1]` and `s[k+1]`
 * those of the first that have something left. When `(b[k+1] + s[k+1]) / 2` (rounded half-even) lies in `[s[k], b[k]]`, all
 * k Wh trade at it: type ALL_TRADE. Where one of `b[k+1]` and `s[k+1]` does not exist, it cannot. Otherwise, type REDUCED,
 * the marginal pair does not trade: the orders, with all they have, that the k-th Wh belongs to. (Less than the whole order
 * would leave its rest to trade at a price that it set itself.) All orders before them trade, buyers pay `b[k]`, sellers
 * receive `s[k]`, and the difference stays with the operator. Where one side then has more Wh, all its orders get the same
 * fraction, in whole Wh by largest remainder. An order at `b[k]` or `s[k]` that ranks behind the marginal one is RATIONED.
 *
 * Pairing and self-trade are those of uniform-price. The price of a trade is what its buyer pays.
 * @param limits floor and cap in micro-currency per kWh; market orders and limits beyond them count as at the limit
 * @throws RangeError when the limits are no limits of a market (see checkLimits)
 */
export function clearTradeReduction(bids: OrderColumns, offers: OrderColumns, limits: MarketLimits): ClearingColumns {
  checkLimits(limits);
  const bidStack = buildStack('bid', bids, limits);
  const offerStack = buildStack('offer', offers, limits);
  const walk = walkStacks(bidStack, offerStack);
  const { quantityWh, lastBid, lastOffer, nextBid, nextOffer } = walk;
  const crosses = quantityWh > 0;
  const price = crosses ? priceForAll(walk) : null;
  const isReduced = crosses && price === null;

  const bidWinners = winners(bidStack, quantityWh, isReduced);
  const offerWinners = winners(offerStack, quantityWh, isReduced);
  const availableWh = Math.min(bidWinners.totalWh, offerWinners.totalWh);
  const bidWh = shareOut(bidStack, bidWinners, availableWh);
  const offerWh = shareOut(offerStack, offerWinners, availableWh);
  const unmatchedBids = unmatchedOf(bidStack, bidWh, isReduced ? lastBid : null, offerStack.count > 0);
  const unmatchedOffers = unmatchedOf(offerStack, offerWh, isReduced ? lastOffer : null, bidStack.count > 0);
  const pairs = pairOrders(bidStack, offerStack, bidWh, offerWh);
  const selfTradeWh = addSelfTrade(unmatchedBids, bidStack, bidWh);
  addSelfTrade(unmatchedOffers, offerStack, offerWh);

  const [buyPrice, sellPrice] = isReduced ? [lastBid, lastOffer] : [price, price];
  return {
    type: !crosses ? 'NULL' : isReduced ? 'REDUCED' : 'ALL_TRADE',
    price,
    quantityWh: availableWh - selfTradeWh,
    interval: price === null ? null : [Math.max(lastOffer, nextBid), Math.min(lastBid, nextOffer)],
    marginalQuantityWh: 0,
    marginalTotalWh: 0,
    marginalOrder: null,
    tradeCount: pairs.wh.length,
    tradeBid: rowsOf(bidStack, pairs.bid),
    tradeOffer: rowsOf(offerStack, pairs.offer),
    tradeWh: pairs.wh,
    tradePrice: new Float64Array(pairs.wh.length).fill(buyPrice ?? 0),
    unmatchedBidWh: unmatchedBids.wh,
    unmatchedBidReason: unmatchedBids.reason,
    unmatchedOfferWh: unmatchedOffers.wh,
    unmatchedOfferReason: unmatchedOffers.reason,
    reduction: { buyPrice, sellPrice, operatorSurplus: operatorSurplus(buyPrice ?? 0, sellPrice ?? 0, pairs.wh) },
  };
}

/** The price at which all that crosses may trade, or null. */
function priceForAll({ lastBid, lastOffer, nextBid, nextOffer }: Walk): number | null {
  if (!Number.isFinite(nextBid) || !Number.isFinite(nextOffer)) return null;
  const twice = nextBid + nextOffer;
  return twice >= 2 * lastOffer && twice <= 2 * lastBid ? roundHalfEvenDiv(twice, 2) : null;
}

/** The first `count` positions of a stack, which may trade, and their Wh. */
interface Winners {
  readonly count: number;
  readonly totalWh: number;
}

/** The orders that cross, or all of them but the marginal one. Where none is left out they clear whole (see priceForAll). */
function winners({ wh }: Stack, quantityWh: number, withoutMarginal: boolean): Winners {
  let count = 0;
  let totalWh = 0;
  while (totalWh < quantityWh) totalWh += wh[count++];
  if (!withoutMarginal) return { count, totalWh };
  return { count: count - 1, totalWh: totalWh - wh[count - 1] };
}

function shareOut(stack: Stack, { count, totalWh }: Winners, availableWh: number): Int32Array {
  const taken = stack.wh.slice(0, count);
  if (totalWh > availableWh) ration(stack, { side: 'bid', from: 0, to: count, availableWh, totalWh }, taken);
  return taken;
}

/** What is left of each order of a side, before pairing. `marginalPrice` is that of the order after the winners, if any. */
function unmatchedOf(
  { orders, rows, limit }: Stack,
  cleared: Int32Array,
  marginalPrice: number | null,
  hasCounterpart: boolean,
): Unmatched {
  const wh = orders.wh.slice(0, orders.count);
  const reason = new Uint8Array(orders.count).fill(reasonCode('ZERO_QUANTITY'));
  const beyond = reasonCode(hasCounterpart ? 'PRICE' : 'NO_COUNTERPART');
  const rationed = reasonCode('RATIONED');
  for (let position = 0; position < cleared.length; position++) {
    const row = rows[position];
    wh[row] -= cleared[position];
    reason[row] = wh[row] === 0 ? 0 : rationed;
  }
  for (let position = cleared.length; position < rows.length; position++) {
    reason[rows[position]] = limit[position] === marginalPrice ? rationed : beyond;
  }
  if (marginalPrice !== null) reason[rows[cleared.length]] = reasonCode('TRADE_REDUCTION');
  return { wh, reason };
}

/** See ReductionPrices. */
function operatorSurplus(buyPrice: number, sellPrice: number, tradeWh: Int32Array): number | null {
  if (buyPrice === sellPrice) return 0;
  // No amount of such a trade is beyond what amountOf can return.
  const mostWh = (MAX_INTEGER / Math.max(Math.abs(buyPrice), Math.abs(sellPrice))) * 1000 - 1;
  let surplus = 0;
  for (const wh of tradeWh) {
    if (wh > mostWh) return null;
    surplus += amountOf(wh, buyPrice) - amountOf(wh, sellPrice);
  }
  return Number.isSafeInteger(surplus) ? surplus : null;
}
