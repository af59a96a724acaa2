/** A real hub for tests: its app on a free port of the loopback interface, a database, and a user of each role. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { buildApp } from '#hub/app.ts';
import { hashPassword } from '#hub/auth/passwords.ts';
import { type HubDatabase, openHubDatabase } from '#hub/db/open-database.ts';
import type { Tables } from '#hub/db/tables.ts';
import { FeedSignals } from '#hub/feed-signals.ts';
import { DEFAULT_LIMITS, type HubLimits, type HubParts, type Principal } from '#hub/parts.ts';
import { seedDemo } from '#hub/seed/demo.ts';
import { type Role, roles } from '#shared/contract/method.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '#shared/wire/sync.ts';
import { memoryDatabase, type SeedOptions, SMALL_SEED } from './databases.ts';
import { CHEAP } from './password-cost.ts';

export interface HubOptions {
  /** An empty PostgreSQL database instead of PGlite in memory. */
  readonly databaseUrl?: string;
  /** What the invented community is like; null for a hub without one. The community always is the same for the same options. */
  readonly seed?: Partial<SeedOptions> | null;
  readonly limits?: Partial<HubLimits>;
  /** The hub's clock; it stands still a minute after the seed's end when absent. */
  readonly now?: () => number;
}

export interface RunningHub {
  /** e.g. `http://127.0.0.1:34567` */
  readonly address: string;
  readonly db: Kysely<Tables>;
  readonly parts: HubParts;
  /** The invented community; empty without one. */
  readonly communityId: string;
  /** A user of each role, who may see the community. */
  readonly users: Readonly<Record<Role, Principal>>;
  /** What the hub has logged. */
  readonly logged: readonly string[];
  /** A second admin, who may see the community: what the first one proposes somebody else has to approve. */
  readonly otherAdmin: Principal;
  /** Signs in over HTTP and returns the headers of a console's requests. */
  headersOf(user: Role | Principal): Promise<Record<string, string>>;
  /** Ends the server and the database. */
  stop(): Promise<void>;
  /** Ends the server and starts it again on the same port with the same data. */
  restart(): Promise<void>;
}

/** The password of every user of a hub that tests start. */
export const PASSWORD = 'correct horse battery';

const REQUESTS_ENOUGH = 1_000_000;

/** Starts a hub; PGlite's start takes seconds, so share one per test file. */
export async function startHub(options: HubOptions = {}): Promise<RunningHub> {
  const seed = options.seed === null ? null : { ...SMALL_SEED, ...options.seed };
  const database = await openDatabase(options.databaseUrl, seed);
  const { db } = database;
  const { communityId, users, otherAdmin } = await addUsers(db);
  const logged: string[] = [];
  const standing = (seed ?? SMALL_SEED).until + 60_000;
  const parts: HubParts = {
    db,
    secret: new Uint8Array(32).fill(7),
    signals: new FeedSignals(),
    now: options.now ?? (() => standing),
    log: (line) => void logged.push(line),
    limits: {
      ...DEFAULT_LIMITS,
      requestsPerMinute: REQUESTS_ENOUGH,
      signInsPerMinute: REQUESTS_ENOUGH,
      ...options.limits,
    },
  };
  let app: FastifyInstance = await listening(parts, 0);
  const { port } = app.server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  return {
    address,
    db,
    parts,
    communityId,
    users,
    otherAdmin,
    logged,
    headersOf: (user) => signedInHeaders(address, (typeof user === 'string' ? users[user] : user).email),
    stop: async () => {
      await app.close();
      await database.close();
    },
    restart: async () => {
      await app.close();
      app = await listening(parts, port);
    },
  };
}

async function openDatabase(databaseUrl: string | undefined, seed: SeedOptions | null): Promise<HubDatabase> {
  if (databaseUrl === undefined) return memoryDatabase(seed);
  const database = await openHubDatabase({ databaseUrl });
  if (seed !== null) await seedDemo(database.db, { ...seed, seed: 1 });
  return database;
}

async function listening(parts: HubParts, port: number): Promise<FastifyInstance> {
  const app = await buildApp(parts);
  await app.listen({ host: '127.0.0.1', port });
  return app;
}

async function addUsers(db: Kysely<Tables>): Promise<Pick<RunningHub, 'communityId' | 'users' | 'otherAdmin'>> {
  const communities = await db.selectFrom('communities').select('id').execute();
  const password_hash = await hashPassword(PASSWORD, CHEAP);
  const users = await db
    .insertInto('hub_users')
    .values([
      ...roles.map((role) => ({ email: `${role}@hub.example`, name: `The ${role}`, role, password_hash })),
      { email: 'admin2@hub.example', name: 'The other admin', role: 'admin', password_hash },
    ])
    .returning(['id', 'email', 'name', 'role'])
    .execute();
  const grants = users.flatMap(({ id }) =>
    communities.map((community) => ({ user_id: id, community_id: community.id })),
  );
  if (grants.length > 0) await db.insertInto('hub_user_communities').values(grants).execute();
  const [otherAdmin] = users.splice(-1);
  const byRole = Object.fromEntries(users.map((user) => [user.role, user])) as Record<Role, Principal>;
  return { communityId: communities[0]?.id ?? '', users: byRole, otherAdmin };
}

async function signedInHeaders(address: string, email: string): Promise<Record<string, string>> {
  const response = await fetch(`${address}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`${email} could not sign in: ${response.status} ${await response.text()}`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return { authorization: `Bearer ${token}`, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };
}
