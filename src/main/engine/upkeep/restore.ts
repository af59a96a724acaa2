import { chmodSync, copyFileSync, existsSync, rmSync } from 'node:fs';
import { NO_HASH, type SignedHead } from '#shared/audit/chain.ts';
import type { AuditDetails, AuditLogFinding } from '#shared/contract/audit-records.ts';
import { Failure } from '#shared/contract/errors.ts';
import { endFinding, readHead } from '../audit/audit-log.ts';
import { type DeviceKey, deviceKeyOf } from '../audit/device-key.ts';
import { readMark, writeMark } from '../audit/mark.ts';
import { formerKeyOf } from '../cache/backup-key.ts';
import { checkBackup } from '../cache/check-backup.ts';
import { findBackup } from '../backups/find-backup.ts';
import { writeBackup } from '../cache/backup.ts';
import { rawConnection } from '../cache/connection.ts';
import { withCacheErrors } from '../cache/errors.ts';
import { copyUnderKey } from '../cache/rekeyed-copy.ts';
import { bringToHead, type Cache, openCache, openReadOnly } from '../cache/open.ts';
import { roleAt } from '../sync/connection.ts';
import { requireNotInUse } from './diagnose.ts';
import { eraseAgain, erasedMembers, type ErasedMember } from './erase-again.ts';
import { clearReplacement, completeReplacement, replaceCache, replacementOf } from './put-aside.ts';
import { putBack } from './put-back.ts';
import { replacementLog } from './replacement-log.ts';
import { type SavedOutbox, saveOutbox } from './rescue-outbox.ts';
import type { ClosedCache, UpkeepResult, UpkeepWork } from './work.ts';

/**
 * Puts a backup in the place of the cache, brought to the newest schema and with the decisions of the outbox that can be read. The cache that was
 * there is kept as a backup of its own; when it cannot be read it is put aside whole. The log of the new one tells that, and is signed anew.
 * A process that ends half-way leaves one cache or the other. A backup under a data key of before stays as it is; the cache has the key of now.
 * @throws INPUT_INVALID when there is no such backup; CACHE_CORRUPT, CACHE_FROM_FUTURE when it cannot be used; CACHE_LOCKED when another
 *   program has the cache open; FORBIDDEN for whom the hub gives another role than admin; DISK_FULL. The cache then is as it was
 */
export async function restore(
  { file, key, formerKeys }: ClosedCache,
  { method, backupId, deviceKey, appVersion }: UpkeepWork['restore'],
): Promise<UpkeepResult['restore']> {
  const now = Date.now();
  completeReplacement(file);
  const { path: backup } = findBackup(file, backupId);
  const formerKey = formerKeyOf(backup, { formerKeys });
  checkBackup(backup, formerKey ?? key);
  const device = deviceKeyOf(deviceKey);
  const saved = saveOutbox({ file, key });
  const before = keep({ file, key }, { device, appVersion, backup, now });
  let decisionsKept: number;
  try {
    decisionsKept = await prepare({ file, key }, { method, backupId, backup, formerKey, device, saved, before, now });
  } catch (error) {
    clearReplacement(file);
    throw error;
  }
  const aside = replaceCache(file, now);
  // It is kept as a backup, which was opened and examined: the same bytes again would only fill the disk.
  if (before.isKept && aside !== null) rmSync(aside, { recursive: true });
  return { decisionsKept };
}

type Method = UpkeepWork['restore']['method'];

/** What is known of the cache that is replaced. */
interface Before {
  /** Whether it is a backup now. */
  readonly isKept: boolean;
  /** How far its log went, at the least; null when that is not known. */
  readonly head: { readonly number: number; readonly hash: string } | null;
  /** What was wrong with the end of its log: a restore does not make that good. */
  readonly finding: AuditLogFinding | null;
  /** Null when they cannot be read. */
  readonly erased: readonly ErasedMember[] | null;
}

