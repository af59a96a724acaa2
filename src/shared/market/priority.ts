import type { OrderColumns } from './orders.ts';

/** Up to this many orders a comparison sort beats the set-up of a counting sort. */
const SMALL = 2048;
const DIGIT = 65_536;

/** Orders in some order. */
interface Sorted {
  readonly rows: Int32Array;
  /** What each of the rows has in the column that they are sorted by. */
  readonly values: Float64Array;
}

/**
 * One side's orders in price-time order, with their limit prices: bids by price descending or offers by price ascending, market
 * orders first, then the earlier `createdAt`, then the smaller id. Orders of 0 Wh are left out. The arrays are the caller's.
 * Counting sort over the prices, or a radix sort where they span too widely (PERFORMANCE.md, target M1).
 */
export function sortByPriority(side: 'bid' | 'offer', orders: OrderColumns): { rows: Int32Array; price: Float64Array } {
  const rows = rowsWithQuantity(orders);
  const sign = side === 'bid' ? -1 : 1;
  if (rows.length <= SMALL) {
    const { price } = orders;
    rows.sort((a, b) => sign * compare(price[a], price[b]) || compareTime(orders, a, b));
    return { rows, price: valuesOf(price, rows) };
  }
  const sorted = sortByValue(orders.price, sign, rowsInTimeOrder(orders, rows));
  return { rows: sorted.rows, price: sorted.values };
}

/** Negative when order `a` came before order `b`, by `createdAt`, then id; never 0 for two orders. */
export function compareTime(orders: OrderColumns, a: number, b: number): number {
  return compare(orders.createdAt[a], orders.createdAt[b]) || orders.idRank[a] - orders.idRank[b];
}

/** Not a subtraction: that of two infinite values is no number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rowsWithQuantity({ count, wh }: OrderColumns): Int32Array {
  const rows = new Int32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) {
    if (wh[row] > 0) rows[length++] = row;
  }
  return rows.subarray(0, length);
}

function isInTimeOrder(orders: OrderColumns, rows: Int32Array): boolean {
  for (let at = 1; at < rows.length; at++) {
    if (compareTime(orders, rows[at - 1], rows[at]) > 0) return false;
  }
  return true;
}

/** Each sort keeps the order that the one before it made among equal values. */
function rowsInTimeOrder(orders: OrderColumns, rows: Int32Array): Int32Array {
  if (isInTimeOrder(orders, rows)) return rows;
  return sortByValue(orders.createdAt, 1, sortByValue(orders.idRank, 1, rows).rows).rows;
}

function valuesOf(column: Float64Array | Int32Array, rows: Int32Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) values[at] = column[rows[at]];
  return values;
}

/** The rows by ascending `sign * column[row]`, whole numbers or infinite; rows of equal values stay in the order they have. */
function sortByValue(column: Float64Array | Int32Array, sign: number, rows: Int32Array): Sorted {
  const keys = valuesOf(column, rows);
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < keys.length; at++) {
    const value = sign * keys[at];
    if (value < lowest && value !== Number.NEGATIVE_INFINITY) lowest = value;
    if (value > highest && value !== Number.POSITIVE_INFINITY) highest = value;
  }
  // Keys count from 0: that is for minus infinity, 1 for the lowest whole value, and the last for plus infinity.
  const last = highest >= lowest ? highest - lowest + 2 : 1;
  if (last > Number.MAX_SAFE_INTEGER) {
    // Only times span so widely; their keys would not be exact.
    rows.sort((a, b) => sign * compare(column[a], column[b]));
    return { rows, values: valuesOf(column, rows) };
  }
  for (let at = 0; at < keys.length; at++) {
    const value = sign * keys[at];
    keys[at] = value === Number.NEGATIVE_INFINITY ? 0 : value === Number.POSITIVE_INFINITY ? last : value - lowest + 1;
  }
  const sorted = (last < 4 * rows.length + DIGIT ? countingSort : radixSort)(rows, keys, last);
  const { values } = sorted;
  for (let at = 0; at < values.length; at++) {
    const key = values[at];
    const value = key === 0 ? Number.NEGATIVE_INFINITY : key === last ? Number.POSITIVE_INFINITY : key - 1 + lowest;
    // Adding 0 turns a minus zero into zero.
    values[at] = sign * value + 0;
  }
  return sorted;
}

/** By keys from 0 to `last`, which are sorted in place. */
function countingSort(rows: Int32Array, keys: Float64Array, last: number): Sorted {
  const next = new Int32Array(last + 2);
  for (let at = 0; at < keys.length; at++) next[keys[at] + 1]++;
  for (let key = 1; key <= last; key++) next[key] += next[key - 1];
  const sorted = new Int32Array(rows.length);
  for (let at = 0; at < keys.length; at++) sorted[next[keys[at]]++] = rows[at];
  // By now the next place of a key is the end of its run.
  for (let key = 0, at = 0; key <= last; key++) {
    while (at < next[key]) keys[at++] = key;
  }
  return { rows: sorted, values: keys };
}

/** Least significant digit first, 16 bits a pass, over keys of up to 2^53. */
function radixSort(rows: Int32Array, keys: Float64Array, last: number): Sorted {
  let fromRows = rows;
  let fromKeys = keys;
  let toRows: Int32Array = new Int32Array(rows.length);
  let toKeys: Float64Array = new Float64Array(rows.length);
  for (let scale = 1; scale <= last; scale *= DIGIT) {
    const next = new Int32Array(DIGIT + 1);
    for (let at = 0; at < fromKeys.length; at++) {
      next[(Math.floor(fromKeys[at] / scale) % DIGIT) + 1]++;
    }
    for (let digit = 1; digit <= DIGIT; digit++) next[digit] += next[digit - 1];
    for (let at = 0; at < fromKeys.length; at++) {
      const key = fromKeys[at];
      const to = next[Math.floor(key / scale) % DIGIT]++;
      toRows[to] = fromRows[at];
      toKeys[to] = key;
    }
    [fromRows, toRows] = [toRows, fromRows];
    [fromKeys, toKeys] = [toKeys, fromKeys];
  }
  return { rows: fromRows, values: fromKeys };
}
