import { deviceKeyOf, type DeviceKey } from '../audit/device-key.ts';
import { readMark } from '../audit/mark.ts';
import { openCache } from '../cache/open.ts';
import { requireNotInUse } from './diagnose.ts';
import { hubOf } from './inspect.ts';
import { clearReplacement, completeReplacement, replaceCache, replacementOf } from './put-aside.ts';
import { putBack } from './put-back.ts';
import { replacementLog } from './replacement-log.ts';
import { saveOutbox, type SavedOutbox } from './rescue-outbox.ts';
import type { ClosedCache, UpkeepResult, UpkeepWork } from './work.ts';

/**
 * Puts an empty cache in the place of one that does not give its data, which is put aside whole. The new one has the decisions that can be read, and the
 * hub's address, so that everything else is fetched again. A process that ends half-way leaves one cache or the other.
 * @throws CACHE_LOCKED when another program has it open; DISK_FULL and what else can befall a file; the cache then is as it was
 */
export function startAnew(
  { file, key, formerKeys }: ClosedCache,
  { deviceKey, appVersion }: UpkeepWork['start-anew'],
): UpkeepResult['start-anew'] {
  const now = Date.now();
  completeReplacement(file);
  requireNotInUse({ file, key });
  const saved = saveOutbox({ file, key });
  const kept = { ...saved, hub: hubOf({ file, key, formerKeys }, saved) };
  clearReplacement(file);
  let decisionsKept: number;
  try {
    decisionsKept = prepare({ file, key }, { saved: kept, device: deviceKeyOf(deviceKey), appVersion, now });
  } catch (error) {
    clearReplacement(file);
    throw error;
  }
  replaceCache(file, now);
  return { decisionsKept };
}

/** Makes the cache that is to replace the other one; returns how many decisions it keeps that the hub has not answered. */
function prepare(
  { file, key }: ClosedCache,
  {
    saved,
    device,
    appVersion,
    now,
  }: {
    readonly saved: SavedOutbox;
    readonly device: DeviceKey;
    readonly appVersion: string;
    readonly now: number;
  },
): number {
  const cache = openCache({ file: replacementOf(file), key, appVersion });
  try {
    const decisions = putBack(cache.write, saved, now);
    const audit = replacementLog(cache, device);
    audit.append({
      kind: 'restore',
      outcome: 'asked',
      method: 'recovery.startAnew',
      communityId: null,
      details: { step: 'start-anew', decisions, allDecisions: saved.isComplete, ...logBefore(file, device) },
    });
    audit.close();
    return decisions;
  } finally {
    cache.close();
  }
}

/** How far the log went that this one follows on: its last entries are in what was put aside. */
function logBefore(file: string, device: DeviceKey): { entriesBefore: number | null; headBefore: string | null } {
  const mark = readMark(file, device);
  if (mark === null || mark === 'broken') return { entriesBefore: null, headBefore: null };
  return { entriesBefore: mark.number, headBefore: mark.hash };
}
