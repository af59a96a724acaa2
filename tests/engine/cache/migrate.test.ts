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

/** Tables, views and indexes as text, without what `optimize` adds. */
function schemaOf({ read }: Pick<Cache, 'read'>): string[] {
  return read.pluck<string>(
    "SELECT type || ' ' || name || ': ' || COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name",
  );
}

const versionOf = ({ read }: Pick<Cache, 'read'>): number => read.pluck<number>('PRAGMA user_version')[0];
const upTo = (version: number): Migration[] => migrations.filter((step) => step.version <= version);

const more: Migration = {
  version: 1000,
  name: 'more',
  sql: "ALTER TABLE community ADD COLUMN motto TEXT NOT NULL DEFAULT 'sun'; CREATE TABLE motto (text TEXT) STRICT;",
};
const INSERT_COMMUNITY = `INSERT INTO community VALUES (1, 'c1', 'Name', '', '', '', 0, 1, 'Europe/Berlin', 'EUR', NULL, NULL,
  'uniform-price', 15, 0, 0, 1, 0, NULL, NULL)`;
const INSERT_MEMBER = "INSERT INTO member VALUES (1, 1, 'm1', 'House A1', 0, 0, NULL, NULL, 1, 0, 0, NULL, 0, 0)";

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

  it('10 makes the records, with nothing that fits no column', () => {
    const cache = openCache({ file: temporaryFile(), key: KEY, migrations: upTo(10) });
    cache.write.exec(INSERT_COMMUNITY);
    cache.write.exec(INSERT_MEMBER);
    expect(cache.read.get('SELECT uid, anonymized_id FROM member')).toEqual({ uid: 'm1', anonymized_id: 'House A1' });
    expect(() => cache.write.exec("UPDATE member SET balance = 'much'")).toThrow(/INTEGER/);
    expect(() => cache.write.exec('UPDATE member SET community_id = 9')).toThrow(/FOREIGN KEY/);
    cache.write.exec('DELETE FROM community');
    expect(cache.read.pluck('SELECT COUNT(*) FROM member')).toEqual([0]);
    cache.close();
  });

  it('20 adds the rollups beside records that stay', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(10) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.write.exec("INSERT INTO trade VALUES (1, 5, x'00', 0, 1, 1, 100, 200, 20, 1, NULL, 1, NULL, NULL, NULL)");
    const trade = before.read.all('SELECT * FROM trade');
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(20) });
    expect(after.read.all('SELECT * FROM trade')).toEqual(trade);
    after.write.exec('INSERT INTO rollup_slot (community_id, slot) VALUES (1, 0)');
    expect(after.read.get('SELECT traded_wh, first_trade_at FROM rollup_slot')).toEqual({
      traded_wh: 0,
      first_trade_at: null,
    });
    after.close();
  });

  it('30 adds the views over members that are there already', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(20) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.write.exec("INSERT INTO member VALUES (2, 1, 'm2', NULL, 0, 0, NULL, NULL, 1, 0, 0, NULL, 0, 0)");
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(30) });
    expect(after.read.pluck('SELECT uid FROM member_view')).toEqual(['m1']);
    expect(after.read.pluck('SELECT uid FROM member')).toEqual(['m1', 'm2']);
    after.close();
  });

  it('40 adds certificates, one a clearing, beside clearings that have none', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(30) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec("INSERT INTO clearing VALUES (1, 900000, x'c1', 0, 200000, NULL, NULL, 500, 0, 0)");
    const clearing = before.read.all('SELECT * FROM clearing');
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(40) });
    expect(after.read.all('SELECT * FROM clearing')).toEqual(clearing);
    expect(after.read.pluck('SELECT COUNT(*) FROM certificate')).toEqual([0]);
    const insert = (): void =>
      after.write.exec(
        `INSERT INTO certificate (community_id, slot, clearing_id, cleared_at, mechanism, price_floor, price_cap, orders, trade_ids, fingerprint)
         VALUES (1, 900000, x'c1', 901000, 'uniform-price', -1, 1, x'00', x'', x'ff')`,
      );
    insert();
    expect(insert).toThrow(/UNIQUE/);
    after.close();
  });

  it('50 adds an outbox that keeps a decision once, and goes with its community', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(40) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(50) });
    const insert = (id: number, key: string): void =>
      after.write.exec(
        `INSERT INTO outbox VALUES (${id}, 'o${id}', '${key}', 1, 0, 0, 5, 5, 1, 0, 1000, NULL, 0, 900000, NULL, NULL, NULL)`,
      );
    insert(1, 'k1');
    expect(() => insert(2, 'k1')).toThrow(/UNIQUE/);
    expect(after.read.get('SELECT uid, anonymized_id, counterparty FROM outbox_view')).toEqual({
      uid: 'o1',
      anonymized_id: 'House A1',
      counterparty: null,
    });
    after.write.exec('UPDATE member SET anonymized_id = NULL');
    expect(after.read.get('SELECT uid, anonymized_id FROM outbox_view')).toEqual({ uid: 'o1', anonymized_id: null });
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT COUNT(*) FROM outbox')).toEqual([0]);
    after.close();
  });

  it('60 gives a waiting offer the id that it will have at the hub, leaves that of a taken one, and keeps everything else', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(50) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    for (const [id, offerId] of [
      [1, 'NULL'],
      [2, "x'00112233445566778899aabbccddeeff'"],
    ]) {
      before.write.exec(
        `INSERT INTO outbox VALUES (${id}, 'o${id}', 'k${id}', 1, 0, 0, 5, 5, 1, 0, 1000, NULL, 0, 900000, ${offerId}, NULL, NULL)`,
      );
    }
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(60) });
    expect(
      after.read.all('SELECT uid, length(offer_id) AS bytes, attempts, position, theirs FROM outbox_view ORDER BY id'),
    ).toEqual([
      { uid: 'o1', bytes: 16, attempts: 0, position: null, theirs: null },
      { uid: 'o2', bytes: 16, attempts: 0, position: null, theirs: null },
    ]);
    expect(after.read.pluck("SELECT hex(offer_id) FROM outbox WHERE uid = 'o2'")).toEqual([
      '00112233445566778899AABBCCDDEEFF',
    ]);
    after.write.exec("INSERT INTO sync_state (community_id, cursor) VALUES (1, 'c')");
    after.write.exec("INSERT INTO kept_aside VALUES (1, 'member', 'm', '{}')");
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT COUNT(*) FROM sync_state')).toEqual([0]);
    expect(after.read.pluck('SELECT COUNT(*) FROM kept_aside')).toEqual([0]);
    after.close();
  });

  it('70 keeps rules and decisions as they are, and lets rules say who and why and the outbox carry them', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(60) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.write.exec("INSERT INTO rule VALUES (1, 'r1', 1, 7)");
    before.write.exec(`INSERT INTO rule_version VALUES (1, 3, 1, 500, NULL, 90000, 40, '["* 00:00-24:00"]', 1, 5, 6)`);
    for (const id of [1, 2]) {
      before.write.exec(
        `INSERT INTO outbox (id, uid, key, community_id, kind, state, created_at, changed_at, member_id, type, quantity_wh, price,
           window_start, window_end, offer_id, problem, attempts, next_attempt_at, position, theirs)
         VALUES (${id}, 'o${id}', 'k${id}', 1, ${id - 1}, 2, 5, 6, 1, 0, 1000, NULL, 0, 900000, x'0a', 'p', 2, 9, 4, 't')`,
      );
    }
    const decisions = before.read.all<object>('SELECT * FROM outbox');
    const [rule] = before.read.all<object>('SELECT * FROM rule_view');
    before.close();

    const after = openCache({ file, key: KEY, migrations: upTo(70) });
    const ofRules = { rule_uid: null, base_version: null, rule: null, reason: null };
    expect(after.read.all('SELECT * FROM outbox')).toEqual(decisions.map((row) => ({ ...row, ...ofRules })));
    expect(after.read.all('SELECT * FROM rule_view')).toEqual([
      { ...rule, member_uid: 'm1', changed_by: null, change_reason: null },
    ]);
    const insert = (uid: string, columns: string, values: string): void =>
      after.write.exec(
        `INSERT INTO outbox (uid, key, community_id, kind, state, created_at, changed_at, member_id, type, ${columns})
         VALUES ('${uid}', '${uid}', 1, 2, 0, 5, 5, 1, 1, ${values})`,
      );
    insert('o3', 'rule_uid, base_version, rule, reason', "'r1', 3, '{}', 'sun'");
    expect(after.read.get("SELECT id, rule_uid, base_version, reason FROM outbox_view WHERE uid = 'o3'")).toEqual({
      id: 3,
      rule_uid: 'r1',
      base_version: 3,
      reason: 'sun',
    });
    expect(() => insert('o4', 'rule_uid, base_version', "'r1', 3")).toThrow(/CHECK/);
    expect(() => insert('o5', 'quantity_wh', '1000')).toThrow(/CHECK/);
    expect(() => insert('o6', 'rule', "'{}'")).toThrow(/CHECK/);
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT COUNT(*) FROM outbox')).toEqual([0]);
    after.close();
  });

  it('80 keeps trades and decisions as they are, and adds steps of cases and decisions about them', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(70) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.write.exec("INSERT INTO trade VALUES (1, 5, x'0c', 0, 1, 1, 100, 200, 20, 2, 0, 2, NULL, NULL, NULL)");
    before.write.exec(
      `INSERT INTO outbox VALUES (1, 'o1', 'k1', 1, 0, 2, 5, 6, 1, 0, 1000, NULL, 0, 900000, x'0a', NULL, NULL, NULL, NULL, NULL, 'p', 2, 9, 4, 't'),
         (2, 'o2', 'k2', 1, 2, 0, 5, 6, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, 'r1', 3, '{}', 'sun', NULL, 0, NULL, NULL, NULL)`,
    );
    before.write.exec(
      `INSERT INTO hub_connection (id, address, email, name, role, refresh_token, connected_at)
       VALUES (1, 'https://hub.example', 'jana@example.org', 'Jana Weiss', 'admin', 'secret', 5)`,
    );
    const read = ({ read: db }: Cache): unknown[] =>
      ['trade', 'outbox'].map((table) => db.all(`SELECT * FROM ${table}`));
    const [trades, decisions] = read(before) as object[][];
    before.close();

    const after = openCache({ file, key: KEY, migrations: upTo(80) });
    const ofCases = { trade_id: null, trade_executed_at: null, case_number: null, settlement: null };
    expect(read(after)).toEqual([trades, decisions.map((row) => ({ ...row, ...ofCases }))]);
    expect(after.read.get('SELECT name, user_uid FROM hub_connection')).toEqual({ name: 'Jana Weiss', user_uid: null });

    const step = (number: number): void =>
      after.write.exec(
        `INSERT INTO settlement_event (community_id, executed_at, trade_id, number, id, kind, at, trade_version, needs_approval)
         VALUES (1, 5, x'0c', ${number}, x'0${number}', 0, 7, 2, 0)`,
      );
    step(1);
    expect(() => step(1)).toThrow(/UNIQUE/);
    const decide = (uid: string, columns: string, values: string): void =>
      after.write.exec(
        `INSERT INTO outbox (uid, key, community_id, kind, state, created_at, changed_at, member_id, ${columns})
         VALUES ('${uid}', '${uid}', 1, 3, 0, 5, 5, 1, ${values})`,
      );
    const columns = 'trade_id, trade_executed_at, case_number, base_version, settlement';
    decide('o3', columns, "x'0c', 5, 1, 2, '{}'");
    expect(
      after.read.get("SELECT hex(trade_id) AS trade, case_number, type FROM outbox_view WHERE uid = 'o3'"),
    ).toEqual({
      trade: '0C',
      case_number: 1,
      type: null,
    });
    expect(() => decide('o4', 'settlement, base_version', "'{}', 2")).toThrow(/CHECK/);
    expect(() => decide('o5', `${columns}, type`, "x'0c', 5, 1, 2, '{}', 0")).toThrow(/CHECK/);
    expect(() => decide('o6', 'quantity_wh, window_start, window_end', '1000, 0, 900000')).toThrow(/CHECK/);
    after.close();
  });

  it('90 adds grid factors that have a source and go with their community', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(80) });
    before.write.exec(INSERT_COMMUNITY);
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(90) });
    const insert = (): void => after.write.exec('INSERT INTO grid_factor VALUES (1, 3600000, 342060)');
    expect(insert).toThrow(/FOREIGN KEY/);
    after.write.exec("INSERT INTO grid_factor_source VALUES (1, 'Ember, 2024', 'factors.csv', 5)");
    insert();
    expect(insert).toThrow(/UNIQUE/);
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT COUNT(*) FROM grid_factor')).toEqual([0]);
    after.close();
  });

  it('100 adds an empty log that nothing can be taken out of, beside records that stay', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(90) });
    before.write.exec(INSERT_COMMUNITY);
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(100) });
    expect(after.read.pluck('SELECT COUNT(*) FROM audit_entry')).toEqual([0]);
    const insert = (number: number): number =>
      after.write.run(
        `INSERT INTO audit_entry VALUES (${number}, 0, 'lock', 'done', NULL, NULL, NULL, 'admin', 'c1', '{}', zeroblob(32), zeroblob(32))`,
      );
    expect(() => insert(2)).toThrow(/takes the next number/);
    insert(1);
    after.write.exec("INSERT INTO audit_checkpoint VALUES (1, 0, X'01', X'02')");
    for (const table of ['audit_entry', 'audit_checkpoint']) {
      expect(() => after.write.exec(`UPDATE ${table} SET at = 1`)).toThrow(/append-only/);
      expect(() => after.write.exec(`DELETE FROM ${table}`)).toThrow(/append-only/);
    }
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT community_uid FROM audit_entry')).toEqual(['c1']);
    after.close();
  });

  it('110 adds the reports that were made, which outlive their community, and their files, which do not outlive them', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(100) });
    before.write.exec(INSERT_COMMUNITY);
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(110) });
    const insertFile = (): void => after.write.exec("INSERT INTO report_file VALUES ('ff', 'CW-1', 5)");
    expect(insertFile).toThrow(/FOREIGN KEY/);
    after.write.exec("INSERT INTO report VALUES ('CW-1', 'c1', '{}', 'de', 5, NULL, 'ff', '[]', 'Handelsbuch')");
    insertFile();
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT community_uid FROM report')).toEqual(['c1']);
    after.write.exec('DELETE FROM report');
    expect(after.read.pluck('SELECT COUNT(*) FROM report_file')).toEqual([0]);
    after.close();
  });

  it('120 adds consents, documents and organisers that outlive their community, and takes from the map who withdrew', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(90) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec("INSERT INTO member VALUES (1, 1, 'm1', 'House A1', 0, 0, NULL, NULL, 1, 0, 0, '891f', 0, 0)");
    const view = before.read.all('SELECT * FROM member_view');
    before.close();

    const after = openCache({ file, key: KEY, migrations: upTo(120) });
    expect(after.read.all('SELECT * FROM member_view')).toEqual(view);
    const decide = (number: number, values: string): void =>
      after.write.exec(`INSERT INTO consent VALUES ('m1', ${number}, 'c1', 'map', ${values})`);
    decide(1, "'withdrawn', NULL, 5, 6");
    expect(after.read.pluck('SELECT map_cell FROM member_view')).toEqual([null]);
    decide(2, "'given', 1, 4, 7");
    expect(after.read.pluck('SELECT map_cell FROM member_view')).toEqual([null]);
    decide(3, "'given', 1, 5, 8");
    expect(after.read.pluck('SELECT map_cell FROM member_view')).toEqual(['891f']);
    expect(after.read.pluck('SELECT number FROM consent_last')).toEqual([3]);
    expect(() => decide(3, "'given', 1, 9, 9")).toThrow(/never replaced/);
    expect(() => decide(4, "'given', NULL, 9, 9")).toThrow(/CHECK/);
    expect(() => decide(4, "'asked', NULL, 9, 9")).toThrow(/CHECK/);
    after.write.exec(
      "INSERT INTO community_document VALUES ('c1', 'statutes', 1, 'Statutes', 'en', 'One.', 0, 0, 'ff')",
    );
    after.write.exec("INSERT INTO organiser VALUES ('c1', 'Sonnenhang eG', 'Hangweg 1', 'office', NULL, NULL, 0)");
    after.write.exec('DELETE FROM community');
    for (const table of ['consent', 'community_document', 'organiser']) {
      expect(after.read.pluck(`SELECT COUNT(*) > 0 FROM ${table}`)).toEqual([1]);
    }
    after.close();
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
