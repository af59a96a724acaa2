import { ulid } from 'ulid';
import type { SimulationOptions } from '#shared/simulator/simulation-options.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';

/** Notes what is being made, so that a crash in between can be completed with the very same options. */
export function beginDemoRun(db: WriteDb, simulation: SimulationOptions): string {
  const report = JSON.stringify(simulation);
  const same = db.get<{ id: string }>("SELECT id FROM import_run WHERE kind = 'demo' AND report = ?", [report]);
  if (same) {
    db.run("UPDATE import_run SET state = 'running', finished_at = NULL WHERE id = ?", [same.id]);
    return same.id;
  }
  const id = ulid();
  db.run(
    `INSERT INTO import_run (id, community_id, file_name, fingerprint, kind, state, rows_done, rows_total, started_at, report)
     VALUES (?, NULL, 'demo', '', 'demo', 'running', 0, ?, ?, ?)`,
    [id, simulation.days, Date.now(), report],
  );
  return id;
}

export function finishDemoRun(db: WriteDb, id: string, days: number): void {
  db.run("UPDATE import_run SET state = 'done', rows_done = ?, finished_at = ? WHERE id = ?", [days, Date.now(), id]);
}

/** Notes that the person wants no unfinished demo to be completed: stopped by hand, or its community removed. */
export function cancelDemoRuns(db: WriteDb): void {
  db.run("UPDATE import_run SET state = 'cancelled', finished_at = ? WHERE kind = 'demo' AND state = 'running'", [
    Date.now(),
  ]);
}

/** The last demo of this cache: over (complete, or stopped by the person), or the options with which it must go on; null when there was none. */
export function lastDemoRun(db: ReadDb): { isOver: boolean; simulation: SimulationOptions } | null {
  const row = db.get<{ state: string; report: string }>(
    "SELECT state, report FROM import_run WHERE kind = 'demo' ORDER BY rowid DESC LIMIT 1",
  );
  return row ? { isOver: row.state !== 'running', simulation: JSON.parse(row.report) as SimulationOptions } : null;
}
