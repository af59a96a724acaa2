import { mkdir } from 'node:fs/promises';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import { type CustomTypesConfig, Pool, types } from 'pg';
import { migrateToLatest } from './migrate.ts';
import type { Tables } from './tables.ts';

export interface HubDatabase {
  readonly db: Kysely<Tables>;
  readonly kind: 'pglite' | 'postgres';
  /** Waits for what is still running. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A PostgreSQL connection URL; its `sslmode` is obeyed. */
  readonly databaseUrl?: string;
  /** Where PGlite keeps its files; in memory when absent. Made when missing. */
  readonly dataFolder?: string;
}

/** What both drivers give as text or otherwise: `bigint` and `numeric`. Every value in them once was a number, and becomes it again. */
const numberTypes: ReadonlySet<number> = new Set([types.builtins.INT8, types.builtins.NUMERIC]);

/**
 * Opens the hub's database, PostgreSQL where a URL is given and PGlite otherwise, with all migrations done.
 * @throws what the driver throws when the server cannot be reached, and an Error that says so when the database is of a newer hub
 */
export async function openHubDatabase({ databaseUrl, dataFolder }: DatabaseOptions): Promise<HubDatabase> {
  if (databaseUrl !== undefined) return openPostgres(databaseUrl);
  if (dataFolder !== undefined) await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const database = await onPGlite(await createPGlite({ dataDir: dataFolder }));
  if (dataFolder !== undefined) await tidy(database);
  return database;
}

/**
 * What a PostgreSQL server does by itself and PGlite does not: gives the planner its statistics, without which it sorts the whole feed for
 * each page, and clears away old row versions. After much was written, and at each start.
 */
export async function tidy({ db, kind }: HubDatabase): Promise<void> {
  if (kind === 'pglite') await sql`VACUUM ANALYZE`.execute(db);
}

/** A PGlite whose values are read as `tables.ts` says. */
export function createPGlite(options: PGliteOptions): Promise<PGlite> {
  const parsers = Object.fromEntries([...numberTypes].map((type) => [type, Number]));
  return PGlite.create({ ...options, parsers });
}

/** The hub's database in `pglite`, with all migrations done; `close` closes it. */
export async function onPGlite(pglite: PGlite): Promise<HubDatabase> {
  return migrated(new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) }), 'pglite');
}

async function openPostgres(connectionString: string): Promise<HubDatabase> {
  const getTypeParser: CustomTypesConfig['getTypeParser'] = (type, format) =>
    numberTypes.has(type) ? Number : (types.getTypeParser(type, format) as (value: string) => unknown);
  const pool = new Pool({ connectionString, types: { getTypeParser } });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return migrated(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), 'postgres');
}

async function migrated(db: Kysely<Tables>, kind: HubDatabase['kind']): Promise<HubDatabase> {
  try {
    await migrateToLatest(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { db, kind, close: () => db.destroy() };
}
