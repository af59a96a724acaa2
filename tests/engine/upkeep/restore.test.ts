import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { markFileOf } from '#engine/audit/mark.ts';
import { verifyLog } from '#engine/audit/verify-log.ts';
import { listBackups } from '#engine/backups/find-backup.ts';
import { backupFolder, backupsOf } from '#engine/cache/backup.ts';
import { renewManifest } from '#engine/cache/backup-manifest.ts';
import { applyKey } from '#engine/cache/key.ts';
import { latestVersion, schemaVersion } from '#engine/cache/migrate.ts';
import { openCache } from '#engine/cache/open.ts';
import { asideFolder } from '#engine/upkeep/put-aside.ts';
import { restore } from '#engine/upkeep/restore.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { KEY } from '../fixtures/keys.ts';
import { COMMUNITY } from '../fixtures/pages.ts';
import { closedCaches, DEVICE_KEY, hashesBelow, openDesk, outboxOf } from './closed-cache.ts';
import { flipPage, hashOf } from './damage.ts';

/** A backup with 3 decisions; afterwards 3 more, a newer token, and an entry in the log. */
const closedCache = closedCaches();

const work = (backupId: string) => ({
  method: 'backups.restore' as const,
  backupId,
  deviceKey: Uint8Array.from(DEVICE_KEY),
  appVersion: '1.0.0',
});
const restored = (file: string, backup = backupsOf(file)[0]) =>
  restore({ file, key: Uint8Array.from(KEY) }, work(basename(backup)));

async function failedCode(file: string, backup?: string): Promise<string> {
  const error: unknown = await restored(file, backup).catch((caught: unknown) => caught);
  return failureOf(() => {
    throw error;
  }).code;
}

/** The desk over a file, closed after the test. */
function opened(file: string) {
  const desk = openDesk(file);
  onTestFinished(() => desk.close());
  return desk;
}

const besides = (file: string): string[] =>
  readdirSync(dirname(file))
    .filter((name) => name.startsWith(basename(file)))
    .toSorted();

function changeRaw(file: string, sql: string): void {
  const raw = new Sqlite(file);
  applyKey(raw, KEY);
  raw.exec(sql);
  raw.close();
}

