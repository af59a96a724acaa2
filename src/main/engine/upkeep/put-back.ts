import type { Problem } from '#shared/contract/errors.ts';
import type { SqlValue, WriteDb } from '../cache/connection.ts';
import { stateCode, UNANSWERED } from '../outbox/commands.ts';
import { unanswered, type SavedOutbox, type SavedRow } from './rescue-outbox.ts';

/**
 * Puts a saved outbox into another cache of the newest schema, in place of its own. Decisions keep their keys, so that the hub carries none out
 * twice; the communities and members that they name are made when they are not there, and filled by the next fetch.
 *
 * When not every decision could be read, those of this cache that would be sent are stopped instead and wait for a person: they may have been taken
 * back since.
 * @param now epoch milliseconds
 * @returns how many decisions are kept that the hub has not answered
 */
export function putBack(db: WriteDb, saved: SavedOutbox, now: number): number {
  return db.transaction(() => {
    if (saved.hub) putHub(db, saved.hub);
    if (saved.isComplete) db.run('DELETE FROM outbox');
    const columns = new Set(db.pluck<string>("SELECT name FROM pragma_table_info('outbox')"));
    for (const { row } of saved.decisions) {
      db.run('DELETE FROM outbox WHERE uid = ? OR key = ?', [row['uid'], row['key']]);
    }
    if (!saved.isComplete) stopUncertain(db, now);
    for (const { row, community, member, counterparty, isOfHub } of saved.decisions) {
      const communityId = putCommunity(db, community, isOfHub);
      insert(db, 'outbox', columns, {
        ...withoutId(row),
        community_id: communityId,
        member_id: putMember(db, communityId, member),
        counterparty_id: counterparty && putMember(db, communityId, counterparty),
      });
    }
    return unanswered(saved).length;
  });
}

/** The newer token is the one that the hub still takes. */
function putHub(db: WriteDb, hub: SavedRow): void {
  const columns = new Set(db.pluck<string>("SELECT name FROM pragma_table_info('hub_connection')"));
  const known = db.get<{ address: string; email: string }>('SELECT address, email FROM hub_connection');
  if (known && (known.address !== hub['address'] || known.email !== hub['email'])) return;
  db.run('DELETE FROM hub_connection');
  insert(db, 'hub_connection', columns, hub);
}

function putCommunity(db: WriteDb, saved: SavedRow, isOfHub: boolean): number {
  const find = (): number | undefined => db.pluck<number>('SELECT id FROM community WHERE uid = ?', [saved['uid']])[0];
  const known = find();
  if (known !== undefined) return known;
  const columns = new Set(db.pluck<string>("SELECT name FROM pragma_table_info('community')"));
  // Its data are not here yet.
  insert(db, 'community', columns, { ...withoutId(saved), data_from: null, data_to: null });
  const id = find()!;
  if (isOfHub) db.run('INSERT INTO sync_state (community_id) VALUES (?)', [id]);
  return id;
}

function putMember(db: WriteDb, communityId: number, saved: SavedRow): number {
  const find = (): number | undefined => db.pluck<number>('SELECT id FROM member WHERE uid = ?', [saved['uid']])[0];
  const known = find();
  if (known !== undefined) return known;
  const columns = new Set(db.pluck<string>("SELECT name FROM pragma_table_info('member')"));
  const isTaken =
    db.get('SELECT 1 FROM member WHERE community_id = ? AND anonymized_id = ?', [
      communityId,
      saved['anonymized_id'],
    ]) !== undefined;
  const anonymizedId = isTaken ? null : saved['anonymized_id'];
  insert(db, 'member', columns, { ...withoutId(saved), community_id: communityId, anonymized_id: anonymizedId });
  return find()!;
}

/** Row ids are those of the cache that it was saved from. */
function withoutId(row: SavedRow): SavedRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'id'));
}

/** @param columns what the table has; a saved row of another version may have more or fewer */
function insert(db: WriteDb, table: string, columns: ReadonlySet<string>, row: SavedRow): void {
  const names = Object.keys(row).filter((name) => columns.has(name));
  const values: Readonly<Record<string, SqlValue>> = Object.fromEntries(names.map((name) => [name, row[name]]));
  db.run(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`, values);
}

function stopUncertain(db: WriteDb, now: number): void {
  const rows = db.pluck<string>(`SELECT uid FROM outbox WHERE ${UNANSWERED}`);
  for (const uid of rows) {
    db.run('UPDATE outbox SET state = ?, problem = ?, changed_at = ?, next_attempt_at = NULL WHERE uid = ?', [
      stateCode('conflict'),
      JSON.stringify(uncertain(uid)),
      now,
      uid,
    ]);
  }
}

/** As the page is told it. */
function uncertain(uid: string): Problem {
  return {
    code: 'VERSION_CONFLICT',
    message:
      'This decision comes from a backup, and it cannot be told whether it was sent or taken back afterwards. It was not sent and is kept here.',
    remedy: 'Look whether it was carried out, then decide this again or take it out of the list.',
    retryable: false,
    correlationId: uid,
    details: { situation: 'fromBackup' },
  };
}
