import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Backup } from '#shared/contract/backups.ts';
import { type BackupManifest, manifestFileOf, readManifest, writeManifest } from './backup-manifest.ts';
import { withAttached } from './attached.ts';
import type { RawDatabase } from './connection.ts';
import { hasPlainHeader, isOtherAtWork, moveDurably } from './durable-files.ts';
import { corruptFailure, withCacheErrors } from './errors.ts';
import { schemaVersion } from './migrate.ts';

/** Of each group of reasons; older ones are deleted once a new one is verified. */
const KEPT_BACKUPS = 3;
const UNFINISHED = '.backup.part';

/** Where the backups of a cache file are kept. */
export function backupFolder(file: string): string {
  return join(dirname(file), 'backups');
}

/** Paths of the backups of the cache `file`, newest first. Named with the schema version and the time in UTC. */
export function backupsOf(file: string): string[] {
  const folder = backupFolder(file);
  return filesIn(folder)
    .map((name) => ({ name, time: namePattern(file).exec(name)?.[2] ?? '' }))
    .filter(({ time }) => time !== '')
    .sort((a, b) => (a.time < b.time ? 1 : -1))
    .map(({ name }) => join(folder, name));
}

/** What a backup (its path) of the cache `file` is, without opening it: what its manifest says, or else its name. */
export function aboutBackup(file: string, backup: string, bytes: number): Backup {
  const id = basename(backup);
  const manifest = readManifest(backup);
  if (manifest) {
    const { reason, appVersion, schemaVersion: version, madeAt } = manifest;
    return { id, madeAt, reason, schemaVersion: version, appVersion, bytes };
  }
  const [, version, time] = namePattern(file).exec(id)!;
  return { id, madeAt: timeOf(time), reason: null, schemaVersion: Number(version), appVersion: null, bytes };
}

export interface BackupWish extends Pick<BackupManifest, 'reason' | 'appVersion'> {
  /** Epoch milliseconds, for name and manifest. */
  readonly time?: number;
  /** Path of a backup that is not to be deleted now, however old it is. */
  readonly spared?: string;
}

/** A verified copy of a cache that has no name yet. */
interface Copy {
  readonly part: string;
  readonly schemaVersion: number;
}

/**
 * Writes an encrypted copy of an open cache, opens it with the key of the connection, examines it, and only then gives it its name.
 * Blocks for as long as that takes.
 * @returns the path of the backup
 * @throws DISK_FULL, CACHE_CORRUPT when the cache cannot be copied whole
 */
export function writeBackup(db: RawDatabase, file: string, wish: BackupWish): string {
  return keepCopy(file, copyCache(db, file), wish);
}

/**
 * The copy alone: whole, opened with the key of the connection and examined, or not there. (`VACUUM INTO`: the library's own backup call
 * refuses encrypted databases.)
 * @param onCopied told between copying and examining
 * @throws as `writeBackup`
 */
export function copyCache(db: RawDatabase, file: string, onCopied?: () => void): Copy {
  return withCacheErrors(() => {
    mkdirSync(backupFolder(file), { recursive: true, mode: 0o700 });
    removeLeftovers(file);
    const part = unfinishedBackup(file);
    const version = schemaVersion(db);
    try {
      const head = headOf(db);
      db.prepare('VACUUM INTO ?').run([part]);
      onCopied?.();
      verify(db, part, version, head);
      return { part, schemaVersion: version };
    } catch (error) {
      discardCopy({ part, schemaVersion: version });
      throw error;
    }
  });
}

/**
 * Makes a copy a backup, and deletes the ones that it displaces.
 * @returns the path of the backup
 * @throws DISK_FULL
 */
export function keepCopy(
  file: string,
  copy: Copy,
  { reason, appVersion, time = Date.now(), spared }: BackupWish,
): string {
  return withCacheErrors(() => {
    const { part, schemaVersion: version } = copy;
    const target = join(backupFolder(file), `${basename(file)}.v${version}.${stampOf(time)}.backup`);
    try {
      chmodSync(part, 0o600);
      // First: a backup that has its name has its manifest.
      writeManifest(target, { reason, appVersion, schemaVersion: version, madeAt: time }, part);
      moveDurably(part, target);
    } catch (error) {
      discardCopy(copy);
      throw error;
    }
    // The new one by its name too: where the clock was set back it is the oldest by its time.
    prune(file, [target, spared]);
    return target;
  });
}

