import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { openCache } from '#engine/cache/open.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { openHubDatabase } from '#hub/db/open-database.ts';
import { ingestPage } from '#hub/db/ingest.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { KEY } from '../../engine/fixtures/keys.ts';
import { startPostgres } from '../../hub/real-postgres.ts';
import { bytes, type Cost } from './cost.ts';

const MEMBERS = 160;
const DAYS_OF_YEAR = 365;
const UNTIL = Date.UTC(2026, 5, 1);

/** What a year of a community of 160 members takes, on a desk and at its hub. @param days that are really stored; a year is their multiple */
export async function disk(days: number): Promise<Cost[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-disk-'));
  const server = await startPostgres();
  try {
    const cache = openCache({ file: path.join(folder, 'cache'), key: KEY });
    const { db, close } = await openHubDatabase({ databaseUrl: await server.createDatabase('disk') });
    const sizeOfHub = async (): Promise<number> => {
      const { rows } = await sql<{ size: number }>`SELECT pg_database_size(current_database()) AS size`.execute(db);
      return rows[0].size;
    };
    const empty = await sizeOfHub();
    // A day at a time, as they come in life: one transaction for all would leave no dead rows to be cleared away.
    for (const page of simulateCommunity({ members: MEMBERS, days, seed: 1, until: UNTIL }, sha256)) {
      applyPage(cache.write, page);
      await db.transaction().execute((tx) => ingestPage(tx, page));
    }
    await sql`VACUUM`.execute(db);
    const hub = (await sizeOfHub()) - empty;
    await close();
    cache.close();
    const desk = (await stat(path.join(folder, 'cache'))).size;
    const year = DAYS_OF_YEAR / days;
    const basis = `${MEMBERS} members, from ${days} days`;
    return [
      { what: `a year in the cache of a desk (${basis})`, value: bytes(desk * year) },
      { what: `a year in the hub’s PostgreSQL (${basis})`, value: bytes(hub * year) },
    ];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
