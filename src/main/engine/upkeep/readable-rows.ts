import { Failure } from '#shared/contract/errors.ts';
import type { ReadDb, SqlValue } from '../cache/connection.ts';

type Row = Readonly<Record<string, SqlValue>>;

/** Beyond every row id that the console gives. */
const LAST_ID = 2 ** 40;
/** Damaged places cost a handful of questions each; a file that is damaged everywhere is given up. */
const MAX_QUESTIONS = 4_000;

/**
 * The rows of a table that can be read, around damaged pages, in the order of their row ids.
 * @param id the table's integer key
 * @returns `isComplete` false when there may be more
 */
export function readableRows(
  db: ReadDb,
  table: 'outbox' | 'community' | 'member' | 'sync_state' | 'hub_connection',
  id = 'id',
): { readonly rows: readonly Row[]; readonly isComplete: boolean } {
  const known = hasTable(db, table);
  if (known !== true) return { rows: [], isComplete: known === false };
  const rows: Row[] = [];
  let isComplete = true;
  let questions = 0;
  const pending: [number, number][] = [[0, LAST_ID]];
  while (pending.length > 0) {
    const [first, last] = pending.pop()!;
    questions += 1;
    try {
      // Without an index that could be damaged where the table is not.
      rows.push(...db.all<Row>(`SELECT * FROM ${table} NOT INDEXED WHERE ${id} BETWEEN ? AND ?`, [first, last]));
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (first === last || questions >= MAX_QUESTIONS) {
        isComplete = false;
        continue;
      }
      // The lower half next: the rows come in their order.
      const middle = Math.floor((first + last) / 2);
      pending.push([middle + 1, last], [first, middle]);
    }
  }
  return { rows, isComplete };
}

/** An older schema may not have it. */
function hasTable(db: ReadDb, table: string): boolean | 'unreadable' {
  try {
    return db.pluck("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", [table]).length > 0;
  } catch (error) {
    if (isDamage(error)) return 'unreadable';
    throw error;
  }
}

/** A page that cannot be read, because its bytes are not what was written or because the disk does not give them. */
function isDamage(error: unknown): boolean {
  return error instanceof Failure && (error.code === 'CACHE_CORRUPT' || error.code === 'INTERNAL');
}
