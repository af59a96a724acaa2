import { microToPrice, whToKwh } from '#shared/domain/units.ts';
import type { UnmatchedReason } from '#shared/market/clearing.ts';
import type { Explanation } from '#shared/market/explain.ts';

/** An explanation in one or two plain English sentences: what the order traded or why not, and what would have done. */
export function explanationSentence(explanation: Explanation): string {
  const { side, id, price, wh, tradedWh, reason, clearingPrice } = explanation;
  const limit = price === null ? 'market order' : `${perKwh(price)} per kWh`;
  const order = `${side === 'bid' ? 'Bid' : 'Offer'} ${id} (${limit}, ${kwh(wh)})`;
  const at = clearingPrice === null ? '' : ` at ${perKwh(clearingPrice)} per kWh`;
  if (reason === null) return `${order} traded in full${at}.`;
  const cause = causeOf(reason, explanation);
  if (tradedWh > 0) return `${order} traded ${kwh(tradedWh)}${at}; the rest did not trade: ${cause}.`;
  return `${order} did not trade: ${cause}.${remedy(explanation)}`;
}

function causeOf(reason: UnmatchedReason, { side, price, clearingPrice }: Explanation): string {
  const isBid = side === 'bid';
  switch (reason) {
    case 'PRICE':
      return priceCause(isBid, price, clearingPrice);
    case 'RATIONED':
      return `its limit would do, but the ${isBid ? 'offers' : 'bids'} did not suffice for all ${side}s`;
    case 'NO_COUNTERPART':
      return `there was no ${isBid ? 'offer' : 'bid'} that it could trade with`;
    case 'SELF_TRADE':
      return `the only ${isBid ? 'offers' : 'bids'} left for it are its own member's`;
    case 'ZERO_QUANTITY':
      return 'its quantity is 0';
    case 'TRADE_REDUCTION':
      return `it is the marginal ${side}, which sets the price and does not trade itself`;
  }
}

function priceCause(isBid: boolean, price: number | null, clearingPrice: number | null): string {
  if (price === null) {
    return isBid ? 'no offer is at or below the price cap' : 'no bid is at or above the price floor';
  }
  if (clearingPrice === null) {
    return isBid
      ? "no other member's offer is at or below its limit"
      : "no other member's bid is at or above its limit";
  }
  // Where nothing is marginal the price may be just that of the next order, which is outside all the same.
  if (clearingPrice === price) {
    return `its limit is the clearing price, and only ${isBid ? 'bids above' : 'offers below'} it traded`;
  }
  return `its limit is ${isBid ? 'below' : 'above'} the clearing price ${perKwh(clearingPrice)}`;
}

/** For an order that did not trade at all. */
function remedy({ price, wh, change }: Explanation): string {
  if (change !== null) {
    const by = `${change.by > 0 ? '+' : ''}${perKwh(change.by)}`;
    return ` With a limit of ${perKwh(change.price)} (${by}) it would have traded ${kwh(change.tradedWh)}.`;
  }
  if (price === null || wh === 0) return '';
  return ' No limit from the price floor to the price cap would have changed that.';
}

/** With at least the four decimals of a tick. */
function perKwh(micro: number): string {
  return microToPrice(micro)
    .toFixed(6)
    .replace(/0{1,2}$/, '');
}

function kwh(wh: number): string {
  return `${whToKwh(wh).toFixed(3)} kWh`;
}
