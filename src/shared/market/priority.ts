import type { OrderColumns } from './orders.ts';

/** Up to this many orders a comparison sort beats the set-up of a counting sort. */
const SMALL = 2048;
const DIGIT = 65_536;

/**
 * The rows of one side's orders in price-time order: bids by price descending or offers by price ascending, market
 * orders first, then the earlier `createdAt`, then the smaller id. Orders of 0 Wh are left out.
 * Counting sort over the prices, or a radix sort where they span too widely (PERFORMANCE.md, target M1).
 */
export function sortByPriority(side: 'bid' | 'offer', orders: OrderColumns): Int32Array {
  const rows = rowsWithQuantity(orders);
  const sign = side === 'bid' ? -1 : 1;
  if (rows.length <= SMALL) {
    const { price } = orders;
    return rows.sort((a, b) => sign * compare(price[a], price[b]) || compareTime(orders, a, b));
  }
  // A stable sort by price keeps rows that are already in time order so; otherwise each price level is put in order.
  const inTimeOrder = isInTimeOrder(orders, rows);
  const sorted = sortByKey(orders.price, sign, rows);
  if (!inTimeOrder) sortLevelsByTime(orders, sorted);
  return sorted;
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

function sortByKey(price: Float64Array, sign: number, rows: Int32Array): Int32Array {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < rows.length; at++) {
    const key = sign * price[rows[at]];
    if (key === Number.NEGATIVE_INFINITY) continue;
    if (key < lowest) lowest = key;
    if (key > highest) highest = key;
  }
  // All limits are known to be whole; 0 is for the market orders, limits start at 1.
  const span = highest >= lowest ? highest - lowest + 2 : 1;
  const keys = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const key = sign * price[rows[at]];
    keys[at] = key === Number.NEGATIVE_INFINITY ? 0 : key - lowest + 1;
  }
  if (span <= 4 * rows.length + DIGIT) return countingSort(rows, keys, span);
  return radixSort(rows, keys, span);
}

function countingSort(rows: Int32Array, keys: Float64Array, span: number): Int32Array {
  const next = new Int32Array(span + 1);
  for (let at = 0; at < keys.length; at++) next[keys[at] + 1]++;
  for (let key = 1; key <= span; key++) next[key] += next[key - 1];
  const sorted = new Int32Array(rows.length);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at];
    sorted[next[key]++] = rows[at];
  }
  return sorted;
}

/** Least significant digit first, 16 bits a pass, over keys of up to 2^53. */
function radixSort(rows: Int32Array, keys: Float64Array, span: number): Int32Array {
  let fromRows = rows;
  let fromKeys = keys;
  let toRows: Int32Array = new Int32Array(rows.length);
  let toKeys: Float64Array = new Float64Array(rows.length);
  for (let scale = 1; scale < span; scale *= DIGIT) {
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
  return fromRows;
}

function sortLevelsByTime(orders: OrderColumns, sorted: Int32Array): void {
  const { price } = orders;
  let from = 0;
  while (from < sorted.length) {
    const level = price[sorted[from]];
    let to = from + 1;
    while (to < sorted.length && price[sorted[to]] === level) to++;
    if (to - from <= 16) insertionSort(orders, sorted, from, to);
    else sorted.subarray(from, to).sort((a, b) => compareTime(orders, a, b));
    from = to;
  }
}

function insertionSort(orders: OrderColumns, rows: Int32Array, from: number, to: number): void {
  for (let at = from + 1; at < to; at++) {
    const row = rows[at];
    let hole = at;
    while (hole > from && compareTime(orders, rows[hole - 1], row) > 0) {
      rows[hole] = rows[hole - 1];
      hole--;
    }
    rows[hole] = row;
  }
}