export function discardCopy({ part }: Copy): void {
  for (const rest of [part, `${part}-journal`]) rmSync(rest, { force: true });
}

/** Where a backup that this process makes grows until it is whole. */
export function unfinishedBackup(file: string): string {
  return join(backupFolder(file), `${basename(file)}.${process.pid}${UNFINISHED}`);
}

/** Deletes what a crash left half-written in an earlier attempt, with its journal, and manifests that describe nothing. */
function removeLeftovers(file: string): void {
  const folder = backupFolder(file);
  const names = filesIn(folder);
  for (const name of names) {
    const isOrphan = name.endsWith('.backup.json') && !names.includes(name.slice(0, -'.json'.length));
    const maker = /\.(\d+)\.(?:backup\.)?part/.exec(name)?.[1];
    const isLeft = name.includes('.part') && !(maker !== undefined && isOtherAtWork(Number(maker)));
    if (isOrphan || isLeft) rmSync(join(folder, name), { force: true });
  }
}

/** What an opening keeps is never displaced by what was asked for, nor what a restore keeps by either. */
function groupOf(reason: BackupManifest['reason'] | null): string {
  if (reason === 'restore' || reason === 'migration') return reason;
  return reason === null ? 'migration' : 'asked';
}

function prune(file: string, spared: readonly (string | undefined)[]): void {
  const kept = new Map<string, number>();
  for (const backup of backupsOf(file)) {
    const group = groupOf(readManifest(backup)?.reason ?? null);
    const place = (kept.get(group) ?? 0) + 1;
    kept.set(group, place);
    if (place <= KEPT_BACKUPS || spared.includes(backup)) continue;
    rmSync(backup, { force: true });
    rmSync(manifestFileOf(backup), { force: true });
  }
}

interface Head {
  readonly number: number;
  readonly hash: Uint8Array;
}

function verify(db: RawDatabase, part: string, version: number, head: Head | null): void {
  if (hasPlainHeader(part)) throw corruptFailure('The backup of the cache came out unencrypted and was deleted.');
  const found = withAttached(db, { file: part }, (name) => ({
    integrity: db.pragma(`${name}.integrity_check(1)`, { simple: true }),
    version: db.pragma(`${name}.user_version`, { simple: true }),
    hasHead: head === null || headOf(db, name, head) !== null,
  }));
  if (found.integrity !== 'ok' || found.version !== version || !found.hasHead) {
    throw corruptFailure('The cache could not be copied without errors.', new Error(JSON.stringify(found)));
  }
}

/** The last entry of the audit log; with `same` that very entry, wherever the log has gone since. Null when there is none. */
function headOf(db: RawDatabase, schema = 'main', same?: Head): Head | null {
  const hasLog = db.prepare(`SELECT 1 FROM ${schema}.sqlite_schema WHERE name = 'audit_entry'`).get([]) !== undefined;
  if (!hasLog) return null;
  const row = same
    ? db
        .prepare(`SELECT number, hash FROM ${schema}.audit_entry WHERE number = ? AND hash = ?`)
        .get([same.number, same.hash])
    : db.prepare(`SELECT number, hash FROM ${schema}.audit_entry ORDER BY number DESC LIMIT 1`).get([]);
  return (row as Head | undefined) ?? null;
}

/** Names in a folder; none when it is not there. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Schema version and time of a backup of `file`. */
function namePattern(file: string): RegExp {
  const stem = basename(file).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${stem}\\.v(\\d+)\\.(\\d{8}T\\d{9}Z)\\.backup$`);
}

function stampOf(time: number): string {
  return new Date(time).toISOString().replaceAll(/[-:.]/g, '');
}

function timeOf(stamp: string): number {
  return Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/, '$1-$2-$3T$4:$5:$6.$7Z'));
}
