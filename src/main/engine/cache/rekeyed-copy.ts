import { chmodSync, existsSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import type { RawDatabase } from './connection.ts';
import { hasPlainHeader, syncFile } from './durable-files.ts';
import { corruptFailure, withCacheErrors } from './errors.ts';
import { applyKey, changeKey } from './key.ts';
import { schemaVersion } from './migrate.ts';

/** How long another program may take to let go of the cache. Milliseconds. */
const BUSY_TIMEOUT_MS = 2000;

/** A file and its 32-byte key. */
export interface KeyedFile {
  readonly file: string;
  readonly key: Uint8Array;
}

/** A cache that nobody else can open, not even for reading, until it is closed. */
export interface CacheHeldAlone {
  /** See `copyUnderKey`. */
  copyTo(copy: KeyedFile): void;
  /** Moves the rest of the log into the file: no `-wal` is left beside it. Safe to call twice. */
  close(): void;
}

/**
 * Opens a cache for oneself alone.
 * @throws CACHE_LOCKED while another program has it open, CACHE_CORRUPT
 */
export function holdCacheAlone({ file, key }: KeyedFile): CacheHeldAlone {
  return withCacheErrors(() => {
    const raw = open(file, key, false);
    try {
      raw.pragma('locking_mode = EXCLUSIVE');
      // A write lock, although nothing is written: only then is the lock of the whole file taken.
      raw.exec('BEGIN IMMEDIATE; COMMIT');
      raw.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      raw.close();
      throw error;
    }
    return {
      copyTo: (copy) => withCacheErrors(() => copyOpen(raw, key, copy)),
      close: () => void raw.close(),
    };
  });
}

/**
 * Writes a copy of a database that nobody writes into under another key, opens it with that key, examines it, and waits until it is on the
 * disk; it is whole then, or not there.
 * @throws DISK_FULL, CACHE_CORRUPT when `from` cannot be read whole with its key
 */
export function copyUnderKey(from: KeyedFile, copy: KeyedFile): void {
  withCacheErrors(() => {
    const raw = open(from.file, from.key, true);
    try {
      copyOpen(raw, from.key, copy);
    } finally {
      raw.close();
    }
  });
}

/** Whether a file opens with its key. */
export function opensWith({ file, key }: KeyedFile): boolean {
  try {
    open(file, key, true).close();
    return true;
  } catch {
    return false;
  }
}

function open(file: string, key: Uint8Array, readonly: boolean): RawDatabase {
  const raw = new Sqlite(file, { readonly, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    applyKey(raw, key);
    raw.pragma('temp_store = MEMORY');
    raw.pragma('mmap_size = 0');
    if (readonly) raw.prepare('SELECT COUNT(*) FROM sqlite_schema').get([]);
    return raw;
  } catch (error) {
    raw.close();
    throw error;
  }
}

function copyOpen(raw: RawDatabase, key: Uint8Array, copy: KeyedFile): void {
  discard(copy.file);
  try {
    // Encrypted with the key of the connection: plain text never reaches the disk.
    raw.prepare('VACUUM INTO ?').run([copy.file]);
    chmodSync(copy.file, 0o600);
    encryptAnew(copy, key);
    verify(copy, key, schemaVersion(raw));
    syncFile(copy.file);
  } catch (error) {
    discard(copy.file);
    throw error;
  }
}

function encryptAnew({ file, key }: KeyedFile, oldKey: Uint8Array): void {
  const raw = open(file, oldKey, false);
  try {
    // A copy needs no way back, which would take its size once more.
    raw.pragma('journal_mode = OFF');
    changeKey(raw, key);
  } finally {
    raw.close();
  }
}

function verify({ file, key }: KeyedFile, oldKey: Uint8Array, version: number): void {
  if (hasPlainHeader(file)) throw corruptFailure('A copy of the cache came out unencrypted and was deleted.');
  const raw = open(file, key, true);
  try {
    const found = raw.pragma('integrity_check(1)', { simple: true });
    if (found !== 'ok' || schemaVersion(raw) !== version || opensWith({ file, key: oldKey })) {
      throw corruptFailure('The cache could not be copied without errors.', new Error(String(found)));
    }
  } finally {
    raw.close();
  }
}

function discard(file: string): void {
  for (const rest of [file, `${file}-journal`]) if (existsSync(rest)) rmSync(rest);
}
