import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Backup } from '#shared/contract/backups.ts';
import { Failure } from '#shared/contract/errors.ts';
import { aboutBackup, backupsOf } from '../cache/backup.ts';

/** The backups of the cache `file`, newest first, without opening them. */
export function listBackups(file: string): Backup[] {
  return backupsOf(file).map((backup) => aboutBackup(file, backup, statSync(backup).size));
}

/**
 * The backup of the cache `file` that goes by that id. An id is compared and never becomes a path.
 * @throws INPUT_INVALID when there is none
 */
export function findBackup(file: string, id: string): { readonly path: string; readonly bytes: number } {
  const path = backupsOf(file).find((one) => basename(one) === id);
  if (path !== undefined) return { path, bytes: statSync(path).size };
  throw new Failure('INPUT_INVALID', 'There is no such backup any more. Nothing was changed.', {
    remedy: 'Choose one from the list: the oldest is deleted when a new one is made.',
    details: { field: 'backupId' },
  });
}
