import { readdirSync } from 'node:fs';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateToLatest } from '#hub/db/migrate.ts';
import type { Tables } from '#hub/db/tables.ts';
import { START_TIMEOUT } from '../databases.ts';
import { type RealPostgres, startPostgres } from '../real-postgres.ts';

const folder = new URL('../../../src/hub/db/migrations/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => /^\d{4}-/.test(file))
  .map((file) => file.replace(/\.ts$/, ''))
  .sort();

/** Does the steps up to and with `last`, as a hub did whose newest one it was. */
async function migrateTo(db: Kysely<Tables>, last: string): Promise<void> {
  const steps: Record<string, Migration> = {};
  for (const name of names.filter((one) => one <= last))
    steps[name] = (await import(new URL(`${name}.ts`, folder).href)) as Migration;
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(steps) },
  }).migrateToLatest();
  expect(error).toBeUndefined();
}

describe('the migrations of the hub, on a PostgreSQL server', () => {
  let postgres: RealPostgres;
  let db: Kysely<Tables>;

  beforeAll(async () => {
    postgres = await startPostgres();
    const connectionString = await postgres.createDatabase('migrations');
    db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: new Pool({ connectionString }) }) });
  }, START_TIMEOUT);

  afterAll(async () => {
    await db.destroy();
    await postgres.stop();
  });

  it('keep the rows of the first one, and from then on the names that members had', async () => {
    await migrateTo(db, '0010-records');
    await sql`INSERT INTO communities (id, name, description, district, postcode_zone, created_at, is_active, time_zone, currency, market,
        is_demo, has_simulated_trades)
      VALUES ('c', 'Sonnenhang', '', '', '12345', now(), true, 'Europe/Berlin', 'EUR', '{}', false, false)`.execute(db);
    await sql`INSERT INTO community_members (id, community_id, anonymized_id, role, joined_at, is_active, pv_capacity_kwp,
        battery_capacity_kwh, balance, credit_limit)
      VALUES ('m', 'c', 'House A1', 'consumer', now(), true, 0, 0, 12.345678, 50)`.execute(db);

    await migrateToLatest(db);
    await migrateToLatest(db);
    for (const name of ['House A2', '', 'House A3']) {
      await db.updateTable('community_members').set({ anonymized_id: name }).where('id', '=', 'm').execute();
    }
    await db.updateTable('community_members').set({ balance: 1 }).where('id', '=', 'm').execute();
    const { rows } = await sql`SELECT anonymized_id, balance::text, former_anonymized_ids
      FROM members_pseudonymous`.execute(db);
    expect(rows).toEqual([
      { anonymized_id: 'House A3', balance: '1.000000', former_anonymized_ids: ['House A1', 'House A2', 'm'] },
    ]);
    const done = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(db);
    expect(done.rows.map(({ name }) => name)).toEqual(names);
  });

  it('of a newer hub are refused, and nothing is changed', async () => {
    await sql`INSERT INTO kysely_migration VALUES ('9990-of-later', ${new Date(0).toISOString()})`.execute(db);
    await expect(migrateToLatest(db)).rejects.toThrow('start it with the newer hub');
    expect(await db.selectFrom('communities').select('name').execute()).toEqual([{ name: 'Sonnenhang' }]);
  });
});
