import { join } from 'node:path';
import type { Backup } from '#shared/contract/backups.ts';
import type { RecoveryReport } from '#shared/contract/recovery.ts';
import { checkBackup } from '../cache/check-backup.ts';
import { listBackups } from '../backups/find-backup.ts';
import { backupFolder } from '../cache/backup.ts';
import { diagnose } from './diagnose.ts';
import { saveOutbox, unanswered, type SavedOutbox, type SavedRow } from './rescue-outbox.ts';
import type { ClosedCache } from './work.ts';

/** What is wrong with a cache, and what could be saved of it. Changes nothing. */
export function inspect(cache: ClosedCache): RecoveryReport {
  const saved = saveOutbox(cache);
  return {
    ...diagnose(cache),
    decisions: { readable: unanswered(saved).length, mayBeMore: !saved.isComplete },
    hasHub: hubOf(cache, saved) !== null,
    backups: soundBackups(cache),
  };
}

/** The hub's connection as the cache has it, or the newest backup of which it can be read. */
export function hubOf({ file, key }: ClosedCache, saved: SavedOutbox): SavedRow | null {
  if (saved.hub) return saved.hub;
  for (const { id } of listBackups(file)) {
    const { hub } = saveOutbox({ file: join(backupFolder(file), id), key });
    if (hub) return hub;
  }
  return null;
}

/** Newest first. */
function soundBackups({ file, key }: ClosedCache): Backup[] {
  return listBackups(file).filter(({ id }) => isSound(join(backupFolder(file), id), key));
}

function isSound(backup: string, key: Uint8Array): boolean {
  try {
    checkBackup(backup, key);
    return true;
  } catch {
    // Of another key, damaged, or gone: whatever it is, it is nothing that could be put in the place of the cache.
    return false;
  }
}
