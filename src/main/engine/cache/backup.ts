import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import type { RawDatabase } from './connection.ts';
import { hasPlainHeader, moveDurably } from './durable-files.ts';
import { corruptFailure, withCacheErrors } from './errors.ts';
import { applyKey } from './key.ts';
import { schemaVersion } from './migrate.ts';

/** Older backups are deleted once a new one is verified. */
const KEPT_BACKUPS = 3;
const UNFINISHED = '.backup.part';

/** Where the backups of a cache file are kept. */
export function backupFolder(file: string): string {
  return join(dirname(file), 'backups');
}

/** Paths of the backups of the cache `file`, newest first. Named with the schema version and the time in UTC. */
export function backupsOf(file: string): string[] {
  const folder = backupFolder(file);
  const stem = `${basename(file)}.v`;
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((name) => name.startsWith(stem))
    .map((name) => ({ name, time: /^\d+\.(\d{8}T\d{9}Z)\.backup$/.exec(name.slice(stem.length))?.[1] ?? '' }))
    .filter(({ time }) => time !== '')
    .sort((a, b) => (a.time < b.time ? 1 : -1))
    .map(({ name }) => join(folder, name));
}

/**
 * Writes an encrypted copy of an open cache, opens it with the key, checks it, and only then gives it its name.
 * (`VACUUM INTO`: the library's own backup call refuses encrypted databases.)
 * @param time epoch milliseconds for the name
 * @returns the path of the backup
 * @throws DISK_FULL, CACHE_CORRUPT when the cache cannot be copied whole
 */
export function writeBackup(db: RawDatabase, file: string, key: Uint8Array, time: number = Date.now()): string {
  return withCacheErrors(() => {
    const folder = backupFolder(file);
    mkdirSync(folder, { recursive: true });
    const stamp = new Date(time).toISOString().replaceAll(/[-:.]/g, '');
    const name = `${basename(file)}.v${schemaVersion(db)}.${stamp}`;
    const [target, part] = [join(folder, `${name}.backup`), join(folder, name + UNFINISHED)];
    // What a crash left half-written in an earlier attempt, with its journal.
    for (const left of readdirSync(folder)) if (left.includes(UNFINISHED)) rmSync(join(folder, left));
    try {
      db.prepare('VACUUM INTO ?').run([part]);
      verify(part, key, schemaVersion(db));
      moveDurably(part, target);
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
    for (const old of backupsOf(file).slice(KEPT_BACKUPS)) rmSync(old, { force: true });
    return target;
  });
}

function verify(part: string, key: Uint8Array, version: number): void {
  if (hasPlainHeader(part)) throw corruptFailure('The backup of the cache came out unencrypted and was deleted.');
  const copy = new Sqlite(part, { readonly: true, fileMustExist: true });
  try {
    applyKey(copy, key);
    const found = copy.pragma('integrity_check', { simple: true });
    if (found !== 'ok' || schemaVersion(copy) !== version) {
      throw corruptFailure('The cache could not be copied without errors.', new Error(String(found)));
    }
  } finally {
    copy.close();
  }
}
