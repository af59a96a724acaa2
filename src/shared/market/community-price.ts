import { roundHalfEvenDiv } from '../domain/units.ts';

/** Wh at micro-currency per kWh. */
export interface PricedQuantity {
  readonly wh: number;
  readonly price: number;
}

/**
 * What a kWh cost in the community (`p2p_price`, DOMAIN.md section 4): the common price of a clearing, or where each trade has its own
 * (pay-as-bid) the mean over the energy, rounded half-even. Micro-currency per kWh; null when nothing traded.
 */
export function communityPrice(commonPrice: number | null, trades: readonly PricedQuantity[]): number | null {
  if (trades.length === 0 || commonPrice !== null) return trades.length === 0 ? null : commonPrice;
  let sum = 0n;
  let wh = 0n;
  for (const trade of trades) {
    sum += BigInt(trade.wh) * BigInt(trade.price);
    wh += BigInt(trade.wh);
  }
  return roundHalfEvenDiv(sum, wh);
}
