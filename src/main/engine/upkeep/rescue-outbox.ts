import type { ReadDb, SqlValue } from '../cache/connection.ts';
import { openDamaged } from '../cache/open-damaged.ts';
import { stateCode } from '../outbox/commands.ts';
import { readableRows } from './readable-rows.ts';
import type { ClosedCache } from './work.ts';

/** A row of a table by column, of whatever schema version. */
export type SavedRow = Readonly<Record<string, SqlValue>>;

/** A decision with what it is about: rows are named by wire ids, because another cache has other row ids. */
export interface SavedDecision {
  readonly row: SavedRow;
  readonly community: SavedRow;
  readonly member: SavedRow;
  readonly counterparty: SavedRow | null;
  /** Whether a hub keeps the community. */
  readonly isOfHub: boolean;
}

/** What of a cache cannot be fetched or imported again. */
export interface SavedOutbox {
  /** Every decision of the outbox that can be read, whatever became of it, in the order in which they were made. */
  readonly decisions: readonly SavedDecision[];
  /** Whether these are all. */
  readonly isComplete: boolean;
  /** The connection to a hub; null when there was none, or when it cannot be read. */
  readonly hub: SavedRow | null;
}

const NOTHING: SavedOutbox = { decisions: [], isComplete: false, hub: null };
const UNANSWERED: readonly SqlValue[] = [stateCode('waiting'), stateCode('sent')];

/**
 * Reads the outbox out of a cache that may be damaged, and changes nothing. What cannot be read is left out; when nothing can be opened at all,
 * the answer is empty and not complete.
 */
export function saveOutbox({ file, key }: ClosedCache): SavedOutbox {
  let cache: ReturnType<typeof openDamaged>;
  try {
    cache = openDamaged({ file, key });
  } catch {
    // Whatever keeps it from being opened is told by the inspection; here it means that nothing is saved.
    return NOTHING;
  }
  try {
    // An empty file opens as a database without anything in it.
    return cache.read.pluck('PRAGMA user_version')[0] === 0 ? NOTHING : savedFrom(cache.read);
  } finally {
    cache.close();
  }
}

/** As `saveOutbox`, from an open cache. */
export function savedFrom(db: ReadDb): SavedOutbox {
  const outbox = readableRows(db, 'outbox');
  const communities = byId(readableRows(db, 'community').rows);
  const members = byId(readableRows(db, 'member').rows);
  const ofHub = new Set(readableRows(db, 'sync_state', 'community_id').rows.map((row) => row['community_id']));
  const decisions = outbox.rows.flatMap((row): SavedDecision[] => {
    const community = communities.get(row['community_id']);
    const member = members.get(row['member_id']);
    const counterparty = row['counterparty_id'] === null ? null : members.get(row['counterparty_id']);
    if (!community || !member || counterparty === undefined) return [];
    return [{ row, community, member, counterparty, isOfHub: ofHub.has(row['community_id']) }];
  });
  return {
    decisions,
    isComplete: outbox.isComplete && decisions.length === outbox.rows.length,
    hub: readableRows(db, 'hub_connection').rows[0] ?? null,
  };
}

/** The decisions that the hub has not answered. */
export function unanswered({ decisions }: Pick<SavedOutbox, 'decisions'>): readonly SavedDecision[] {
  return decisions.filter(({ row }) => UNANSWERED.includes(row['state']));
}

function byId(rows: readonly SavedRow[]): ReadonlyMap<SqlValue, SavedRow> {
  return new Map(rows.map((row) => [row['id'], row]));
}