describe('a restore', () => {
  it('puts the backup in the place of the cache, with the decisions that were made since and the newest token', async () => {
    const file = closedCache();
    expect(await restored(file)).toEqual({ decisionsKept: 6 });
    const { cache } = opened(file);
    expect(outboxOf(cache).map(({ state }) => state)).toEqual(Array(6).fill('waiting'));
    expect(new Set(cache.read.pluck('SELECT key FROM outbox')).size).toBe(6);
    expect(cache.read.pluck('SELECT refresh_token FROM hub_connection')).toEqual(['newest token']);
    // The entry that was written after the backup is gone; the log says so.
    expect(cache.read.pluck("SELECT COUNT(*) FROM audit_entry WHERE kind = 'settings'")).toEqual([0]);
  });

  it('keeps the cache that was there as a backup, and leaves nothing of it beside the new one', async () => {
    const file = closedCache();
    const backup = backupsOf(file)[0];
    await restored(file);
    expect(besides(file)).toEqual(['cache.db', 'cache.db.audit', 'cache.db.check']);
    expect(existsSync(asideFolder(file)) ? readdirSync(asideFolder(file)) : []).toEqual([]);
    const [kept, chosen] = listBackups(file);
    expect(kept).toMatchObject({ reason: 'restore', appVersion: '1.0.0' });
    expect(chosen.id).toBe(basename(backup));
    // And the way back is the same way.
    await restored(file, backupsOf(file)[0]);
    const { cache } = opened(file);
    expect(cache.read.pluck("SELECT COUNT(*) FROM audit_entry WHERE kind = 'settings'")).toEqual([1]);
  });

  it('stands in a log that is sound and says how many entries went', async () => {
    const file = closedCache();
    await restored(file);
    const { cache, audit } = opened(file);
    const verification = await verifyLog(cache.read, audit, () => false);
    expect(verification).toMatchObject({ finding: null, restored: { entriesLost: 1 } });
    const rows = cache.read.all<{ outcome: string; details: string; of: number | null }>(
      "SELECT outcome, details, of FROM audit_entry WHERE kind = 'restore' ORDER BY number",
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(['asked', 'done']);
    expect(JSON.parse(rows[0].details)).toMatchObject({ entriesBefore: 2, entriesLost: 1 });
    expect(JSON.parse(rows[1].details)).toMatchObject({ decisions: 6, allDecisions: true });
  });

  it('is told from a backup that somebody put there by hand: that one is found for ever', async () => {
    const file = closedCache();
    cpSync(backupsOf(file)[0], file);
    const { cache, audit, close } = openDesk(file);
    expect(await verifyLog(cache.read, audit, () => false)).toMatchObject({ finding: { kind: 'end-missing' } });
    close();
    // A restore does not make that good.
    await restored(file);
    const after = opened(file);
    expect(await verifyLog(after.cache.read, after.audit, () => false)).toMatchObject({
      finding: { kind: 'end-missing' },
    });
  });

  it('after which it cannot be told how far the log went, because the mark is gone with the cache, says that for ever', async () => {
    const file = closedCache();
    rmSync(file);
    rmSync(markFileOf(file));
    await restored(file);
    const { cache, audit } = opened(file);
    expect(await verifyLog(cache.read, audit, () => false)).toMatchObject({
      finding: { kind: 'mark-broken' },
      restored: { entriesLost: null },
    });
  });

  it('of a damaged cache puts it aside as it is, and saves the decisions that can be read', async () => {
    const file = closedCache();
    const bytes = readFileSync(file).subarray(0, 40_000);
    writeFileSync(file, bytes);
    const damaged = hashOf(file);
    await restored(file);
    expect(hashesBelow(asideFolder(file)).has(damaged)).toBe(true);
    const { cache, audit } = opened(file);
    expect(cache.read.pluck('PRAGMA integrity_check')).toEqual(['ok']);
    expect(cache.read.pluck('SELECT uid FROM community')).toEqual([COMMUNITY]);
    expect(await verifyLog(cache.read, audit, () => false)).toMatchObject({ finding: null });
  });

  it('needs no cache at all: the file may be gone', async () => {
    const file = closedCache();
    rmSync(file);
    await restored(file);
    const { cache } = opened(file);
    // Of these it cannot be told whether they were sent since.
    expect(outboxOf(cache).map(({ state }) => state)).toEqual(Array(3).fill('conflict'));
  });

  it('brings a backup in an older form to the newest', async () => {
    const file = closedCache();
    const [backup] = backupsOf(file);
    changeRaw(
      backup,
      `DROP TABLE former_pseudonym; DROP TABLE erasure_record; DROP TABLE retention_cleared; DROP TABLE legal_hold; DROP TABLE retention_clock;
       DROP TABLE raw_window; DROP TABLE raw_choice; ALTER TABLE hub_connection DROP COLUMN raw_months;
       ALTER TABLE member DROP COLUMN erased_at; PRAGMA user_version = 120`,
    );
    renewManifest(backup);
    await restored(file);
    const { cache } = opened(file);
    expect(cache.read.pluck('PRAGMA user_version')).toEqual([latestVersion()]);
    expect(listBackups(file).map(({ reason }) => reason)).toEqual(['restore', 'by-hand']);
  });
});

describe('a restore is refused, and nothing is changed,', () => {
  async function refusedWith(code: string, prepare: (file: string, backup: string) => void): Promise<void> {
    const file = closedCache();
    const [backup] = backupsOf(file);
    prepare(file, backup);
    const before = hashesBelow(dirname(file));
    expect(await failedCode(file, backup)).toBe(code);
    const after = hashesBelow(dirname(file));
    expect([...before].filter(([hash, path]) => after.get(hash) !== path)).toEqual([]);
    // A reader may leave the empty log of the cache; nothing else is there that was not.
    expect(besides(file).filter((name) => !/^cache\.db(|-wal|-shm|\.audit|\.check)$/.test(name))).toEqual([]);
    expect(readdirSync(backupFolder(file)).filter((name) => name.includes('.part'))).toEqual([]);
  }

  it('when the backup is damaged', () => refusedWith('CACHE_CORRUPT', (_file, backup) => flipPage(backup, 3)));

  it('when it is from a newer console', () =>
    refusedWith('CACHE_FROM_FUTURE', (_file, backup) => {
      changeRaw(backup, 'PRAGMA user_version = 9000');
      renewManifest(backup);
    }));

  it('when it is not there any more', () => refusedWith('INPUT_INVALID', (_file, backup) => rmSync(backup)));

  it('when another program has the cache open', () =>
    refusedWith('CACHE_LOCKED', (file) => {
      const other = openCache({ file, key: KEY });
      onTestFinished(() => other.close());
    }));

  it('when the hub gives the person another role than admin', () =>
    refusedWith('FORBIDDEN', (file) =>
      changeRaw(file, "UPDATE hub_connection SET role = 'manager'; PRAGMA wal_checkpoint(TRUNCATE)"),
    ));
});

it('the schema of a restored cache is that of every other one', async () => {
  const file = closedCache();
  await restored(file);
  const raw = new Sqlite(file);
  applyKey(raw, KEY);
  expect(schemaVersion(raw)).toBe(latestVersion());
  raw.close();
  expect(readdirSync(backupFolder(file)).filter((name) => name.includes('next'))).toEqual([]);
});
