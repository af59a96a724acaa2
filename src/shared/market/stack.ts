import type { MarketLimits, OrderColumns } from './orders.ts';
import { sortByPriority } from './priority.ts';

/** One side's orders in price-time order, without those of 0 Wh; the arrays go by position in that order. */
export interface Stack {
  readonly orders: OrderColumns;
  readonly count: number;
  /** Rows of `orders`. */
  readonly rows: Int32Array;
  /** Limit prices inside the market's limits: a market order has the cap or the floor, as has a limit beyond them. */
  readonly limit: Float64Array;
  readonly wh: Int32Array;
}

/** Sorts one side's orders into a stack. */
export function buildStack(side: 'bid' | 'offer', orders: OrderColumns, limits: MarketLimits): Stack {
  const { rows, price: limit } = sortByPriority(side, orders);
  const { length } = rows;
  const wh = new Int32Array(length);
  const highest = side === 'bid' ? limits.priceCap : Number.POSITIVE_INFINITY;
  const lowest = side === 'offer' ? limits.priceFloor : Number.NEGATIVE_INFINITY;
  for (let position = 0; position < length; position++) {
    limit[position] = Math.max(Math.min(limit[position], highest), lowest);
    wh[position] = orders.wh[rows[position]];
  }
  return { orders, count: length, rows, limit, wh };
}

/** The input rows of an array of stack positions. */
export function rowsOf({ rows }: Stack, positions: Int32Array): Int32Array {
  const result = new Int32Array(positions.length);
  for (let at = 0; at < positions.length; at++) result[at] = rows[positions[at]];
  return result;
}
