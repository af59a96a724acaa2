import { type Role, roles } from '#shared/contract/method.ts';
import type { HubAccount } from '#shared/wire/sync.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import type { Cache } from '../cache/open.ts';
import { removeCommunity } from '../communities/remove-community.ts';
import { stateCode } from '../outbox/commands.ts';
import { forgetUserIdsOfHub } from '../privacy/identity.ts';
import type { RefreshTokenStore, SignedIn } from './hub-client.ts';

/** The hub that this desk is connected to, and as whom. */
export interface HubConnection {
  readonly address: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Epoch milliseconds. */
  readonly connectedAt: number;
}

interface ConnectionRow {
  readonly address: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly connected_at: number;
}

/** Null while no hub is connected. */
export function readConnection(db: ReadDb): HubConnection | null {
  const row = db.get<ConnectionRow>('SELECT address, email, name, role, connected_at FROM hub_connection');
  if (!row) return null;
  const { address, email, name, connected_at: connectedAt } = row;
  return { address, email, name, role: roles.find((role) => role === row.role) ?? 'viewer', connectedAt };
}

/**
 * The role of the person at this desk: the hub's while one is connected, otherwise the desk's.
 * @param deskRole the role without a hub
 */
export function roleAt(db: ReadDb, deskRole: Role): Role {
  return readConnection(db)?.role ?? deskRole;
}

/** The person at a desk that no hub says who it is. */
const AT_THE_DESK = 'desk';

/**
 * Who is at this desk: the id of the person at the hub. Without a hub everybody is the same person, `desk`; so is, until the next answer
 * of the hub that tells the id, a person who signed in at one that did not.
 */
export function personAt(db: ReadDb): string {
  return db.get<{ uid: string | null }>('SELECT user_uid AS uid FROM hub_connection')?.uid ?? AT_THE_DESK;
}

/** Keeps a sign-in: the first one, or another one of the same person. Role and tokens stand from this moment. */
export function keepSignIn(db: WriteDb, address: string, signedIn: SignedIn, now: number): void {
  const { user, communities, refresh_token: token } = signedIn;
  db.transaction(() => {
    // Copies of an earlier connection that this hub does not know are no matter of it.
    if (!readConnection(db)) {
      db.run(
        `DELETE FROM sync_state WHERE community_id NOT IN
           (SELECT id FROM community WHERE uid IN (SELECT value FROM json_each(?)))`,
        [JSON.stringify(communities.map(({ id }) => id))],
      );
    }
    db.run(
      `INSERT INTO hub_connection (id, address, email, name, role, refresh_token, connected_at) VALUES (1, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET email = excluded.email, refresh_token = excluded.refresh_token`,
      [address, user.email, user.name, user.role, token, now],
    );
    keepUser(db, user);
  });
}

/**
 * Keeps what the hub says of the person. Who is not an admin any more may not have the user ids that were told to one (PROTOCOL.md L14).
 * @returns whether anything changed
 */
export function keepUser(db: WriteDb, { id, name, role }: HubAccount['user']): boolean {
  return db.transaction(() => {
    const changed = db.run(
      `UPDATE hub_connection SET name = @name, role = @role, user_uid = @id
       WHERE name <> @name OR role <> @role OR user_uid IS NOT @id`,
      { id: id ?? null, name, role },
    );
    const forgotten = role === 'admin' ? 0 : forgetUserIdsOfHub(db);
    return changed > 0 || forgotten > 0;
  });
}

/**
 * Ends the connection: the copies stay, and a later connection to their hub goes on from where they are. A new generation that is not
 * complete goes, and what the hub has accepted is no matter of the outbox any more.
 */
export function removeConnection(db: WriteDb): void {
  db.transaction(() => {
    const unfinished = db.pluck<number>('SELECT community_id FROM sync_state WHERE replaces_id IS NOT NULL');
    for (const communityId of unfinished) removeCommunity(db, communityId);
    db.run('DELETE FROM outbox WHERE state = ? AND community_id IN (SELECT community_id FROM sync_state)', [
      stateCode('accepted'),
    ]);
    db.run('DELETE FROM hub_connection');
  });
}

/** Where the refresh token of the connection is kept: in the encrypted cache, and nowhere else. */
export function refreshTokenStore({ read, write }: Cache): RefreshTokenStore {
  return {
    read: () => read.get<{ token: string | null }>('SELECT refresh_token AS token FROM hub_connection')?.token ?? null,
    keep: (token) => {
      write.run('UPDATE hub_connection SET refresh_token = ?', [token]);
    },
  };
}
