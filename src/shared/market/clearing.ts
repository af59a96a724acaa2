import type { OfferOrder } from './orders.ts';

/**
 * How a clearing came to its price. The first six are those of uniform-price, by the names of GridLAB-D:
 * - EXACT: both sides end at the same quantity and the same price.
 * - MARGINAL_BUYER: demand is longer at the crossing; the price is the marginal bid, which is filled in part.
 * - MARGINAL_SELLER: supply is longer at the crossing; the price is the marginal offer, which is filled in part.
 * - MARGINAL_PRICE: both sides end at the same quantity with a gap between their prices; the price is inside the gap.
 * - NULL: nothing crosses; the price, if any, is for information.
 * - FAILURE: must-run demand is above all supply (price = the cap), or must-run supply above all demand (price = the floor).
 * Of the other mechanisms, which also have NULL (nothing trades, without a price for information):
 * - PAY_AS_BID: each trade has the price of its own bid; there is no common price.
 * - ALL_TRADE: trade-reduction found one price at which all that crosses trades.
 * - REDUCED: trade-reduction left the marginal pair out; buyers and sellers have different prices.
 *
 * The position is the code that is stored: append only.
 */
export const clearingTypes = [
  'EXACT',
  'MARGINAL_BUYER',
  'MARGINAL_SELLER',
  'MARGINAL_PRICE',
  'NULL',
  'FAILURE',
  'PAY_AS_BID',
  'ALL_TRADE',
  'REDUCED',
] as const;
export type ClearingType = (typeof clearingTypes)[number];

/**
 * Why an order, or what is left of it, did not trade. One reason an order; SELF_TRADE wins over RATIONED. What PRICE and
 * RATIONED mean without a common price is said at clearPayAsBid.
 * - PRICE: its limit is on the wrong side of the clearing price.
 * - RATIONED: its limit would have done, but there was not enough for all of them.
 * - NO_COUNTERPART: the other side of the book is empty.
 * - SELF_TRADE: the only partner left was the member itself.
 * - ZERO_QUANTITY: an order of 0 Wh; it is ignored.
 * - TRADE_REDUCTION: it is the marginal order that sets the price of the others and does not trade itself.
 *
 * The position is the code in the columns of a clearing: append only.
 */
export const unmatchedReasons = [
  'PRICE',
  'RATIONED',
  'NO_COUNTERPART',
  'SELF_TRADE',
  'ZERO_QUANTITY',
  'TRADE_REDUCTION',
] as const;
export type UnmatchedReason = (typeof unmatchedReasons)[number];

/** The reason's code in the columns of a clearing. */
export function reasonCode(reason: UnmatchedReason): number {
  return unmatchedReasons.indexOf(reason) + 1;
}

/** The reason of a code, or null for 0 (nothing left). */
export function reasonOfCode(code: number): UnmatchedReason | null {
  return unmatchedReasons[code - 1] ?? null;
}

/** The two prices of a trade-reduction clearing, micro-currency per kWh; null when nothing crosses. */
interface ReductionPrices {
  /** What every buyer pays; also the price of the trades. */
  readonly buyPrice: number | null;
  /** What every seller receives; the same as buyPrice unless the type is REDUCED. */
  readonly sellPrice: number | null;
  /**
   * What all buyers pay less what all sellers receive, in micro-currency: the sum over the trades of the amount at buyPrice
   * less the amount at sellPrice, each rounded as an amount is. Never negative; null when it is beyond the safe integers.
   */
  readonly operatorSurplus: number | null;
}

/** What only some mechanisms say of a clearing. */
interface ClearingExtras {
  /** Which acceptable offer was served first: only of pay-as-bid, always there. */
  readonly offerOrder?: OfferOrder;
  /** Only of trade-reduction, always there. */
  readonly reduction?: ReductionPrices;
}

/**
 * The order in which the walk down the two stacks ends: of a price level that clears in part, in price-time order, the last
 * one that the crossing quantity reaches. The price is its limit. Always there with MARGINAL_BUYER, MARGINAL_SELLER and
 * FAILURE, never with another type. What it gets is not said by that: the whole level is rationed.
 */
export interface MarginalOrder {
  readonly side: 'bid' | 'offer';
  readonly id: string;
}

/** A MarginalOrder by its row in the input columns. */
export interface MarginalRow {
  readonly side: 'bid' | 'offer';
  readonly row: number;
}

/** What a mechanism returns for a book in columns. Indexes are rows of the input columns. */
export interface ClearingColumns extends ClearingExtras {
  readonly type: ClearingType;
  /** Micro-currency per kWh; null when there is no common price, or both sides are empty. */
  readonly price: number | null;
  /** The traded quantity in Wh: the sum of `tradeWh`. */
  readonly quantityWh: number;
  /** The whole set of clearing prices [lowest, highest], micro-currency per kWh; null when there is no such set. */
  readonly interval: readonly [number, number] | null;
  /** Wh cleared at the marginal price, before self-trade; 0 unless the type is MARGINAL_BUYER or MARGINAL_SELLER. */
  readonly marginalQuantityWh: number;
  /** Wh wanted or offered at the marginal price; every order there gets marginalQuantityWh / marginalTotalWh of its own. */
  readonly marginalTotalWh: number;
  readonly marginalOrder: MarginalRow | null;
  readonly tradeCount: number;
  /** The trades, in the price-time order of the bids. */
  readonly tradeBid: Int32Array;
  readonly tradeOffer: Int32Array;
  readonly tradeWh: Int32Array;
  /** Micro-currency per kWh. */
  readonly tradePrice: Float64Array;
  /** For each bid the Wh that did not trade. */
  readonly unmatchedBidWh: Int32Array;
  /** For each bid the code of the reason, 0 when nothing is left. */
  readonly unmatchedBidReason: Uint8Array;
  /** For each offer the Wh that did not trade. */
  readonly unmatchedOfferWh: Int32Array;
  /** For each offer the code of the reason, 0 when nothing is left. */
  readonly unmatchedOfferReason: Uint8Array;
}

/** One trade of a clearing: the ids of its orders, Wh, micro-currency per kWh. */
export interface ClearedTrade {
  readonly bid: string;
  readonly offer: string;
  readonly wh: number;
  readonly price: number;
}

/** What is left of an order, in Wh, and why. */
export interface UnmatchedOrder {
  readonly side: 'bid' | 'offer';
  readonly id: string;
  readonly wh: number;
  readonly reason: UnmatchedReason;
}

/** A clearing in objects. Units as in ClearingColumns. */
export interface Clearing extends ClearingExtras {
  readonly type: ClearingType;
  readonly price: number | null;
  readonly quantityWh: number;
  readonly interval: readonly [number, number] | null;
  readonly marginalQuantityWh: number;
  readonly marginalTotalWh: number;
  readonly marginalOrder: MarginalOrder | null;
  /** In the price-time order of the bids. */
  readonly trades: readonly ClearedTrade[];
  /** Bids before offers, each side by id. */
  readonly unmatched: readonly UnmatchedOrder[];
}
