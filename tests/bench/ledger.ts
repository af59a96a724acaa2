// Targets R2 and S2 of PERFORMANCE.md: pages, filters, totals and orders of a ledger of a million trades in an encrypted cache.
import type { Cache } from '#engine/cache/open.ts';
import { allCommunities, type CommunityRow } from '#engine/communities/community.ts';
import { LedgerDesk } from '#engine/ledger/ledger-desk.ts';
import type { LedgerFilter, LedgerSort } from '#shared/contract/ledger-records.ts';
import { Random } from '#shared/domain/random.ts';
import { nearestRank } from '#shared/domain/nearest-rank.ts';
import type { Benchmark, Contest } from '#tools/bench/benchmark.ts';
import { timed } from '#tools/bench/benchmark.ts';
import { fillWithTrades, filter, TRADES } from './million-trades.ts';
import { NewCaches } from './new-caches.ts';

const PAGE = 200;
/** Pages at places of chance that are timed in a round. */
const PAGES = 200;
/** Of a millisecond. */
const MICROSECONDS = 1000;
const newestFirst: LedgerSort = { by: 'executedAt', descending: true };
/** No trade is so dear: all of them have to be looked at. */
const TOO_DEAR = 10_000_000;

interface Ledger {
  readonly cache: Cache;
  readonly community: CommunityRow;
}

export const ledgerBenchmarks: readonly Benchmark[] = [
  {
    name: 'ledger-depth',
    title: 'a page of 200 of a million trades at any place: the slowest twentieth against the median',
    target: 3,
    rounds: 3,
    prepare: () => contest(pagesAnywhere),
  },
  {
    name: 'ledger-filter',
    title: 'the first page of a filter that nothing fulfils, against one statement that looks at a million trades',
    target: 3,
    rounds: 5,
    prepare: () =>
      contest((ledger) => ({
        baseline: () => timed(() => ledger.cache.read.pluck('SELECT id FROM trade WHERE price >= ?', [TOO_DEAR])),
        ours: () => timedPage(ledger, { ...filter, price: { from: TOO_DEAR, to: null } }),
      })),
  },
  {
    name: 'ledger-totals',
    title: 'the totals of a million trades, against adding up their energy, money and tariffs in one statement',
    target: 3,
    rounds: 3,
    prepare: () =>
      contest(({ cache, community }) => ({
        baseline: () =>
          timed(() =>
            cache.read.all(
              `SELECT status, COUNT(*), SUM(quantity_wh), SUM(amount), SUM(quantity_wh * price),
                      SUM(quantity_wh * grid_import_price), SUM(quantity_wh * grid_export_price)
               FROM trade LEFT JOIN pricing_signal ON pricing_signal.community_id = trade.community_id
                 AND pricing_signal.slot = trade.slot GROUP BY status`,
            ),
          ),
        ours: async () => {
          const started = performance.now();
          const { count } = await new LedgerDesk(cache.read).totals({ communityId: community.uid, filter });
          requireAll(count);
          return performance.now() - started;
        },
      })),
  },
  {
    name: 'ledger-sort',
    title: 'the middle page of a million trades by amount, against one statement that orders and skips',
    target: 1,
    rounds: 3,
    prepare: () =>
      contest((ledger) => ({
        baseline: () =>
          timed(() =>
            ledger.cache.read.all(
              'SELECT * FROM trade ORDER BY amount DESC, executed_at DESC, id DESC LIMIT ? OFFSET ?',
              [PAGE, TRADES / 2],
            ),
          ),
        ours: () => timedPage(ledger, filter, { by: 'amount', descending: true }, TRADES / 2),
      })),
  },
];

async function contest(sides: (ledger: Ledger) => Contest): Promise<Contest> {
  const caches = await NewCaches.make();
  const cache = caches.open();
  fillWithTrades(cache);
  const [community] = allCommunities(cache.read);
  return {
    ...sides({ cache, community }),
    dispose: async () => {
      cache.close();
      await caches.dispose();
    },
  };
}

/** Milliseconds of a page that nothing is known of yet. */
async function timedPage(
  { cache, community }: Ledger,
  wanted: LedgerFilter,
  sort = newestFirst,
  from = 0,
): Promise<number> {
  const started = performance.now();
  await new LedgerDesk(cache.read).page({ communityId: community.uid, filter: wanted, sort, from, limit: PAGE });
  return performance.now() - started;
}

/**
 * Both sides are of the same pages, at other places in each round. Time of the processor: a page takes so little that a single turn of
 * something else on the machine would be most of it.
 */
function pagesAnywhere({ cache, community }: Ledger): Contest {
  const random = new Random('pages');
  const desk = new LedgerDesk(cache.read);
  let times: number[] = [];
  return {
    baseline: async () => {
      times = [];
      for (let at = 0; at < PAGES; at++) {
        const from = random.integer(0, TRADES - PAGE);
        const started = process.threadCpuUsage();
        await desk.page({ communityId: community.uid, filter, sort: newestFirst, from, limit: PAGE });
        const { user, system } = process.threadCpuUsage(started);
        times.push((user + system) / MICROSECONDS);
      }
      times.sort((a, b) => a - b);
      return nearestRank(times, 0.5)!;
    },
    ours: () => nearestRank(times, 0.95)!,
    note: ({ baseline, ours }) => `${baseline.toFixed(1)} ms, the slowest twentieth ${ours.toFixed(1)} ms`,
  };
}

function requireAll(count: number): void {
  if (count !== TRADES) throw new Error(`There were ${count} trades instead of ${TRADES}.`);
}
