import { join } from 'node:path';
import type { Backup } from '#shared/contract/backups.ts';
import type { RecoveryReport } from '#shared/contract/recovery.ts';
import { formerKeyOf } from '../cache/backup-key.ts';
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
export function hubOf(cache: ClosedCache, saved: SavedOutbox): SavedRow | null {
  if (saved.hub) return saved.hub;
  for (const { id } of listBackups(cache.file)) {
    const backup = join(backupFolder(cache.file), id);
    const { hub } = saveOutbox({ file: backup, key: formerKeyOf(backup, cache) ?? cache.key });
    if (hub) return hub;
  }
  return null;
}

/** Newest first. */
function soundBackups(cache: ClosedCache): Backup[] {
  return listBackups(cache.file).filter(({ id }) => isSound(join(backupFolder(cache.file), id), cache));
}

function isSound(backup: string, cache: ClosedCache): boolean {
  try {
    checkBackup(backup, formerKeyOf(backup, cache) ?? cache.key);
    return true;
  } catch {
    // Of a key that this profile never had, damaged, or gone: whatever it is, it is nothing that could be put in the place of the cache.
    return false;
  }
}
