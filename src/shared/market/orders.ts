import { MAX_ORDER_WH } from '../domain/units.ts';

/** The largest limit price, either sign, in micro-currency per kWh: sums of two stay exact. */
export const MAX_PRICE = 1_000_000_000_000_000;

/** One order of a slot as the object layer takes it. */
export interface Order {
  /** Unique on its side of the book. */
  readonly id: string;
  /** Who placed it; a member never trades with itself. */
  readonly member: string;
  /** Limit price in micro-currency per kWh, an integer from -MAX_PRICE to MAX_PRICE; null is a market order. */
  readonly price: number | null;
  /** Quantity in Wh, an integer from 0 to MAX_ORDER_WH. */
  readonly wh: number;
  /** UTC epoch milliseconds; orders without a time rank after those with one. */
  readonly createdAt?: number;
}

/**
 * One side of a slot's book, one typed array per field and no object per order. All arrays have `count` entries;
 * nothing is sorted.
 */
export interface OrderColumns {
  readonly count: number;
  /**
   * Micro-currency per kWh, whole numbers from -MAX_PRICE to MAX_PRICE. A market order is +Infinity for a bid and -Infinity
   * for an offer.
   */
  readonly price: Float64Array;
  /** Wh, not negative; an order of 0 Wh is ignored. */
  readonly wh: Int32Array;
  /** A number for each member, the same on both sides of the book. */
  readonly member: Int32Array;
  /** UTC epoch milliseconds; +Infinity when unknown. */
  readonly createdAt: Float64Array;
  /** Rank of the order's id among the ids of its side (code-unit order): the last tie-break, so no two are equal. */
  readonly idRank: Int32Array;
}

/** The lowest and highest price of a market, in micro-currency per kWh; whole numbers from -MAX_PRICE to MAX_PRICE. */
export interface MarketLimits {
  /** A bid at the cap is must-run: it buys at any price, as a market order does. */
  readonly priceCap: number;
  /** An offer at the floor is must-run: it sells at any price, as a market order does. */
  readonly priceFloor: number;
}

/** 9999 currency/kWh, the cap that GridLAB-D takes when none is given, and a floor of minus the cap. */
export const DEFAULT_LIMITS: MarketLimits = { priceCap: 9_999_000_000, priceFloor: -9_999_000_000 };

/** Which acceptable offer a bid gets first in pay-as-bid: the cheapest, or the dearest. Market orders rank first in both. */
export const offerOrders = ['ascending', 'descending'] as const;
export type OfferOrder = (typeof offerOrders)[number];

/** Both sides of a book as columns, the members numbered over both. */
export interface Book {
  readonly bids: OrderColumns;
  readonly offers: OrderColumns;
}

/**
 * The columns of a book given as objects.
 * @throws RangeError naming the side, the row and the field when a value is outside what Order says, or an id comes twice on
 *   one side
 */
export function toColumns(bids: readonly Order[], offers: readonly Order[]): Book {
  const memberNumbers = new Map<string, number>();
  return {
    bids: sideColumns('bids', bids, Number.POSITIVE_INFINITY, memberNumbers),
    offers: sideColumns('offers', offers, Number.NEGATIVE_INFINITY, memberNumbers),
  };
}

function sideColumns(
  side: 'bids' | 'offers',
  orders: readonly Order[],
  marketPrice: number,
  memberNumbers: Map<string, number>,
): OrderColumns {
  const count = orders.length;
  const columns = {
    count,
    price: new Float64Array(count),
    wh: new Int32Array(count),
    member: new Int32Array(count),
    createdAt: new Float64Array(count),
    idRank: rankIds(side, orders),
  };
  for (const [row, order] of orders.entries()) {
    checkOrder(order, `${side}[${row}]`);
    let member = memberNumbers.get(order.member);
    if (member === undefined) {
      member = memberNumbers.size;
      memberNumbers.set(order.member, member);
    }
    columns.price[row] = order.price ?? marketPrice;
    columns.wh[row] = order.wh;
    columns.member[row] = member;
    columns.createdAt[row] = order.createdAt ?? Number.POSITIVE_INFINITY;
  }
  return columns;
}

function checkOrder({ price, wh, createdAt }: Order, at: string): void {
  if (!isWhole(wh, 0, MAX_ORDER_WH))
    throw new RangeError(`${at}.wh: ${wh} is no whole number from 0 to ${MAX_ORDER_WH}`);
  if (price !== null && !isWhole(price, -MAX_PRICE, MAX_PRICE)) {
    throw new RangeError(`${at}.price: ${price} is no whole number from -${MAX_PRICE} to ${MAX_PRICE}`);
  }
  if (createdAt !== undefined && !Number.isSafeInteger(createdAt)) {
    throw new RangeError(`${at}.createdAt: ${createdAt} is no time in whole milliseconds`);
  }
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/**
 * Checks the limits of a market.
 * @throws RangeError when the floor is above the cap or one of them is outside what MarketLimits says
 */
export function checkLimits({ priceCap, priceFloor }: MarketLimits): void {
  if (isWhole(priceFloor, -MAX_PRICE, priceCap) && isWhole(priceCap, priceFloor, MAX_PRICE)) return;
  throw new RangeError(`A market cannot have the price floor ${priceFloor} and the price cap ${priceCap}`);
}

/** For each order the rank of its id in code-unit order. */
function rankIds(side: 'bids' | 'offers', orders: readonly Order[]): Int32Array {
  const ids = orders.map((order) => order.id);
  const byId = Array.from(ids.keys()).sort((a, b) => compareIds(ids[a], ids[b]));
  const ranks = new Int32Array(ids.length);
  for (const [rank, row] of byId.entries()) {
    ranks[row] = rank;
    const before = byId[rank - 1];
    if (before !== undefined && ids[before] === ids[row]) {
      throw new RangeError(`${side}[${row}].id: "${ids[row]}" is already the id of ${side}[${before}]`);
    }
  }
  return ranks;
}

/** Plain code-unit order, the same on every machine and in every locale. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
