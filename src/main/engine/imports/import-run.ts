import { ulid } from 'ulid';
import type { ReadDb, WriteDb } from '../cache/connection.ts';

export type ImportKind = 'readings' | 'snapshot';

/** Imports that run in this process. Not told by the time at which they began: a clock can be set back. */
const runningHere = new Set<string>();

/** Notes that an import begins; returns its id. */
export function beginRun(
  db: WriteDb,
  about: {
    readonly kind: ImportKind;
    readonly fileName: string;
    readonly fingerprint: string;
    readonly communityUid: string;
    readonly rowsTotal: number;
    /** What the file was found to hold. */
    readonly report: Readonly<Record<string, string | number | null>>;
  },
): string {
  const id = ulid();
  runningHere.add(id);
  db.run(
    `INSERT INTO import_run (id, community_id, file_name, fingerprint, kind, state, rows_done, rows_total, started_at, report)
     VALUES (?, (SELECT id FROM community WHERE uid = ?), ?, ?, ?, 'running', 0, ?, ?, ?)`,
    [
      id,
      about.communityUid,
      about.fileName,
      about.fingerprint,
      about.kind,
      about.rowsTotal,
      Date.now(),
      JSON.stringify(about.report),
    ],
  );
  return id;
}

/** Notes the rows that are written; in the transaction that writes them. */
export function noteRows(db: WriteDb, id: string, rowsDone: number): void {
  db.run('UPDATE import_run SET rows_done = ? WHERE id = ?', [rowsDone, id]);
}

export function finishRun(db: WriteDb, id: string, state: 'done' | 'failed' | 'cancelled'): void {
  db.run('UPDATE import_run SET state = ?, finished_at = ? WHERE id = ?', [state, Date.now(), id]);
  runningHere.delete(id);
}

/** Marks the imports that ended with an earlier process, in a crash. */
export function markInterruptedRuns(db: WriteDb): void {
  db.run(
    `UPDATE import_run SET state = 'interrupted', finished_at = ?
     WHERE state = 'running' AND kind IN ('readings', 'snapshot') AND id NOT IN (SELECT value FROM json_each(?))`,
    [Date.now(), JSON.stringify([...runningHere])],
  );
}

/** The community that this very file was last imported into, when it is still there. */
export function communityOfFile(db: ReadDb, fingerprint: string): { uid: string; name: string } | undefined {
  return db.get<{ uid: string; name: string }>(
    `SELECT community.uid, community.name FROM import_run JOIN community ON community.id = import_run.community_id
     WHERE fingerprint = ? AND kind = 'readings' ORDER BY import_run.rowid DESC LIMIT 1`,
    [fingerprint],
  );
}
