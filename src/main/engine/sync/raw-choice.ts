import { rawWindowStart } from '#shared/domain/raw-window.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';

/** How many months of single records are to be kept of a community (wire id); null for all. */
export function chosenMonths(db: ReadDb, communityUid: string): number | null {
  const own = db.get<{ months: number | null }>('SELECT months FROM raw_choice WHERE community_uid = ?', [
    communityUid,
  ]);
  return own ? own.months : (db.pluck<number | null>('SELECT raw_months FROM hub_connection')[0] ?? null);
}

/** Keeps what was chosen for a community (wire id). */
export function chooseMonths(db: WriteDb, communityUid: string, months: number | null): void {
  db.run(
    `INSERT INTO raw_choice (community_uid, months) VALUES (?, ?)
     ON CONFLICT (community_uid) DO UPDATE SET months = excluded.months`,
    [communityUid, months],
  );
}

/** Whether a legal hold keeps every record of a community (wire id) at this desk: then all are fetched and none is dropped. */
export function isUnderHold(db: ReadDb, communityUid: string): boolean {
  return db.get('SELECT 1 FROM legal_hold WHERE community_uid = ? AND lifted_at IS NULL', [communityUid]) !== undefined;
}

/** How many months a fetch from the beginning asks for; null for all. */
export function monthsToFetch(db: ReadDb, communityUid: string): number | null {
  return isUnderHold(db, communityUid) ? null : chosenMonths(db, communityUid);
}

/**
 * From when on single records are wanted of a copy (row id) at `now`, epoch ms; 0 for all.
 * @param communityUid wire id, without what is before it in a generation
 */
export function wantedFrom(db: ReadDb, communityId: number, communityUid: string, now: number): number {
  const months = monthsToFetch(db, communityUid);
  if (months === null) return 0;
  const [timeZone] = db.pluck<string>('SELECT time_zone FROM community WHERE id = ?', [communityId]);
  return rawWindowStart(months, now, timeZone);
}
