import type { ReadDb, WriteDb } from './connection.ts';

/** How much of a copy is single records (migration 160). */
interface RawWindow {
  /** Single records of slots before are not kept, the start of a local day, epoch ms; 0 where all are. */
  readonly rawFrom: number;
  /** Position of the hub's feed whose sums the time before has. */
  readonly rolledTo: number;
}

/** Of a community (row id). */
export function readRawWindow(db: ReadDb, communityId: number): RawWindow {
  return (
    db.get<RawWindow>('SELECT raw_from AS rawFrom, rolled_to AS rolledTo FROM raw_window WHERE community_id = ?', [
      communityId,
    ]) ?? { rawFrom: 0, rolledTo: 0 }
  );
}

/** From when on the copy of a community (row id) has single records, epoch ms; 0 for all of its time. */
export function rawFromOf(db: ReadDb, communityId: number): number {
  return readRawWindow(db, communityId).rawFrom;
}

/** Notes it, in the transaction that makes it so. */
export function writeRawWindow(db: WriteDb, communityId: number, { rawFrom, rolledTo }: RawWindow): void {
  db.run(
    `INSERT INTO raw_window (community_id, raw_from, rolled_to) VALUES (?, ?, ?)
     ON CONFLICT (community_id) DO UPDATE SET raw_from = excluded.raw_from, rolled_to = excluded.rolled_to`,
    [communityId, rawFrom, rolledTo],
  );
}
