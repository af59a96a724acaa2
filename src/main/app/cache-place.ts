import { mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { profileWriteFailure } from '#shared/contract/write-failures.ts';

/** The cache's file in its folder; backups stand beside it. */
export function cacheFileIn(folder: string): string {
  return path.join(folder, 'commonwatt.db');
}

/** Makes the folder of the cache where it is missing. @throws the failure of a profile that cannot be written */
export async function makeCacheFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw profileWriteFailure(error, 'cache');
  });
}

/** A cache whose key is gone, or its backups alone, cannot be opened again, but it is not ours to delete: the new one starts beside it. */
export async function setKeylessCacheAside(folder: string, log: (line: string) => void): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return;
  const aside = `${folder}.without-key-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  await rename(folder, aside);
  log(`there was a cache without its key file; it is kept in ${aside}`);
}
