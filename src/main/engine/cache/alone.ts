import Sqlite from 'better-sqlite3-multiple-ciphers';
import { withCacheErrors } from './errors.ts';
import { applyKey } from './key.ts';
import type { CacheFile } from './open.ts';

/**
 * Makes sure that no other program has the cache open: what is put in its place would be hidden from that one, and what it writes lost.
 * @throws CACHE_LOCKED when one has; what else can befall a file
 */
export function requireAlone({ file, key, busyTimeoutMs = 1000 }: CacheFile): void {
  withCacheErrors(() => {
    const raw = new Sqlite(file, { fileMustExist: true, timeout: busyTimeoutMs });
    try {
      applyKey(raw, key);
      // Before the first look at the file: whoever reads a cache holds a lock on it, also between two statements.
      raw.pragma('locking_mode = EXCLUSIVE');
      raw.exec('BEGIN EXCLUSIVE; ROLLBACK');
    } finally {
      raw.close();
    }
  });
}
