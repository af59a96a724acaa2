import { Failure } from '#shared/contract/errors.ts';
import { type ReadDb, scratchOver, type WriteDb } from './connection.ts';
import type { ReadOnlyCache } from './open.ts';
import { rebuildRollups } from './rebuild-rollups.ts';
import { rollupTables } from './rollup-tables.ts';

export interface CacheHealth {
  /** `ok`, or the first thing that SQLite found wrong with the file. */
  readonly integrity: string;
  /** Rollup rows that differ from what the records add up to: 0 in a sound cache. Null when the file is too damaged to add up. */
  readonly rollupDifferences: number | null;
}

/** How far an examination is, in pages of the file read; some are read more than once. */
export interface CheckProgress {
  readonly done: number;
  readonly total: number;
}

/** Undoes a transaction whose only purpose was to look. */
class Undo extends Error {}

/**
 * Examines the whole open cache and changes nothing: the file's structure, each table against its indexes, and every rollup against its
 * records. Over a reading connection, so that nobody else is held up; in pieces, after each of which it may be left.
 */
export function* examineCache(db: ReadDb): Generator<CheckProgress, CacheHealth> {
  const [pages] = db.pluck<number>('PRAGMA page_count');
  const total = 3 * pages;
  const structure = soundness(() => db.pluck<string>('PRAGMA quick_check(1)')[0]);
  yield { done: pages, total };
  if (structure !== 'ok') return { integrity: structure, rollupDifferences: null };
  let done = pages;
  for (const { name, count } of tables(db)) {
    const found = soundness(() => db.pluck<string>('SELECT * FROM pragma_integrity_check(?)', [name])[0]);
    if (found !== 'ok') return { integrity: found, rollupDifferences: null };
    yield { done: (done = Math.min(done + count, 2 * pages)), total };
  }
  const rollupDifferences = differentRollups(db);
  yield { done: total, total };
  return { integrity: 'ok', rollupDifferences };
}

/** As `examineCache`, in one go. */
export function checkCache({ read }: Pick<ReadOnlyCache, 'read'>): CacheHealth {
  const examination = examineCache(read);
  for (;;) {
    const step = examination.next();
    if (step.done) return step.value;
  }
}

/** A file can be so damaged that SQLite does not even get to say what is wrong. */
function soundness(look: () => string): string {
  try {
    return look();
  } catch (error) {
    if (error instanceof Failure && error.code === 'CACHE_CORRUPT') return 'unreadable';
    throw error;
  }
}

/** The tables, with the pages that each takes without its indexes. */
function tables(db: ReadDb): { name: string; count: number }[] {
  return db.all(
    `SELECT name, pageno AS count FROM dbstat WHERE aggregate = TRUE
       AND name IN (SELECT name FROM sqlite_schema WHERE type = 'table')`,
  );
}

/** Adds everything up again in temporary tables that stand before the real ones, over one state of the cache, and compares. */
function differentRollups(read: ReadDb): number {
  const db = scratchOver(read);
  let different = 0;
  try {
    db.transaction(() => {
      for (const name of ['community', ...rollupTables.map((table) => table.name)]) {
        db.exec(`${definitionOf(db, name)}; INSERT INTO temp.${name} SELECT * FROM main.${name}`);
      }
      for (const community of db.pluck<number>('SELECT id FROM main.community')) rebuildRollups(db, community);
      different = rollupTables.reduce((sum, { name }) => sum + rowsThatDiffer(db, name), 0);
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return different;
}

/** The statement that makes a table of the same form among the temporary ones; it can refer to no table outside. */
function definitionOf(db: WriteDb, name: string): string {
  const [sql] = db.pluck<string>("SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?", [name]);
  return sql.replace(/^CREATE TABLE\s+/i, 'CREATE TEMP TABLE ').replaceAll(/\bREFERENCES\s+\w+\s*\([^)]*\)/gi, '');
}

/** Rows that are kept but not computed, or computed but not kept, whichever are more. */
function rowsThatDiffer(db: ReadDb, name: string): number {
  const only = (these: string, those: string): number =>
    db.pluck<number>(`SELECT COUNT(*) FROM (SELECT * FROM ${these}.${name} EXCEPT SELECT * FROM ${those}.${name})`)[0];
  return Math.max(only('main', 'temp'), only('temp', 'main'));
}
