import { chmodSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { Failure } from '#shared/contract/errors.ts';
import { markFileOf } from '../audit/mark.ts';
import { completeReplacement } from '../upkeep/put-aside.ts';
import { backupsOf, writeBackup } from './backup.ts';
import { readDbOver, writeDbOver, type RawDatabase, type ReadDb, type WriteDb } from './connection.ts';
import { hasPlainHeader, moveDurably, removeUnfinished } from './durable-files.ts';
import { corruptFailure, isUnreadable, withCacheErrors } from './errors.ts';
import { applyKey, compareKeyCheck, requireKey, writeKeyCheck } from './key.ts';
import { latestVersion, migrate, refuseFuture, schemaVersion } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';

export interface CacheFile {
  /** Path of the cache file; `-wal`, `-shm`, `.check` and the folder `backups` stand beside it. */
  readonly file: string;
  /** The 32-byte data key. Not kept after opening. */
  readonly key: Uint8Array;
  /** How long a statement waits for another process's lock before CACHE_LOCKED. Milliseconds, default 5000. */
  readonly busyTimeoutMs?: number;
}

export interface OpenOptions extends CacheFile {
  /** Of the console, for the backup before a migration. */
  readonly appVersion?: string;
  /** Called before an existing cache is backed up and migrated, which can take seconds. */
  readonly onMigrate?: (from: number, to: number) => void;
  /** The schema's steps; the product's own unless a test says otherwise. */
  readonly migrations?: readonly Migration[];
}

/** The reading side alone: for worker threads and diagnostics. */
export interface ReadOnlyCache {
  readonly file: string;
  readonly read: ReadDb;
  /** Safe to call twice. */
  close(): void;
}

/** The open cache. `read` is a connection of its own: it sees what is committed and is not stopped by a write in progress. */
export interface Cache extends ReadOnlyCache {
  readonly write: WriteDb;
  /** The schema versions between which this opening brought an existing cache, with a backup before; null when it was up to date or new. */
  readonly migrated: { readonly from: number; readonly to: number } | null;
}

/** Pages in the write-ahead log before SQLite moves them into the file: large, so that a bulk load does not write each page often. */
const CHECKPOINT_PAGES = 16_000;
/** Kept decrypted by the connection that writes, for bulk loads; those that read, one in each thread, do with less: the system keeps the file. */
const WRITER_CACHE_KIB = 16_384;
const READER_CACHE_KIB = 4_096;

/**
 * Opens the encrypted cache, made new when there is none, and brings it to the newest schema version (with a backup before).
 * Nothing is ever deleted or overwritten for an error.
 * @throws KEY_UNAVAILABLE (wrong key), CACHE_CORRUPT, CACHE_FROM_FUTURE, CACHE_LOCKED, DISK_FULL, INTERNAL
 */
export function openCache(options: OpenOptions): Cache {
  const { file, key } = options;
  return withCacheErrors(() => {
    requireKey(key);
    completeReplacement(file);
    removeUnfinished(file);
    if (!existsSync(file)) create(options);
    const raw = connect(options, false);
    let migrated: Cache['migrated'] = null;
    try {
      migrate(
        raw,
        (from, to) => {
          options.onMigrate?.(from, to);
          writeBackup(raw, file, { reason: 'migration', appVersion: options.appVersion ?? null });
          migrated = { from, to };
        },
        options.migrations,
      );
      const reading = connect(options, true);
      return {
        file,
        read: readDbOver(reading),
        write: writeDbOver(raw),
        migrated,
        close: () => {
          reading.close();
          closeWriter(raw);
        },
      };
    } catch (error) {
      raw.close();
      throw error;
    }
  });
}

/**
 * Opens an existing cache for reading.
 * @throws as `openCache`; CACHE_LOCKED also while the cache waits to be migrated, INTERNAL when there is no cache
 */
export function openReadOnly(options: CacheFile): ReadOnlyCache {
  return withCacheErrors(() => {
    requireKey(options.key);
    if (!existsSync(options.file))
      throw new Failure('INTERNAL', 'There is no cache here yet.', { remedy: 'Open the console once.' });
    const raw = connect(options, true);
    try {
      refuseFuture(raw);
      if (schemaVersion(raw) < latestVersion()) {
        throw new Failure('CACHE_LOCKED', 'The cache is still in the form of an older version. Nothing was changed.', {
          remedy: 'Open the console once; it brings the cache up to date.',
          retryable: true,
        });
      }
    } catch (error) {
      raw.close();
      throw error;
    }
    return { file: options.file, read: readDbOver(raw), close: () => void raw.close() };
  });
}

/** Whether there was a cache here: the log of its last changes, the mark of its audit log or a backup is there still. */
export function hasLeftTraces(file: string): boolean {
  return existsSync(`${file}-wal`) || existsSync(markFileOf(file)) || backupsOf(file).length > 0;
}

/**
 * Makes the cache beside its place and moves it there whole: a file of that name always holds a complete schema. Where there was one before,
 * nothing is made: an empty cache in the place of a lost one would hide the loss.
 */
function create({ file, key, migrations: steps = migrations }: OpenOptions): void {
  if (hasLeftTraces(file)) {
    throw corruptFailure('The cache file is gone: there was one, and what belongs to it is still there.');
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.new`;
  for (const rest of [unfinished, `${unfinished}-journal`, `${file}-shm`]) rmSync(rest, { force: true });
  const raw = new Sqlite(unfinished);
  try {
    applyKey(raw, key);
    raw.pragma('temp_store = MEMORY');
    migrate(raw, () => undefined, steps);
  } finally {
    raw.close();
  }
  requireEncrypted(unfinished);
  // Before the file has its name: a cache without its key check would not exist even after a crash between the two.
  writeKeyCheck(file, key);
  chmodSync(unfinished, 0o600);
  moveDurably(unfinished, file);
}

/**
 * Brings a copy of a cache to the newest schema version where it stands, without a backup: the original is one.
 * @throws as `openCache`
 */
export function bringToHead(copy: CacheFile): void {
  withCacheErrors(() => {
    const raw = connect(copy, false);
    try {
      migrate(raw, () => undefined);
    } finally {
      closeWriter(raw);
    }
  });
}

/** Opens an existing file and makes sure that it is encrypted and that this is its key. */
function connect({ file, key, busyTimeoutMs = 5000 }: CacheFile, readonly: boolean): RawDatabase {
  requireEncrypted(file);
  const check = compareKeyCheck(file, key);
  if (check === 'different') throw wrongKey();
  const raw = new Sqlite(file, { readonly, fileMustExist: true, timeout: busyTimeoutMs });
  try {
    applyKey(raw, key);
    // No plain text in temporary files, no file mapping that bypasses the cipher.
    raw.pragma('temp_store = MEMORY');
    raw.pragma('mmap_size = 0');
    probe(raw, check === 'same');
    raw.pragma(`cache_size = -${readonly ? READER_CACHE_KIB : WRITER_CACHE_KIB}`);
    raw.pragma('foreign_keys = ON');
    if (!readonly) {
      raw.pragma('journal_mode = WAL');
      raw.pragma('synchronous = FULL');
      raw.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      if (check === 'unknown') writeKeyCheck(file, key);
    }
    return raw;
  } catch (error) {
    raw.close();
    throw error;
  }
}

/** The library falls back to plain SQLite without a word when encryption was not set up: look at the bytes. */
function requireEncrypted(file: string): void {
  if (statSync(file).size === 0) throw corruptFailure('The cache file is empty.');
  if (hasPlainHeader(file))
    throw corruptFailure('The cache file is not encrypted, so it was not written by this console.');
}

function wrongKey(): Failure {
  return new Failure('KEY_UNAVAILABLE', 'This key does not open the cache; nothing was changed.', {
    remedy: 'Unlock with the passphrase or the user account that the cache was made with.',
  });
}

/** The first read tells whether the key fits the bytes and whether pages are missing at the end. */
function probe(raw: RawDatabase, keyIsRight: boolean): void {
  try {
    raw.prepare('SELECT COUNT(*) FROM sqlite_schema').get([]);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    if (keyIsRight) throw corruptFailure('The key is the right one, but the cache file is damaged.', error);
    throw new Failure(
      'KEY_UNAVAILABLE',
      'This key does not open the cache, or the cache file is damaged: its key check is missing too, so it cannot be told which. Nothing was changed.',
      { remedy: 'Unlock with the key the cache was made with, or restore the newest backup.' },
    );
  }
}

function closeWriter(raw: RawDatabase): void {
  if (!raw.open) return;
  try {
    raw.pragma('optimize');
    raw.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // Housekeeping only (the disk may be full): what is committed is safe in the log and is moved at the next start.
  } finally {
    raw.close();
  }
}
