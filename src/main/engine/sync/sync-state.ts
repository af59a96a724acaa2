import type { ReadDb, WriteDb } from '../cache/connection.ts';

/** Before the wire ids of a generation that is not in view (PROTOCOL.md L12); no id of the wire begins with it. */
export const HIDDEN = '~';

/** How far the copy of a community has come. */
export interface SyncState {
  /** Row id of the community. */
  readonly communityId: number;
  /** Null before the first page. */
  readonly cursor: string | null;
  readonly position: number;
  /** The copy told everything that the hub knew at this time (epoch ms); null while its first fetch has not come to its end. */
  readonly completeAt: number | null;
}

interface StateRow {
  readonly community_id: number;
  readonly cursor: string | null;
  readonly position: number;
  readonly complete_at: number | null;
}

function stateOf(row: StateRow): SyncState {
  return {
    communityId: row.community_id,
    cursor: row.cursor,
    position: row.position,
    completeAt: row.complete_at,
  };
}

const columns = 'community_id, cursor, position, complete_at';

/** The state of a community (row id) that a hub keeps; undefined for one of this desk alone. */
export function readSyncState(db: ReadDb, communityId: number): SyncState | undefined {
  const row = db.get<StateRow>(`SELECT ${columns} FROM sync_state WHERE community_id = ?`, [communityId]);
  return row && stateOf(row);
}

/**
 * Notes how far a copy has come, in the transaction that brings it there.
 * @param state `completeAt` null leaves the time that is known
 */
export function writeSyncState(db: WriteDb, { communityId, cursor, position, completeAt }: SyncState): void {
  db.run(
    `INSERT INTO sync_state (community_id, cursor, position, complete_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (community_id) DO UPDATE SET cursor = excluded.cursor, position = excluded.position,
       complete_at = COALESCE(excluded.complete_at, complete_at)`,
    [communityId, cursor, position, completeAt],
  );
}

/** The new generation that is being fetched beside a community (row id). */
export function readGeneration(db: ReadDb, communityId: number): SyncState | undefined {
  const row = db.get<StateRow>(`SELECT ${columns} FROM sync_state WHERE replaces_id = ?`, [communityId]);
  return row && stateOf(row);
}
