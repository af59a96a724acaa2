import { copyFileSync, readdirSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyLog } from '#engine/audit/verify-log.ts';
import { backupsOf } from '#engine/cache/backup.ts';
import { checkCache } from '#engine/cache/check.ts';
import { type ReadDb, withIdentity } from '#engine/cache/connection.ts';
import { latestVersion } from '#engine/cache/migrate.ts';
import { migrations } from '#engine/cache/migrations/index.ts';
import { openCache, type Cache } from '#engine/cache/open.ts';
import { readReleaseKeys, releaseFile, releaseFolder } from '#tools/release-fixture/release-keys.ts';
import { call } from '../fixtures/engine-calls.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { temporaryFile } from '../fixtures/temporary-cache.ts';

type Row = Record<string, unknown>;
/** The rows of a table by name of the table, each row with its columns in alphabetical order. */
type Tables = Readonly<Record<string, Row[]>>;

const { key, device } = readReleaseKeys();
const versions = readdirSync(releaseFolder).flatMap((name) => {
  const [, version] = /^v(\d+)\.cache$/.exec(name) ?? [];
  return version === undefined ? [] : [Number(version)];
});

/** What a migration gives a row that it did not have, by version that the file had before. */
const given: Readonly<Record<string, (version: number, column: string) => boolean>> = {
  // An offer that waits to be sent learns the id that it will have at the hub.
  outbox: (version, column) => version < 60 && column === 'offer_id',
};

/** A copy of the cache of a release, closed. */
function releaseCopy(version: number): string {
  const file = temporaryFile();
  copyFileSync(releaseFile(version), file);
  return file;
}

function opened(file: string, upTo = latestVersion()): Cache {
  const cache = openCache({ file, key, migrations: migrations.filter(({ version }) => version <= upTo) });
  onTestFinished(() => cache.close());
  return cache;
}

function tablesOf({ read }: Pick<Cache, 'read'>): Tables {
  const db = withIdentity(read);
  const names = db.pluck<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  return Object.fromEntries(names.map((name) => [name, db.all<Row>(`SELECT * FROM ${name}`)]));
}

/** The rows of a table with some of its columns, in an order of their own. */
function rowsWith(rows: readonly Row[], columns: readonly string[]): string[] {
  return rows.map((row) => JSON.stringify(columns.map((column) => row[column]))).toSorted();
}

/** Tables, views, indexes and triggers as text, without what `optimize` adds. */
function schemaOf(db: ReadDb): string[] {
  return db.pluck<string>(
    "SELECT type || ' ' || name || ': ' || COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name",
  );
}

it('there is a cache of every schema that the end of an issue had', () => {
  expect(versions).toEqual(expect.arrayContaining([30, 50, 60, 70, 80, 90, 130]));
});

describe.each(versions)('the cache of a console with schema %i', (version) => {
  it('holds rows of every table, and keeps each of them when it is brought up to date', () => {
    const file = releaseCopy(version);
    const before = openCache({ file, key, migrations: migrations.filter((step) => step.version <= version) });
    const kept = tablesOf(before);
    before.close();
    expect(Object.entries(kept).filter(([, rows]) => rows.length === 0)).toEqual([]);

    const cache = opened(file);
    const now = tablesOf(cache);
    for (const [table, rows] of Object.entries(kept)) {
      const columns = Object.keys(rows[0]).filter((column) => !given[table]?.(version, column));
      expect({ table, rows: rowsWith(now[table], columns) }).toEqual({ table, rows: rowsWith(rows, columns) });
    }
    expect(cache.migrated).toEqual(version === latestVersion() ? null : { from: version, to: latestVersion() });
    expect(backupsOf(file)).toHaveLength(version === latestVersion() ? 0 : 1);
  });

  it('ends with the schema of a new cache, sound in file, rollups, references and audit log', async () => {
    const cache = opened(releaseCopy(version));
    expect(schemaOf(cache.read)).toEqual(schemaOf(opened(temporaryFile()).read));
    expect(checkCache(cache)).toEqual({ integrity: 'ok', rollupDifferences: 0 });
    expect(cache.read.all('PRAGMA foreign_key_check')).toEqual([]);
    // The mark of the log stood beside the file and was not kept.
    const verification = await verifyLog(cache.read, { device, endFinding: null }, () => false);
    expect(verification.finding).toBeNull();
    expect(verification.checked > 0).toBe(version >= 100);
  });

  it('answers what the pages ask first', async () => {
    const context = engineContext(opened(releaseCopy(version)), { device });
    // The one of the hub has the decisions.
    const [{ id: communityId, dataFrom, dataTo }] = (await call(context, 'communities.list', {})).toSorted(
      (one, two) => two.dataTo! - one.dataTo!,
    );
    const range = { from: dataFrom!, to: dataTo! };
    await call(context, 'stats.indicators', { communityId, range });
    await call(context, 'rules.list', { communityId });
    await call(context, 'sync.status', {});
    expect((await call(context, 'members.list', { communityId, range })).length).toBeGreaterThan(0);
    expect((await call(context, 'outbox.list', { communityId })).length > 0).toBe(version >= 50);
  });
});
