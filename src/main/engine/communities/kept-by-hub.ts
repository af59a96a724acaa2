import { Failure } from '#shared/contract/errors.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import { rawFromOf } from '../cache/raw-window.ts';

/** Whether a community (row id) is the copy of one that the connected hub keeps. Without a connection it is this desk's own. */
export function isKeptByHub(db: ReadDb, communityId: number): boolean {
  return db.get('SELECT 1 FROM sync_state, hub_connection WHERE community_id = ?', [communityId]) !== undefined;
}

/**
 * Makes sure that this desk may change the data of a community (row id). A copy that stayed from an earlier connection is no copy any
 * more afterwards: a hub does not go on from it.
 * @throws Failure INPUT_INVALID for one that the connected hub keeps, and for one of which this desk has sums only for a part of its time
 */
export function requireOwn(db: WriteDb, communityId: number, name: string): void {
  if (isKeptByHub(db, communityId)) {
    throw new Failure('INPUT_INVALID', `${name} is kept by the hub: data come from there. Nothing was imported.`, {
      remedy: 'Bring the data to the hub, or import them into another community.',
    });
  }
  if (rawFromOf(db, communityId) > 0) {
    throw new Failure(
      'INPUT_INVALID',
      `Of a part of its time this desk has totals of ${name} only, to which nothing can be added. Nothing was imported.`,
      { remedy: 'Import the data into another community, or connect to the hub and keep all months first.' },
    );
  }
  db.run('DELETE FROM sync_state WHERE community_id = ?', [communityId]);
}
