// Targets R1 and R3 of PERFORMANCE.md: reading the cache from end to end, and the statistics of a month.
import type { ReadDb } from '#engine/cache/connection.ts';
import { openReadOnly } from '#engine/cache/open.ts';
import { sumsOf } from '#engine/stats/sums.ts';
import { type Benchmark, type Contest, timed } from '#tools/bench/benchmark.ts';
import { KEY } from '../engine/fixtures/keys.ts';
import { openPlain } from './plain-cache.ts';
import { month } from './trade-year.ts';
import { openYear, type Year, yearFile } from './year-caches.ts';

const YEAR = 1_000_000;
const BUSY_YEAR = 5_000_000;
/** Asked so often, for a time that is long enough to be measured. */
const TIMES = 200;

export const cacheReadBenchmarks: readonly Benchmark[] = [
  {
    name: 'cache-scan',
    targetId: 'R1',
    title: 'every trade read by a connection that has nothing in memory yet, against the same cache without cipher',
    target: 1.2,
    rounds: 5,
    warmUps: 1,
    size: { count: YEAR, of: 'trades', also: [10_000, 100_000, BUSY_YEAR] },
    prepare: async (trades) => {
      const [plain, encrypted] = [await yearFile(trades, 'plain'), await yearFile(trades)];
      return {
        baseline: () => timedScan(openPlain(plain, `${plain}-pattern`), trades),
        ours: () => timedScan(openReadOnly({ file: encrypted, key: KEY }), trades),
      };
    },
  },
  {
    name: 'stats-month',
    targetId: 'R3',
    title: "a month's sums from the rollups, against adding up the month's trades of a year",
    target: 1 / 20,
    rounds: 5,
    size: { count: YEAR, of: 'trades', also: [10_000, 100_000] },
    prepare: monthContest,
  },
  {
    name: 'stats-month-5m',
    targetId: 'R3',
    title: "a month's sums from the rollups, against adding up the month's trades of a year of five times as many",
    target: 1 / 100,
    rounds: 5,
    size: { count: BUSY_YEAR, of: 'trades' },
    prepare: monthContest,
  },
];

function timedScan({ read, close }: { readonly read: ReadDb; close(): void }, trades: number): number {
  try {
    let count = 0;
    const milliseconds = timed(() => {
      // A column that is in no index: the table itself is read.
      count = read.get<{ count: number }>('SELECT COUNT(price) AS count, SUM(amount) FROM trade')!.count;
    });
    if (count !== trades) throw new Error(`There were ${count} trades instead of ${trades}.`);
    return milliseconds;
  } finally {
    close();
  }
}

async function monthContest(trades: number): Promise<Contest> {
  const year = await openYear(trades);
  return {
    baseline: () => timed(() => fromTrades(year)),
    ours: () => {
      const { trade_count: count } = sumsOf(year.read, year.community, month);
      if (count !== fromTrades(year)) throw new Error(`The rollups have ${count} trades, the table another number.`);
      const milliseconds = timed(() => {
        for (let time = 0; time < TIMES; time++) sumsOf(year.read, year.community, month);
      });
      return milliseconds / TIMES;
    },
    dispose: async () => year.close(),
  };
}

/** How many trades of the month did not fail, counted together with their sums. */
function fromTrades({ read, community }: Year): number {
  return read.get<{ count: number }>(
    `SELECT COUNT(*) AS count, SUM(quantity_wh), SUM(amount) FROM trade
     WHERE community_id = ? AND executed_at > ? AND executed_at <= ? AND status <> 2`,
    [community.id, month.from, month.to],
  )!.count;
}
