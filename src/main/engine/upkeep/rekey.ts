import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure } from '#shared/contract/errors.ts';
import { backupFolder, backupsOf } from '../cache/backup.ts';
import { renewManifest } from '../cache/backup-manifest.ts';
import { moveDurably, writeDurably } from '../cache/durable-files.ts';
import { corruptFailure, withCacheErrors } from '../cache/errors.ts';
import { compareKeyCheck, writeKeyCheck } from '../cache/key.ts';
import { copyUnderKey, holdCacheAlone, opensWith } from '../cache/rekeyed-copy.ts';
import { asideFolder } from './put-aside.ts';
import type { TellShare } from './upkeep.ts';
import type { ClosedCache, UpkeepResult, UpkeepWork } from './work.ts';

/** The verified copy under the new key. */
const COPY = '.rekeyed';
/** What the copy took the place of; kept until the cache was opened with the new key. */
const FORMER = '.before-rekey';

/** While a file of this name is there, every copy is complete: what was begun is carried on. Without it, it is taken back. */
const READY = '.rekey-ready';

/**
 * Encrypts the cache and its backups with a new key. First a verified copy of each is made; only when all are there do they take the places
 * of the old files, which needs no space and is carried on after a crash. The caller keeps both keys until it has the answer.
 *
 * What only the old key opens afterwards is counted: backups that could not be read, and what was put aside, of which no byte is changed.
 * @param tell the share of the bytes that are copied: the rest takes no time
 * @throws CACHE_LOCKED while another program has the cache open, DISK_FULL, CACHE_CORRUPT; everything is as it was then
 */
export function rekey(
  { file, key }: ClosedCache,
  { newKey, isResumed }: UpkeepWork['rekey'],
  tell: TellShare = () => undefined,
): UpkeepResult['rekey'] {
  return withCacheErrors(() => {
    if (!existsSync(file + READY) && compareKeyCheck(file, newKey) !== 'same') {
      if (isResumed) {
        removeCopies(file);
        return { isChanged: false, leftUnderOldKey: 0 };
      }
      makeCopies({ file, key }, newKey, tell);
      writeDurably(file + READY, '');
    }
    for (const copy of filesWith(file, COPY)) putInPlace(copy);
    writeKeyCheck(file, newKey);
    for (const backup of backupsOf(file)) if (existsSync(backup + FORMER)) renewManifest(backup);
    if (!opensWith({ file, key: newKey })) throw corruptFailure('The cache does not open with its new key.');
    rmSync(file + READY, { force: true });
    return { isChanged: true, leftUnderOldKey: filesLeft(file, newKey) };
  });
}

/** Deletes what the last change of the key put aside: the cache was opened with the new one. */
export function removeFormerFiles(file: string): void {
  for (const former of filesWith(file, FORMER)) {
    try {
      rmSync(former, { force: true });
    } catch {
      // Another program holds it, a virus scanner perhaps: it goes at the next opening.
    }
  }
}

function makeCopies({ file, key }: ClosedCache, newKey: Uint8Array, tell: TellShare): void {
  removeCopies(file);
  const backups = backupsOf(file);
  const total = [file, ...backups].reduce((sum, each) => sum + statSync(each).size, 0);
  let done = 0;
  const tellWith = (copied: string): void => {
    done += statSync(copied).size;
    tell(done / total);
  };
  const alone = holdCacheAlone({ file, key });
  try {
    alone.copyTo({ file: file + COPY, key: newKey });
    tellWith(file);
    for (const backup of backups) {
      // One that is damaged, or of another key, stays as it is.
      if (opensWith({ file: backup, key })) copyBackup({ file: backup, key }, newKey);
      tellWith(backup);
    }
  } catch (error) {
    removeCopies(file);
    throw error;
  } finally {
    // Until here nothing could be written that the copy would not have.
    alone.close();
  }
}

function copyBackup(backup: ClosedCache, newKey: Uint8Array): void {
  try {
    copyUnderKey(backup, { file: backup.file + COPY, key: newKey });
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'CACHE_CORRUPT')) throw error;
  }
}

function putInPlace(copy: string): void {
  const place = copy.slice(0, -COPY.length);
  if (existsSync(place)) moveDurably(place, place + FORMER);
  // A log of the old file beside the new one would be written into it.
  for (const rest of ['-wal', '-shm']) if (existsSync(place + rest)) moveDurably(place + rest, place + FORMER + rest);
  moveDurably(copy, place);
}

function filesLeft(file: string, newKey: Uint8Array): number {
  const unread = backupsOf(file).filter((backup) => !opensWith({ file: backup, key: newKey })).length;
  return unread + namesIn(asideFolder(file)).length;
}

function removeCopies(file: string): void {
  for (const left of [...filesWith(file, COPY), ...filesWith(file, READY)]) rmSync(left, { force: true });
}

/** Files beside the cache and its backups with this in their names. */
function filesWith(file: string, part: string): string[] {
  return [dirname(file), backupFolder(file)].flatMap((folder) =>
    namesIn(folder)
      .filter((name) => name.startsWith(basename(file)) && name.includes(part))
      .map((name) => join(folder, name)),
  );
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
