import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { Failure } from '#shared/contract/errors.ts';
import { readDbOver, type RawDatabase } from './connection.ts';
import { cacheFailure, withCacheErrors } from './errors.ts';
import { applyKey } from './key.ts';
import type { CacheFile, ReadOnlyCache } from './open.ts';

/**
 * Opens what may be damaged, of whatever schema version, to read what can be read of it. Looks at nothing beforehand, and writes nothing but the
 * index of its log beside it; where not even that can be written, a copy is read, which is encrypted like the cache and deleted when closed.
 * @throws CACHE_CORRUPT when nothing can be read, and what else can befall a file; readers of it throw CACHE_CORRUPT at a damaged page
 */
export function openDamaged(cache: CacheFile): ReadOnlyCache {
  return withCacheErrors(() => {
    try {
      return openAt(cache, cache.file);
    } catch (error) {
      if (isOfTheFile(cacheFailure(error)) || !existsSync(cache.file)) throw error;
      return openCopy(cache);
    }
  });
}

/** Whether a copy of the file would be no better: its bytes are wrong, or another program is changing them. */
function isOfTheFile(failure: unknown): boolean {
  return failure instanceof Failure && ['CACHE_CORRUPT', 'CACHE_LOCKED', 'KEY_UNAVAILABLE'].includes(failure.code);
}

function openCopy(cache: CacheFile): ReadOnlyCache {
  const folder = mkdtempSync(join(tmpdir(), 'commonwatt-look-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'copy.db');
    copyFileSync(cache.file, copy);
    if (existsSync(`${cache.file}-wal`)) copyFileSync(`${cache.file}-wal`, `${copy}-wal`);
    const { close, ...opened } = openAt(cache, copy);
    return {
      ...opened,
      close: () => {
        close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function openAt({ file, key, busyTimeoutMs = 1000 }: CacheFile, place: string): ReadOnlyCache {
  const raw: RawDatabase = new Sqlite(place, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs });
  try {
    applyKey(raw, key);
    raw.pragma('temp_store = MEMORY');
    raw.pragma('mmap_size = 0');
    // With it SQLite also reads a file that is shorter than its header says. The connection still writes nothing: it was opened for reading.
    raw.unsafeMode(true);
    raw.pragma('writable_schema = ON');
    raw.prepare('SELECT COUNT(*) FROM sqlite_schema').get([]);
    return { file, read: readDbOver(raw), close: () => void raw.close() };
  } catch (error) {
    raw.close();
    throw error;
  }
}
