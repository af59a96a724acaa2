import Sqlite from 'better-sqlite3-multiple-ciphers';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupFolder, backupsOf } from '#engine/cache/backup.ts';
import { applyKey, writeKeyCheck } from '#engine/cache/key.ts';
import { latestVersion } from '#engine/cache/migrate.ts';
import { migrations } from '#engine/cache/migrations/index.ts';
import type { Migration } from '#engine/cache/migrations/migration.ts';
import { openCache, openReadOnly, type Cache } from '#engine/cache/open.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { KEY, temporaryFile } from '../fixtures/temporary-cache.ts';
import { INSERT_COMMUNITY, INSERT_MEMBER, upTo } from './first-rows.ts';

/** Tables, views and indexes as text, without what `optimize` adds. */
function schemaOf({ read }: Pick<Cache, 'read'>): string[] {
  return read.pluck<string>(
    "SELECT type || ' ' || name || ': ' || COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name",
  );
}

const versionOf = ({ read }: Pick<Cache, 'read'>): number => read.pluck<number>('PRAGMA user_version')[0];
const more: Migration = {
  version: 1000,
  name: 'more',
  sql: "ALTER TABLE community ADD COLUMN motto TEXT NOT NULL DEFAULT 'sun'; CREATE TABLE motto (text TEXT) STRICT;",
};
describe('the migrations', () => {
  it('ascend in tens, and are listed in order', () => {
    expect(latestVersion()).toBe(migrations.at(-1)?.version);
    for (const { version } of migrations) expect(version % 10).toBe(0);
    expect(() => latestVersion([more, ...migrations])).toThrow(/out of order/);
    expect(() => latestVersion([more, more])).toThrow(/out of order/);
  });

  it('lead to the same schema step by step as all at once', () => {
    const fresh = openCache({ file: temporaryFile(), key: KEY });
    const file = temporaryFile();
    for (const { version } of migrations) openCache({ file, key: KEY, migrations: upTo(version) }).close();
    const migrated = openCache({ file, key: KEY });
    expect(schemaOf(migrated)).toEqual(schemaOf(fresh));
    expect(versionOf(migrated)).toBe(versionOf(fresh));
    expect(schemaOf(fresh)).toMatchSnapshot();
    fresh.close();
    migrated.close();
  });
});

