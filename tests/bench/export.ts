// Target X1 of PERFORMANCE.md: the trades of an encrypted cache to a CSV file.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { ReadDb } from '#engine/cache/connection.ts';
import type { CommunityRow } from '#engine/communities/community.ts';
import { exportTexts } from '#engine/exports/export-texts.ts';
import { exportTrades } from '#engine/exports/export-trades.ts';
import { filteredTrades } from '#engine/ledger/filtered-trades.ts';
import { type LedgerRow, ledgerRow } from '#engine/ledger/ledger-rows.ts';
import { tradesInOrder } from '#engine/ledger/trade-walk.ts';
import { wantedTrades } from '#engine/ledger/wanted-trades.ts';
import { exportColumns, type LedgerTrade } from '#shared/contract/ledger-records.ts';
import { columnFacts } from '#shared/ledger/export-columns.ts';
import { notationOf } from '#shared/ledger/export-notation.ts';
import type { Benchmark, Contest } from '#tools/bench/benchmark.ts';
import { START } from '../engine/fixtures/pages.ts';
import { everyTrade } from './trade-year.ts';
import { newFile, openYear } from './year-caches.ts';

/** Rows that the statements read at a time, as the export does. */
const CHUNK = 1000;

const TRADES = 1_000_000;
const filter = everyTrade();
const size = { count: TRADES, of: 'trades', also: [10_000, 100_000, 5 * TRADES] } as const;
const oldestFirst = { by: 'executedAt', descending: false } as const;

interface Ledger {
  readonly read: ReadDb;
  readonly community: CommunityRow;
  /** Where the files go. */
  readonly target: string;
}

export const exportBenchmarks: readonly Benchmark[] = [
  {
    name: 'export-read',
    targetId: 'X1',
    title: 'trades from the cache to a CSV file, against reading their rows alone',
    target: 2.5,
    rounds: 3,
    warmUps: 1,
    size,
    prepare: (trades) => contest(trades, readRows),
  },
  {
    name: 'export-csv-stringify',
    targetId: 'X1',
    title: 'trades from the cache to a CSV file, against the same trades through csv-stringify',
    target: 0.5,
    rounds: 3,
    warmUps: 1,
    size,
    prepare: (trades) => contest(trades, writeWithLibrary),
  },
];

/** Does the work of the baseline and answers for how many trades. */
type Baseline = (ledger: Ledger) => number | Promise<number>;

async function contest(trades: number, baseline: Baseline): Promise<Contest> {
  const { read, community, close } = await openYear(trades);
  const ledger = { read, community, target: await newFile('export') };
  const time = async (work: Baseline): Promise<number> => {
    const started = performance.now();
    const count = await work(ledger);
    const milliseconds = performance.now() - started;
    if (count !== trades) throw new Error(`There were ${count} trades instead of ${trades}.`);
    return milliseconds;
  };
  return {
    baseline: () => time(baseline),
    ours: () => time(exportCsv),
    dispose: async () => close(),
  };
}

async function exportCsv({ read, community, target }: Ledger): Promise<number> {
  let rows = 0;
  await exportTrades(
    read,
    {
      communityId: community.uid,
      filter,
      sort: oldestFirst,
      format: 'csv',
      columns: [...exportColumns],
      notation: 'iso',
      language: 'en',
      path: `${target}-ours.csv`,
      madeAt: START,
    },
    ({ result }) => (rows = result?.rows ?? 0),
    () => false,
  );
  return rows;
}

function readRows({ read, community }: Ledger): number {
  const wanted = wantedTrades(read, community, filter);
  let count = 0;
  for (const rows of tradesInOrder<LedgerRow>(read, wanted, ledgerRow, false, CHUNK)) count += rows.length;
  return count;
}

async function writeWithLibrary({ read, community, target }: Ledger): Promise<number> {
  const style = {
    notation: 'iso',
    language: 'en',
    words: exportTexts.en,
    timeZone: community.time_zone,
    currency: community.currency,
  } as const;
  const writers = exportColumns.map((column) => {
    const number = notationOf(style).number(columnFacts[column].kind);
    return (trade: LedgerTrade) => {
      const value = trade[column];
      return typeof value === 'number' ? number(value) : value;
    };
  });
  let count = 0;
  function* records(): Generator<(string | null)[]> {
    for (const trade of filteredTrades(read, community, filter, oldestFirst)) {
      count++;
      yield writers.map((write) => write(trade));
    }
  }
  const columns = exportColumns.map((column) => columnFacts[column].wire);
  await pipeline(
    Readable.from(records()),
    stringify({ header: true, columns, record_delimiter: 'windows', escape_formulas: true }),
    createWriteStream(`${target}-library.csv`),
  );
  return count;
}
