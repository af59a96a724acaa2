import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderColumns } from '#shared/market/orders.ts';
import { sortByPriority } from '#shared/market/priority.ts';

interface Shape {
  readonly count: number;
  readonly lowest: number;
  readonly highest: number;
  readonly step: number;
  readonly times: 'rising' | 'mixed' | 'some unknown' | 'far apart';
}

/** The time of the order in a row. */
function timeOf(times: Shape['times'], row: number, random: () => number): number {
  if (times === 'rising') return row;
  if (times === 'far apart') return Math.round((2 * random() - 1) * Number.MAX_SAFE_INTEGER);
  return times === 'some unknown' && random() < 0.5 ? Number.POSITIVE_INFINITY : Math.floor(random() * 50);
}

/** Seeded columns; about one order in fifty is a market order, one in fifty has no quantity. */
function columns(side: 'bid' | 'offer', seed: number, { count, lowest, highest, step, times }: Shape): OrderColumns {
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const rows = Array.from({ length: count }, (_, row) => row);
  const scrambled = rows.map((row) => ({ row, key: random() })).sort((a, b) => a.key - b.key);
  const market = side === 'bid' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return {
    count,
    price: Float64Array.from(rows, () =>
      random() < 0.02 ? market : lowest + Math.floor((random() * (highest - lowest)) / step) * step,
    ),
    wh: Int32Array.from(rows, () => (random() < 0.02 ? 0 : 1 + Math.floor(random() * 1000))),
    member: new Int32Array(count),
    createdAt: Float64Array.from(rows, (row) => timeOf(times, row, random)),
    idRank: Int32Array.from(times === 'rising' ? rows : scrambled.map(({ row }) => row)),
  };
}

/** Of two infinite values, too. */
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

function sortSimply(side: 'bid' | 'offer', orders: OrderColumns): number[] {
  const key = (row: number) => {
    const price = orders.price[row];
    return [
      Number.isFinite(price) ? (side === 'bid' ? -price : price) : -1e300,
      orders.createdAt[row],
      orders.idRank[row],
    ];
  };
  return Array.from({ length: orders.count }, (_, row) => row)
    .filter((row) => orders.wh[row] > 0)
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => compare(a.key[0], b.key[0]) || compare(a.key[1], b.key[1]) || a.key[2] - b.key[2])
    .map(({ row }) => row);
}

describe('price-time order', () => {
  const shapes = fc.record({
    count: fc.constantFrom(0, 1, 50, 2048, 2049, 4000),
    prices: fc.constantFrom(
      { lowest: 50_000, highest: 350_000, step: 100 },
      { lowest: -300, highest: 300, step: 100 },
      { lowest: 7, highest: 8, step: 1 },
      { lowest: -9_999_000_000, highest: 9_999_000_000, step: 1 },
      { lowest: -1e15, highest: 1e15, step: 1_000_000 },
    ),
    times: fc.constantFrom<Shape['times'][]>('rising', 'mixed', 'some unknown', 'far apart'),
    side: fc.constantFrom('bid' as const, 'offer' as const),
    seed: fc.nat(),
  });

  it('is the same by comparison, counting and radix sort, for sorted and unsorted times', () => {
    fc.assert(
      fc.property(shapes, ({ count, prices, times, side, seed }) => {
        const orders = columns(side, seed, { count, ...prices, times });
        const { rows, price } = sortByPriority(side, orders);
        expect(Array.from(rows)).toEqual(sortSimply(side, orders));
        // Not toEqual: a minus zero is another price.
        expect(rows.every((row, at) => Object.is(price[at], orders.price[row]))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('puts market orders first when all orders are market orders', () => {
    const orders = columns('bid', 1, { count: 3000, lowest: 1, highest: 2, step: 1, times: 'mixed' });
    orders.price.fill(Number.POSITIVE_INFINITY);
    expect(Array.from(sortByPriority('bid', orders).rows)).toEqual(sortSimply('bid', orders));
  });
});
