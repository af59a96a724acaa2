import { Failure } from '#shared/contract/errors.ts';
import type { Cache } from '../cache/open.ts';
import { UNANSWERED } from '../outbox/commands.ts';
import { type HubConnection, keepSignIn, readConnection, removeConnection } from './connection.ts';
import { HubClient, parseAddress } from './hub-client.ts';

/** How long a hub is given to hear that a sign-in is over; it lets the tokens run out otherwise. */
const SIGN_OUT_LIMIT_MS = 5_000;

/**
 * Signs in at a hub and keeps the connection. Nothing is kept of a sign-in that fails.
 * @throws Failure as `sync.connect` says
 */
export async function connectHub(
  { read, write }: Cache,
  input: {
    readonly address: string;
    readonly email: string;
    readonly password: string;
    readonly keepMonths?: number | null;
  },
  signal: AbortSignal,
): Promise<void> {
  const address = parseAddress(input.address);
  requireNoConnection(read);
  const signedIn = await HubClient.signIn(address, { email: input.email, password: input.password }, signal);
  // Another call may have connected in the meantime.
  requireNoConnection(read);
  write.transaction(() => {
    keepSignIn(write, address, signedIn, Date.now());
    write.run('UPDATE hub_connection SET raw_months = ?', [input.keepMonths ?? null]);
  });
}

/**
 * Signs in again as the person whom the hub knows here.
 * @param settle ends what uses the old sign-in
 * @throws Failure as `sync.signIn` says; the connection then stays as it was
 */
export async function signInAgain(
  { read, write }: Cache,
  password: string,
  signal: AbortSignal,
  settle: () => Promise<void>,
): Promise<void> {
  const before = requireConnection(read);
  const { address, email } = before;
  const signedIn = await HubClient.signIn(address, { email, password }, signal);
  await settle();
  if (requireConnection(read).connectedAt !== before.connectedAt) throw noConnection();
  keepSignIn(write, address, signedIn, Date.now());
}

/**
 * Ends the connection; the copies stay. Whether or not the hub can be reached, its tokens are gone from this desk.
 * @param settle ends the exchange that is under way
 * @throws Failure VERSION_CONFLICT while decisions wait
 */
export async function disconnectHub({ read, write }: Cache, settle: () => Promise<void>): Promise<void> {
  const connection = readConnection(read);
  if (!connection) return;
  requireNothingWaits(read);
  await settle();
  requireNothingWaits(read);
  let refreshToken = read.get<{ token: string | null }>('SELECT refresh_token AS token FROM hub_connection')?.token;
  removeConnection(write);
  if (!refreshToken) return;
  const tokens = { read: () => refreshToken ?? null, keep: (token: string | null) => void (refreshToken = token) };
  const client = new HubClient({ address: connection.address, tokens });
  await client.signOut(AbortSignal.timeout(SIGN_OUT_LIMIT_MS)).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
  });
}

function requireNothingWaits(db: Cache['read']): void {
  const { waiting } = db.get<{ waiting: number }>(
    `SELECT COUNT(*) AS waiting FROM outbox JOIN sync_state ON sync_state.community_id = outbox.community_id WHERE ${UNANSWERED}`,
  )!;
  if (waiting === 0) return;
  throw new Failure('VERSION_CONFLICT', `${waiting} decisions still wait for the hub. The connection stays.`, {
    remedy: 'Wait until they are sent, or take them back.',
    details: { waiting, situation: 'waiting' },
  });
}

function requireNoConnection(db: Cache['read']): void {
  const connection = readConnection(db);
  if (!connection) return;
  throw new Failure('FORBIDDEN', `This desk is connected to ${connection.address} already.`, {
    remedy: 'Disconnect first. Nothing was changed.',
    details: { situation: 'connected' },
  });
}

function requireConnection(db: Cache['read']): HubConnection {
  const connection = readConnection(db);
  if (connection) return connection;
  throw noConnection();
}

function noConnection(): Failure {
  return new Failure('INPUT_INVALID', 'This desk is connected to no hub.', { remedy: 'Connect to the hub first.' });
}
