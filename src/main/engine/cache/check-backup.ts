import Sqlite from 'better-sqlite3-multiple-ciphers';
import { readManifest, sha256OfFile } from './backup-manifest.ts';
import { hasPlainHeader } from './durable-files.ts';
import { corruptFailure, isUnreadable, withCacheErrors } from './errors.ts';
import { applyKey } from './key.ts';
import { refuseFuture } from './migrate.ts';

/**
 * Examines a backup (its path) as a restore needs it: the bytes are those that were written, the key opens it, every page is whole, and this
 * console knows its form. Writes nothing.
 * @throws CACHE_CORRUPT, CACHE_FROM_FUTURE
 */
export function checkBackup(backup: string, key: Uint8Array): void {
  withCacheErrors(() => {
    const manifest = readManifest(backup);
    if (hasPlainHeader(backup) || (manifest && manifest.sha256 !== sha256OfFile(backup))) throw damaged();
    const raw = new Sqlite(backup, { readonly: true, fileMustExist: true });
    try {
      applyKey(raw, key);
      refuseFuture(raw);
      const found = raw.pragma('integrity_check(1)', { simple: true });
      if (found !== 'ok') throw damaged(new Error(String(found)));
    } catch (error) {
      throw isUnreadable(error) ? damaged(error) : error;
    } finally {
      raw.close();
    }
  });
}

function damaged(cause?: unknown): Error {
  return corruptFailure(
    'This backup is damaged, or it was made with another key. The data in use were not touched.',
    cause,
  );
}
