import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Kysely, sql } from 'kysely';
import { buildApp } from '#hub/app.ts';
import { issueAccessToken } from '#hub/auth/access-tokens.ts';
import { beginFamily } from '#hub/auth/refresh.ts';
import { makeDataFolder, readSecret } from '#hub/data-folder.ts';
import { openHubDatabase } from '#hub/db/open-database.ts';
import type { Tables } from '#hub/db/tables.ts';
import { FeedSignals } from '#hub/feed-signals.ts';
import { DEFAULT_LIMITS, type HubParts } from '#hub/parts.ts';
import { seedDemo } from '#hub/seed/demo.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '#shared/wire/sync.ts';
import { parentOf } from '#tools/processes.ts';
import { startHubProcess } from '../../hub/hub-process.ts';
import { startPostgres } from '../../hub/real-postgres.ts';

export interface LoadOptions {
  /** Of the one community. */
  readonly members: number;
  /** Local days that its history has. */
  readonly days: number;
  /** People with a console each, all of them managers. */
  readonly consoles: number;
  /** An empty PostgreSQL database; one of a server of its own when absent. */
  readonly databaseUrl?: string;
}

/** A hub as operators start it, over a real PostgreSQL, with people who are signed in. */
export interface HubUnderLoad {
  readonly address: string;
  readonly db: Kysely<Tables>;
  readonly communityId: string;
  readonly members: number;
  /** Who only buys: an offer of theirs to buy never meets one of their own. */
  readonly consumerIds: readonly string[];
  /** The headers of each person's requests. */
  readonly consoles: readonly Readonly<Record<string, string>>[];
  /** The process of the hub, and the first one of PostgreSQL. */
  readonly pids: { readonly hub: number; readonly postgres: number };
  stop(): Promise<void>;
}

/** @param tell hears how the preparation goes on */
export async function startHubUnderLoad(options: LoadOptions, tell: (line: string) => void): Promise<HubUnderLoad> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const databaseUrl = options.databaseUrl ?? (await ownDatabase(undo));
    const folder = await mkdtemp(path.join(tmpdir(), 'commonwatt-hub-load-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    await makeDataFolder(folder);
    const { db, close } = await openHubDatabase({ databaseUrl });
    undo.push(close);
    const communityId = await seedDemo(db, { ...options, seed: 1, until: lastNoon() }, (day) =>
      tell(`  day ${day} of ${options.days} is stored`),
    );
    await sql`VACUUM ANALYZE`.execute(db);
    const members = await db
      .selectFrom('community_members')
      .select(['id', 'role'])
      .where('is_active', '=', true)
      .execute();
    const consoles = await signIn(db, folder, communityId, options.consoles);
    const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(db);
    const postgres = parentOf(rows[0].pid);
    const hub = await startHubProcess(folder, 0, [], { DATABASE_URL: databaseUrl });
    undo.push(() => hub.end('SIGTERM'));
    return {
      address: hub.address,
      db,
      communityId,
      members: members.length,
      consumerIds: members.filter(({ role }) => role === 'consumer').map(({ id }) => id),
      consoles,
      pids: { hub: hub.pid, postgres },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** When the slots that follow have the most to trade; 10:00 UTC is noon in the community. */
function lastNoon(): number {
  const noon = 10 * HOUR;
  return Math.floor((Date.now() - noon) / (24 * HOUR)) * 24 * HOUR + noon;
}

async function ownDatabase(undo: (() => Promise<unknown>)[]): Promise<string> {
  const server = await startPostgres();
  undo.push(() => server.stop());
  return server.createDatabase('load');
}

/** The headers of people whose sign-in is under way: a password for each would cost the hub half a second of work. */
async function signIn(
  db: Kysely<Tables>,
  folder: string,
  communityId: string,
  count: number,
): Promise<Record<string, string>[]> {
  const parts: HubParts = {
    db,
    secret: await readSecret(folder),
    signals: new FeedSignals(),
    now: Date.now,
    log: () => undefined,
    limits: { ...DEFAULT_LIMITS, accessTokenMinutes: 24 * 60 },
  };
  const app = await buildApp(parts);
  const users = await db
    .insertInto('hub_users')
    .values(
      Array.from({ length: count }, (_, at) => ({
        email: `${at}-${randomUUID()}@hub.example`,
        name: `Manager ${at}`,
        role: 'manager' as const,
        password_hash: '-',
      })),
    )
    .returning('id')
    .execute();
  const opened = users.map(({ id }) => ({ user_id: id, community_id: communityId }));
  await db.insertInto('hub_user_communities').values(opened).execute();
  const headers: Record<string, string>[] = [];
  for (const { id } of users) {
    const begun = await db.transaction().execute((tx) => beginFamily(tx, parts, id));
    const { token } = issueAccessToken(app, parts, begun);
    headers.push({ authorization: `Bearer ${token}`, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) });
  }
  await app.close();
  return headers;
}
