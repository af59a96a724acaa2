import { accessSync, closeSync, constants, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Failure } from '#shared/contract/errors.ts';
import type { RecoveryReport } from '#shared/contract/recovery.ts';
import { requireAlone } from '../cache/alone.ts';
import { hasPlainHeader } from '../cache/durable-files.ts';
import { cacheFailure } from '../cache/errors.ts';
import { compareKeyCheck } from '../cache/key.ts';
import { latestVersion } from '../cache/migrate.ts';
import { hasLeftTraces } from '../cache/open.ts';
import { openDamaged } from '../cache/open-damaged.ts';
import type { ClosedCache } from './work.ts';

type Trouble = RecoveryReport['trouble'];

/**
 * What is wrong with a cache that nobody has open; `unknown` when it is whole and may be written, which is then a matter of the moment: another
 * program had it. Writes and removes one small file beside it, to see whether it can.
 */
export function diagnose({ file, key }: ClosedCache): { readonly trouble: Trouble; readonly bytes: number } {
  const bytes = statSync(file, { throwIfNoEntry: false })?.size;
  // Where there never was one, whatever went wrong was something else.
  if (bytes === undefined) return { trouble: hasLeftTraces(file) ? 'file-missing' : 'unknown', bytes: 0 };
  return { trouble: troubleOf({ file, key }, bytes), bytes };
}

/**
 * Makes sure that no other program has the cache open. What is damaged is not even asked: opening it for writing would change what may still be
 * saved from it.
 * @throws CACHE_LOCKED when one has
 */
export function requireNotInUse(cache: ClosedCache): void {
  if (diagnose(cache).trouble !== 'in-use') return;
  throw new Failure('CACHE_LOCKED', 'Another program is using the cache. Nothing was changed.', {
    remedy: 'Close the other console or command line.',
    retryable: true,
  });
}

function troubleOf(cache: ClosedCache, bytes: number): Trouble {
  try {
    if (bytes === 0) return 'empty';
    if (hasPlainHeader(cache.file) || isText(cache.file)) return 'not-ours';
    if (compareKeyCheck(cache.file, cache.key) === 'different') return 'wrong-key';
    const trouble = troubleInside(cache) ?? troubleOfFolder(cache.file);
    if (trouble === null) requireAlone(cache);
    return trouble ?? 'unknown';
  } catch (error) {
    return troubleOfFolder(cache.file) ?? troubleBehind(cacheFailure(error));
  }
}

function troubleInside(cache: ClosedCache): Trouble | null {
  const { read, close } = openDamaged(cache);
  try {
    if (read.pluck<number>('PRAGMA user_version')[0] > latestVersion()) return 'future';
    return read.pluck<string>('PRAGMA integrity_check(1)')[0] === 'ok' ? null : 'damaged';
  } finally {
    close();
  }
}

function troubleBehind(error: unknown): Trouble {
  if (!(error instanceof Failure)) throw error;
  if (error.code === 'CACHE_CORRUPT') return 'damaged';
  if (error.code === 'CACHE_LOCKED') return 'in-use';
  return 'unknown';
}

/** What SQLite writes at once when it opens a cache, and more. */
const PROBE_BYTES = 256 * 1024;

function troubleOfFolder(file: string): 'read-only' | 'disk-full' | null {
  const probe = `${file}.probe`;
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    writeFileSync(probe, Buffer.alloc(PROBE_BYTES));
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return 'disk-full';
    return code === 'EROFS' || code === 'EACCES' || code === 'EPERM' ? 'read-only' : null;
  } finally {
    try {
      rmSync(probe, { force: true });
    } catch {
      // Where nothing may be written there is nothing to remove.
    }
  }
}

const LOOKED_AT = 512;

/** Encrypted bytes are never all of them characters. */
function isText(file: string): boolean {
  const start = Buffer.alloc(LOOKED_AT);
  const handle = openSync(file, 'r');
  try {
    const length = readSync(handle, start, 0, LOOKED_AT, 0);
    return start.subarray(0, length).every((byte) => byte === 9 || byte === 10 || byte === 13 || byte >= 32);
  } finally {
    closeSync(handle);
  }
}
