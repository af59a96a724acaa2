import type { Cache } from './open.ts';
import { rebuildRollups } from './rebuild-rollups.ts';
import { rollupTables } from './rollup-tables.ts';

export interface CacheHealth {
  /** `ok`, or the first thing that SQLite found wrong with the file. */
  readonly integrity: string;
  /** Rollup rows that differ from what the records add up to: 0 in a sound cache. */
  readonly rollupDifferences: number;
}

/** Undoes a transaction whose only purpose was to look. */
class Undo extends Error {}

/** Examines the whole open cache and changes nothing: the file's integrity, and every rollup against its records. */
export function checkCache(cache: Cache): CacheHealth {
  const integrity = cache.read.pluck<string>('PRAGMA integrity_check(1)')[0];
  let rollupDifferences = 0;
  try {
    cache.write.transaction(() => {
      for (const community of cache.write.pluck<number>('SELECT id FROM community')) {
        const kept = rollupRows(cache, community);
        rebuildRollups(cache.write, community);
        rollupDifferences += differences(kept, rollupRows(cache, community));
      }
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return { integrity, rollupDifferences };
}

function rollupRows(cache: Cache, community: number): Set<string> {
  const rows = new Set<string>();
  for (const table of rollupTables) {
    const columns = [...table.keys, ...table.columns].join(', ');
    const sql = `SELECT ${columns} FROM ${table.name} WHERE community_id = ?`;
    for (const row of cache.write.iterate<object>(sql, [community])) rows.add(`${table.name} ${JSON.stringify(row)}`);
  }
  return rows;
}

function differences(kept: ReadonlySet<string>, recomputed: ReadonlySet<string>): number {
  return Math.max(kept.difference(recomputed).size, recomputed.difference(kept).size);
}