describe('migrating an existing cache', () => {
  /** A closed cache of the product's schema with one community. */
  function existing(): string {
    const file = temporaryFile();
    const cache = openCache({ file, key: KEY });
    cache.write.exec(INSERT_COMMUNITY);
    cache.close();
    return file;
  }

  it('keeps the rows, says so before it begins, and leaves a backup of the old version that opens with the key', () => {
    const file = existing();
    const said: number[][] = [];
    const cache = openCache({
      file,
      key: KEY,
      migrations: [...migrations, more],
      onMigrate: (from, to) => said.push([from, to]),
    });
    expect(said).toEqual([[latestVersion(), 1000]]);
    expect(cache.read.get('SELECT uid, motto FROM community')).toEqual({ uid: 'c1', motto: 'sun' });
    cache.close();

    const [backup, ...others] = backupsOf(file);
    expect(others).toEqual([]);
    expect(backup).toMatch(new RegExp(`cache\\.db\\.v${latestVersion()}\\.\\d{8}T\\d{9}Z\\.backup$`));
    writeKeyCheck(backup, KEY);
    const restored = openReadOnly({ file: backup, key: KEY });
    expect(restored.read.get('SELECT * FROM community')).not.toHaveProperty('motto');
    expect(versionOf(restored)).toBe(latestVersion());
    restored.close();
  });

  it('makes no backup when there is nothing to do, or nothing yet to lose', () => {
    const file = existing();
    openCache({ file, key: KEY }).close();
    expect(existsSync(backupFolder(file))).toBe(false);
  });

  it('keeps the three newest backups and nothing unfinished', () => {
    const file = existing();
    const steps = [...migrations];
    const made: string[] = [];
    for (let version = 1000; version < 1050; version += 10) {
      steps.push({ version, name: `step ${version}`, sql: `CREATE TABLE t${version} (a)` });
      openCache({ file, key: KEY, migrations: steps }).close();
      made.push(backupsOf(file)[0]);
    }
    expect(new Set(made).size).toBe(5);
    expect(backupsOf(file)).toEqual(made.slice(-3).reverse());
    // Each with its manifest.
    expect(readdirSync(backupFolder(file))).toHaveLength(6);
  });

  it('clears away what an interrupted backup left', () => {
    const file = existing();
    mkdirSync(backupFolder(file));
    for (const rest of ['cache.db.v10.x.backup.part', 'cache.db.v10.x.backup.part-journal']) {
      writeFileSync(join(backupFolder(file), rest), 'half');
    }
    openCache({ file, key: KEY, migrations: [...migrations, more] }).close();
    expect(readdirSync(backupFolder(file))).toHaveLength(2);
  });

  it('changes nothing when a step fails, names the step, and keeps the backup', () => {
    const file = existing();
    const bad: Migration = {
      version: 1010,
      name: 'bad',
      sql: 'CREATE TABLE extra (a); INSERT INTO nowhere VALUES (1);',
    };
    const failure = failureOf(() => openCache({ file, key: KEY, migrations: [...migrations, more, bad] }));
    expect(failure.code).toBe('INTERNAL');
    expect(failure.message).toContain('step 1010 (bad) failed. The cache is as it was before.');
    const cache = openCache({ file, key: KEY });
    expect(versionOf(cache)).toBe(latestVersion());
    expect(cache.read.pluck("SELECT name FROM sqlite_schema WHERE name IN ('extra', 'motto')")).toEqual([]);
    expect(cache.read.pluck('PRAGMA foreign_keys')).toEqual([1]);
    cache.close();
    expect(backupsOf(file)).toHaveLength(1);
  });

  it('refuses a step that leaves rows without what they belong to', () => {
    const file = existing();
    const orphan: Migration = {
      version: 1000,
      name: 'orphan',
      sql: "INSERT INTO rule VALUES (1, 'r1', 77, NULL)",
    };
    expect(failureOf(() => openCache({ file, key: KEY, migrations: [...migrations, orphan] })).message).toContain(
      'orphan',
    );
    const cache = openCache({ file, key: KEY });
    expect(cache.read.pluck('SELECT COUNT(*) FROM rule')).toEqual([0]);
    cache.close();
  });

  it('does not begin when the backup cannot be written', () => {
    const file = existing();
    writeFileSync(backupFolder(file), 'a file where the folder should be');
    expect(() => openCache({ file, key: KEY, migrations: [...migrations, more] })).toThrow();
    const cache = openCache({ file, key: KEY });
    expect(versionOf(cache)).toBe(latestVersion());
    cache.close();
  });

  it('lets a table be rebuilt without losing what belongs to its rows', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(20) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.close();
    const rebuild: Migration = {
      version: 1000,
      name: 'rebuild',
      sql: `CREATE TABLE kept AS SELECT id, uid FROM community; DROP TABLE community;
            CREATE TABLE community (id INTEGER PRIMARY KEY, uid TEXT); INSERT INTO community SELECT id, uid FROM kept; DROP TABLE kept;`,
    };
    const after = openCache({ file, key: KEY, migrations: [...upTo(20), rebuild] });
    expect(after.read.pluck('SELECT uid FROM member')).toEqual(['m1']);
    after.close();
  });

  it('is needed before the cache is opened for reading', () => {
    const file = temporaryFile();
    openCache({ file, key: KEY, migrations: upTo(20) }).close();
    const failure = failureOf(() => openReadOnly({ file, key: KEY }));
    expect(failure.code).toBe('CACHE_LOCKED');
    expect(failure.retryable).toBe(true);
  });
});

describe('a cache from a newer console', () => {
  it('is refused for writing and reading, and is neither changed nor offered for deletion', () => {
    const file = temporaryFile();
    openCache({ file, key: KEY, migrations: [...migrations, more] }).close();
    for (const open of [openCache, openReadOnly]) {
      const failure = failureOf(() => open({ file, key: KEY }));
      expect(failure.code).toBe('CACHE_FROM_FUTURE');
      expect(failure.details).toEqual({ cacheVersion: 1000, knownVersion: latestVersion() });
      expect(`${failure.message} ${failure.remedy}`).not.toMatch(/delet|remov|reset/i);
    }
    const raw = new Sqlite(file);
    applyKey(raw, KEY);
    expect(raw.pragma('user_version', { simple: true })).toBe(1000);
    raw.close();
    expect(readdirSync(dirname(file)).sort()).toEqual(['cache.db', 'cache.db.check']);
    expect(existsSync(join(dirname(file), 'backups'))).toBe(false);
  });
});