/** Keeps the present cache as a backup. One that cannot be read is left for `replaceCache` to put aside. */
function keep(
  cache: ClosedCache,
  wish: {
    readonly device: DeviceKey;
    readonly appVersion: string;
    readonly backup: string;
    readonly now: number;
  },
): Before {
  const mark = readMark(cache.file, wish.device);
  const isOfMark = mark !== null && mark !== 'broken';
  const unread: Before = {
    isKept: false,
    head: isOfMark ? { number: mark.number, hash: mark.hash } : null,
    finding: isOfMark ? mark.finding : null,
    erased: null,
  };
  if (!existsSync(cache.file)) return unread;
  try {
    requireNotInUse(cache);
    const present = openReadOnly(cache);
    try {
      // By whichever way: everybody may say that a cache is in trouble, but this one tells whose it is.
      requireAdmin(present.read);
      const about = {
        head: readHead(present.read),
        finding: endFinding(present.read, mark),
        erased: erasedMembers(present.read),
      };
      const { appVersion, backup, now } = wish;
      writeBackup(rawConnection(present.read), cache.file, {
        reason: 'restore',
        appVersion,
        time: now,
        spared: backup,
      });
      return { isKept: true, ...about };
    } finally {
      present.close();
    }
  } catch (error) {
    if (error instanceof Failure && stops.has(error.code)) throw error;
    return unread;
  }
}

/** What is no damage of the cache: then nothing is to be replaced. */
const stops: ReadonlySet<string> = new Set(['CACHE_LOCKED', 'DISK_FULL', 'FORBIDDEN']);

function requireAdmin(db: Cache['read']): void {
  if (roleAt(db, 'admin') === 'admin') return;
  throw new Failure('FORBIDDEN', 'Only an admin may put a backup in the place of the data. Nothing was changed.', {
    remedy: 'Ask an admin of the hub.',
  });
}

/** Makes the cache that is to replace the other one; returns how many decisions it keeps that the hub has not answered. */
async function prepare(
  { file, key }: ClosedCache,
  {
    method,
    backupId,
    backup,
    formerKey,
    device,
    saved,
    before,
    now,
  }: {
    readonly method: Method;
    readonly backupId: string;
    readonly backup: string;
    readonly formerKey: Uint8Array | undefined;
    readonly device: DeviceKey;
    readonly saved: SavedOutbox;
    readonly before: Before;
    readonly now: number;
  },
): Promise<number> {
  clearReplacement(file);
  const part = replacementOf(file);
  if (formerKey) copyUnderKey({ file: backup, key: formerKey }, { file: part, key });
  else {
    withCacheErrors(() => {
      copyFileSync(backup, part);
      chmodSync(part, 0o600);
    });
  }
  bringToHead({ file: part, key });
  const cache = openCache({ file: part, key });
  try {
    const head = readHead(cache.read);
    writeMark(part, head ?? { number: 0, hash: NO_HASH, at: now }, findingOf(before, head), device);
    const audit = replacementLog(cache, device);
    const about = { kind: 'restore', method, communityId: null } as const;
    const asked = audit.append({
      ...about,
      outcome: 'asked',
      details: { backup: backupId, ...logBefore(before, head) },
    });
    const decisions = putBack(cache.write, saved, now);
    const members = await eraseAgain(cache.write, before.erased ?? [], asked, now);
    audit.append({
      ...about,
      outcome: 'done',
      of: asked,
      details: { decisions, allDecisions: saved.isComplete, ...(members > 0 && { erasedAgain: members }) },
    });
    audit.close();
    return decisions;
  } finally {
    cache.close();
  }
}

/** What a verification finds for ever. How far the log went cannot be told when neither the cache nor its mark says so. */
function findingOf({ isKept, finding, head }: Before, restored: SignedHead | null): AuditLogFinding | null {
  if (isKept || finding !== null || head !== null) return finding;
  return { kind: 'mark-broken', number: restored?.number ?? 1, at: restored?.at ?? null };
}

/** How far the log went that was replaced; its last entries are in the backup of it, or in what was put aside. */
function logBefore({ head }: Before, restored: { readonly number: number } | null): AuditDetails {
  return {
    entriesBefore: head?.number ?? null,
    headBefore: head?.hash ?? null,
    entriesLost: head && Math.max(0, head.number - (restored?.number ?? 0)),
  };
}
