// Targets W1 to W4 of PERFORMANCE.md: trades written into the encrypted cache by the product's own path and schema, against the `sqlite3`
// command line that reads them as text into a table with a TEXT primary key, and against the same without cipher.
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { WriteDb } from '#engine/cache/connection.ts';
import { uptakeOf } from '#engine/privacy/cleared.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { applyTrades } from '#engine/sync/apply-trades.ts';
import { KEEP_ALL, PageIds } from '#engine/sync/page-work.ts';
import { RollupChanges } from '#engine/sync/rollup-changes.ts';
import { Tariffs } from '#engine/sync/tariffs.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { Benchmark } from '#tools/bench/benchmark.ts';
import { ensurePrograms } from '#tools/electron-runtime/system-libraries.ts';
import { tradePages, wireColumns, writeTradeCsv } from './trade-year.ts';
import { type Cipher, newFile, openWriting } from './year-caches.ts';

const size = { count: 1_000_000, of: 'trades', also: [10_000, 100_000, 5_000_000] } as const;
const noSqlite3 = { reason: 'This machine has no sqlite3 for the baseline, and no right to install it' };

export const cacheWriteBenchmarks: readonly Benchmark[] = [
  {
    name: 'cache-import-bare',
    targetId: 'W1',
    title:
      'trades upserted into the encrypted cache without secondary indexes and rollups, against sqlite3 .import into a TEXT primary key',
    target: 0.3,
    rounds: 3,
    warmUps: 0,
    size,
    prepare: (trades) => againstImport(trades, writeBare),
  },
  {
    name: 'cache-cipher',
    targetId: 'W2',
    title: 'trades applied to the encrypted cache with all indexes and rollups, against the same cache without cipher',
    target: 1.15,
    rounds: 3,
    warmUps: 1,
    size,
    prepare: async (trades) => {
      const pages = [...tradePages({ trades })];
      return {
        baseline: () => timeWriting(pages, 'plain', writeWhole),
        ours: () => timeWriting(pages, 'encrypted', writeWhole),
      };
    },
  },
  {
    name: 'cache-import',
    targetId: 'W3',
    title:
      'trades applied to the encrypted cache with member indexes and rollups, against sqlite3 .import into a TEXT primary key',
    target: 1.4,
    rounds: 3,
    warmUps: 0,
    size,
    prepare: (trades) => againstImport(trades, writeWhole),
  },
  {
    name: 'cache-bytes',
    targetId: 'W4',
    title: 'the file of the encrypted cache with indexes and rollups, against the file of sqlite3 .import',
    target: 0.6,
    rounds: 1,
    warmUps: 0,
    unit: 'bytes',
    size,
    prepare: async (trades) => {
      const csv = await csvFile(trades);
      if (csv === null) return noSqlite3;
      return {
        baseline: async () => {
          const file = await newFile('import');
          importCsv(csv, file);
          return bytesOf(file);
        },
        ours: async () => {
          const file = await newFile('cache');
          const cache = openWriting(file, 'encrypted');
          writeWhole(cache.write, tradePages({ trades }));
          cache.close();
          return bytesOf(file);
        },
        dispose: async () => rmSync(csv),
      };
    },
  },
];

type Write = (db: WriteDb, pages: Iterable<ChangePage>) => void;

function writeWhole(db: WriteDb, pages: Iterable<ChangePage>): void {
  for (const page of pages) applyPage(db, page);
}

/** As `applyPage` stores the trades of a page, into the table alone. */
function writeBare(db: WriteDb, pages: Iterable<ChangePage>): void {
  for (const name of db.pluck<string>(
    "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'trade' AND sql IS NOT NULL",
  )) {
    db.exec(`DROP INDEX ${name}`);
  }
  for (const page of pages) {
    const { trades } = page;
    if (page.community || !trades) {
      applyPage(db, page);
      continue;
    }
    db.transaction(() => {
      const [{ id, time_zone: timeZone }] = db.all<{ id: number; time_zone: string }>('SELECT * FROM community');
      applyTrades(
        {
          db,
          communityId: id,
          rollups: new RollupChanges(timeZone),
          ids: new PageIds(db, id, page),
          tariffs: new Tariffs(db, id),
          uptake: uptakeOf(db, page.communityId),
          window: KEEP_ALL,
        },
        trades,
      );
    });
  }
}

async function againstImport(trades: number, write: Write) {
  const csv = await csvFile(trades);
  if (csv === null) return noSqlite3;
  const pages = [...tradePages({ trades })];
  return {
    baseline: async () => {
      const file = await newFile('import');
      const started = performance.now();
      importCsv(csv, file);
      const milliseconds = performance.now() - started;
      rmSync(file);
      return milliseconds;
    },
    ours: () => timeWriting(pages, 'encrypted', write),
    dispose: async () => rmSync(csv),
  };
}

/** Milliseconds until all is in the file itself: closing moves the log into it. */
async function timeWriting(pages: readonly ChangePage[], cipher: Cipher, write: Write): Promise<number> {
  const file = await newFile('cache');
  const cache = openWriting(file, cipher);
  const started = performance.now();
  write(cache.write, pages);
  requireAll(cache.write, pages);
  cache.close();
  const milliseconds = performance.now() - started;
  for (const name of namesOf(file)) rmSync(name, { recursive: true });
  return milliseconds;
}

function requireAll(db: WriteDb, pages: readonly ChangePage[]): void {
  const wanted = pages.reduce((sum, page) => sum + (page.trades?.count ?? 0), 0);
  const [stored] = db.pluck<number>('SELECT COUNT(*) FROM trade');
  if (stored !== wanted) throw new Error(`The cache holds ${stored} trades instead of ${wanted}.`);
}

/** The trades as text; null without a sqlite3 to read it. */
async function csvFile(trades: number): Promise<string | null> {
  if (!(await ensurePrograms({ sqlite3: 'sqlite3' }))) return null;
  const file = await newFile('csv');
  writeTradeCsv(file, tradePages({ trades }));
  return file;
}

function importCsv(csv: string, file: string): void {
  const columns = wireColumns.map((name) => `${name} TEXT${name === 'id' ? ' PRIMARY KEY' : ''}`);
  execFileSync('sqlite3', [file, `CREATE TABLE trade (${columns.join(', ')})`, '.mode csv', `.import ${csv} trade`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function bytesOf(file: string): number {
  const { size: bytes } = statSync(file);
  for (const name of namesOf(file)) rmSync(name, { recursive: true });
  return bytes;
}

/** A file and what stands beside it under its name. */
function namesOf(file: string): string[] {
  const [folder, name] = [path.dirname(file), path.basename(file)];
  return readdirSync(folder)
    .filter((other) => other === name || other.startsWith(`${name}-`) || other.startsWith(`${name}.`))
    .map((other) => path.join(folder, other));
}
