import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { HubError } from '../hub-error.ts';
import type { CommunitiesTable, Tables } from './tables.ts';

/** A change of one record, ready for the feed. */
export interface FeedChange {
  /** `community`, or a name of `shared/wire/record-names`. */
  readonly kind: string;
  /** By `feedKey`. */
  readonly key: string;
  /** The wire record; of a deletion what finds the record in a console's cache. */
  readonly body: object;
  readonly isDeleted?: boolean;
}

/**
 * Locks the community against every other change until the transaction ends (PROTOCOL.md L1). Whoever reads what a change depends on
 * locks first.
 * @throws HubError 404 when there is none, or none that the transaction's user may change
 */
export async function lockCommunity(
  tx: Transaction<Tables>,
  communityId: string,
): Promise<Selectable<CommunitiesTable>> {
  const community = await tx
    .selectFrom('communities')
    .selectAll()
    .where('id', '=', communityId)
    .forUpdate()
    .executeTakeFirst();
  if (community) return community;
  throw noSuchCommunity();
}

/** The refusal of a request for a community that does not exist or is not the caller's: which of the two is not told. */
export function noSuchCommunity(): HubError {
  return new HubError(404, 'FORBIDDEN', 'There is no such community, or it is not open to you.', {
    remedy: 'Ask the administrator of the hub to give you access to the community.',
  });
}

/**
 * Puts changes into the community's feed, each at a position of its own after all before, under the community's lock. Of two changes of
 * one record the later counts. Tell `parts.signals` after the commit.
 * @returns the last position of the feed
 * @throws HubError 404 when there is no such community
 */
export async function publish(
  tx: Transaction<Tables>,
  communityId: string,
  changes: readonly FeedChange[],
): Promise<number> {
  const newest = newestByRecord(changes);
  const community = await tx
    .updateTable('communities')
    .set((eb) => ({ feed_position: eb('feed_position', '+', newest.length) }))
    .where('id', '=', communityId)
    .returning('feed_position')
    .executeTakeFirst();
  if (!community) throw noSuchCommunity();
  const before = community.feed_position - newest.length;
  const rows = newest.map(({ kind, key, body, isDeleted = false }, at) => ({
    kind,
    key,
    position: before + at + 1,
    is_deleted: isDeleted,
    body: JSON.stringify(body),
    slot: slotOf(kind, body),
  }));
  if (rows.length > 0) {
    // A record that comes back after its deletion appears for the first time again: what names it from now on must find it.
    await sql`INSERT INTO change_feed AS known (community_id, kind, key, position, first_position, is_deleted, body, slot)
      SELECT ${communityId}, kind, key, position, position, is_deleted, body, slot
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS changed (kind text, key text, position bigint, is_deleted boolean, body text, slot timestamptz)
      ON CONFLICT (community_id, kind, key) DO UPDATE SET
        position = excluded.position,
        first_position = CASE WHEN known.is_deleted THEN excluded.position ELSE known.first_position END,
        is_deleted = excluded.is_deleted,
        body = excluded.body,
        slot = COALESCE(excluded.slot, known.slot)`.execute(tx);
  }
  return community.feed_position;
}

/**
 * Begins a new feed of every community, with the same records at the same positions: cursors of before lead nowhere any more, so that
 * consoles fetch the communities anew (PROTOCOL.md L11, L12). For a database that was restored from a backup: positions that consoles
 * know of mean, or will mean, other changes there.
 * @returns the number of communities
 */
export async function startNewFeeds(db: Kysely<Tables>): Promise<number> {
  const changed = await db
    .updateTable('communities')
    .set({ feed_epoch: sql<string>`gen_random_uuid()` })
    .executeTakeFirstOrThrow();
  return Number(changed.numUpdatedRows);
}

/** The fields that say when a record is about; the key of a deleted trade does not, and leaves it as it was told before. */
const slotFields: Readonly<Record<string, string>> = {
  signal: 'timestamp',
  reading: 'slot',
  clearing: 'slot',
  offer: 'time_window_start',
  trade: 'slot',
};

function slotOf(kind: string, body: object): string | null {
  const slot: unknown = Object.entries(body).find(([field]) => field === slotFields[kind])?.[1];
  return typeof slot === 'string' ? slot : null;
}

/** The last change of each record, in the order of these. */
function newestByRecord(changes: readonly FeedChange[]): FeedChange[] {
  const newest = new Map<string, FeedChange>();
  for (const change of changes) {
    const record = `${change.kind}/${change.key}`;
    newest.delete(record);
    newest.set(record, change);
  }
  return [...newest.values()];
}
