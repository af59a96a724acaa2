// Targets R2 and S2 of PERFORMANCE.md: pages, filters, totals and orders of the ledger of a year, in an encrypted cache.
import { LedgerDesk } from '#engine/ledger/ledger-desk.ts';
import type { LedgerFilter, LedgerSort } from '#shared/contract/ledger-records.ts';
import { nearestRank } from '#shared/domain/nearest-rank.ts';
import { Random } from '#shared/domain/random.ts';
import { type Benchmark, type Contest, timed } from '#tools/bench/benchmark.ts';
import { everyTrade } from './trade-year.ts';
import { openYear, type Year } from './year-caches.ts';

const MILLION = 1_000_000;
const PAGE = 200;
/** Pages at places of chance that are timed in a round. */
const PAGES = 200;
const newestFirst: LedgerSort = { by: 'executedAt', descending: true };
/** No trade is so dear: all of them have to be looked at. */
const TOO_DEAR = 10_000_000;
const filter = everyTrade();
const size = { count: MILLION, of: 'trades', also: [10_000, 100_000, 5 * MILLION] } as const;

export const ledgerBenchmarks: readonly Benchmark[] = [
  {
    name: 'ledger-depth',
    targetId: 'R2',
    title: `a page of ${PAGE} at any place: the slowest twentieth against the median`,
    target: 3,
    rounds: 3,
    size,
    prepare: (trades) =>
      contest(trades, (year) => {
        const pages = pagesAnywhere(year, trades);
        let times: readonly number[] = [];
        return {
          baseline: async () => {
            times = await pages();
            return nearestRank(times, 0.5)!;
          },
          ours: () => nearestRank(times, 0.95)!,
        };
      }),
  },
  {
    name: 'ledger-depth-5m',
    targetId: 'R2',
    title: `a page of ${PAGE} at any place of five million trades, against one million`,
    target: 1.3,
    rounds: 3,
    size: { count: 5 * MILLION, of: 'trades' },
    prepare: async (trades) => {
      const [fewer, more] = [await openYear(MILLION), await openYear(trades)];
      const [ofFewer, ofMore] = [pagesAnywhere(fewer, MILLION), pagesAnywhere(more, trades)];
      return {
        baseline: async () => nearestRank(await ofFewer(), 0.5)!,
        ours: async () => nearestRank(await ofMore(), 0.5)!,
        dispose: async () => {
          fewer.close();
          more.close();
        },
      };
    },
  },
  {
    name: 'ledger-filter',
    targetId: 'S2',
    title: 'the first page of a filter that nothing fulfils, against one statement that looks at every trade',
    target: 3,
    rounds: 5,
    size,
    prepare: (trades) =>
      contest(trades, (year) => ({
        baseline: () => timed(() => year.read.pluck('SELECT id FROM trade WHERE price >= ?', [TOO_DEAR])),
        ours: () => timedPage(year, { ...filter, price: { from: TOO_DEAR, to: null } }),
      })),
  },
  {
    name: 'ledger-totals',
    targetId: 'S2',
    title: 'the totals of every trade, against adding up their energy, money and tariffs in one statement',
    target: 3,
    rounds: 3,
    size,
    prepare: (trades) =>
      contest(trades, ({ read, community }) => ({
        baseline: () =>
          timed(() =>
            read.all(
              `SELECT status, COUNT(*), SUM(quantity_wh), SUM(amount), SUM(quantity_wh * price),
                      SUM(quantity_wh * grid_import_price), SUM(quantity_wh * grid_export_price)
               FROM trade LEFT JOIN pricing_signal ON pricing_signal.community_id = trade.community_id
                 AND pricing_signal.slot = trade.slot GROUP BY status`,
            ),
          ),
        ours: async () => {
          const started = performance.now();
          const { count } = await new LedgerDesk(read).totals({ communityId: community.uid, filter });
          if (count !== trades) throw new Error(`There were ${count} trades instead of ${trades}.`);
          return performance.now() - started;
        },
      })),
  },
  {
    name: 'ledger-sort',
    targetId: 'S2',
    title: 'the middle page by amount, against one statement that orders and skips',
    target: 1,
    rounds: 3,
    size,
    prepare: (trades) =>
      contest(trades, (year) => ({
        baseline: () =>
          timed(() =>
            year.read.all('SELECT * FROM trade ORDER BY amount DESC, executed_at DESC, id DESC LIMIT ? OFFSET ?', [
              PAGE,
              trades / 2,
            ]),
          ),
        ours: () => timedPage(year, filter, { by: 'amount', descending: true }, trades / 2),
      })),
  },
];

async function contest(trades: number, sides: (year: Year) => Contest): Promise<Contest> {
  const year = await openYear(trades);
  return { ...sides(year), dispose: async () => year.close() };
}

/** Milliseconds of a page that nothing is known of yet. */
async function timedPage(
  { read, community }: Year,
  wanted: LedgerFilter,
  sort = newestFirst,
  from = 0,
): Promise<number> {
  const started = performance.now();
  await new LedgerDesk(read).page({ communityId: community.uid, filter: wanted, sort, from, limit: PAGE });
  return performance.now() - started;
}

/** Times of pages at places of chance, milliseconds, ascending, other ones in each round. The clock of the processor counts in steps of whole pages. */
function pagesAnywhere({ read, community }: Year, trades: number): () => Promise<readonly number[]> {
  const random = new Random('pages');
  const desk = new LedgerDesk(read);
  return async () => {
    const times: number[] = [];
    for (let at = 0; at < PAGES; at++) {
      const from = random.integer(0, trades - PAGE);
      const started = performance.now();
      await desk.page({ communityId: community.uid, filter, sort: newestFirst, from, limit: PAGE });
      times.push(performance.now() - started);
    }
    return times.sort((a, b) => a - b);
  };
}
