import { copyFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBackupsThread } from '#engine/backups/backups-work.ts';
import { backupsOf } from '#engine/cache/backup.ts';
import { renewManifest } from '#engine/cache/backup-manifest.ts';
import { checkBackup } from '#engine/cache/check-backup.ts';
import { openCache } from '#engine/cache/open.ts';
import { opensWith } from '#engine/cache/rekeyed-copy.ts';
import { inspect } from '#engine/upkeep/inspect.ts';
import { rekey } from '#engine/upkeep/rekey.ts';
import { restore } from '#engine/upkeep/restore.ts';
import { startAnew } from '#engine/upkeep/start-anew.ts';
import { KEY, OTHER_KEY } from '../fixtures/keys.ts';
import { closedCaches, DEVICE_KEY, outboxOf } from './closed-cache.ts';
import { flipPage, hashOf } from './damage.ts';

const copyOfCache = closedCaches();
const STRANGE_KEY = Buffer.alloc(32, 7);
const formerKeys = [STRANGE_KEY, KEY];

/** A cache under a new key whose only backup was elsewhere meanwhile, and came back. */
function cacheWithOldBackup() {
  const file = copyOfCache();
  rekey({ file, key: KEY }, { newKey: OTHER_KEY, isResumed: false });
  const [backup] = backupsOf(file);
  copyFileSync(`${backup}.before-rekey`, backup);
  renewManifest(backup);
  return { file, backup };
}

const restored = (file: string, backup: string, keys: readonly Uint8Array[]) =>
  restore(
    { file, key: OTHER_KEY, formerKeys: keys },
    {
      method: 'recovery.restore',
      backupId: basename(backup),
      deviceKey: Uint8Array.from(DEVICE_KEY),
      appVersion: '1.0.0',
    },
  );

describe('a backup under a data key of before', () => {
  it('is restored under the key of now, with the decisions since, and itself stays as it is', async () => {
    const { file, backup } = cacheWithOldBackup();
    const before = hashOf(backup);
    expect(await restored(file, backup, formerKeys)).toEqual({ decisionsKept: 6 });
    expect(hashOf(backup)).toBe(before);
    const cache = openCache({ file, key: OTHER_KEY });
    expect(outboxOf(cache)).toHaveLength(6);
    cache.close();
    expect(opensWith({ file, key: KEY })).toBe(false);
    // What was there is kept under the key of now.
    const [kept] = backupsOf(file);
    expect(() => checkBackup(kept, OTHER_KEY)).not.toThrow();
  });

  it('is restored where the cache does not open any more', async () => {
    const { file, backup } = cacheWithOldBackup();
    flipPage(file, 1);
    await restored(file, backup, formerKeys);
    expect(opensWith({ file, key: OTHER_KEY })).toBe(true);
  });

  it('is of no use without that key, or damaged: nothing is changed', async () => {
    const { file, backup } = cacheWithOldBackup();
    const before = hashOf(file);
    await expect(restored(file, backup, [STRANGE_KEY])).rejects.toMatchObject({ code: 'CACHE_CORRUPT' });
    flipPage(backup, 3);
    await expect(restored(file, backup, formerKeys)).rejects.toMatchObject({ code: 'CACHE_CORRUPT' });
    expect(hashOf(file)).toBe(before);
  });

  it('is offered out of trouble, and tells the hub to begin anew with', () => {
    const { file, backup } = cacheWithOldBackup();
    flipPage(file, 1);
    const cache = { file, key: OTHER_KEY, formerKeys };
    expect(inspect(cache)).toMatchObject({ backups: [{ id: basename(backup) }], hasHub: true });
    expect(inspect({ file, key: OTHER_KEY })).toMatchObject({ backups: [], hasHub: false });
    startAnew(cache, { deviceKey: DEVICE_KEY, appVersion: '1.0.0' });
    const anew = openCache({ file, key: OTHER_KEY });
    expect(anew.read.pluck('SELECT COUNT(*) FROM hub_connection')).toEqual([1]);
    anew.close();
  });

  it('is compared with the open cache, by the thread that is given the key', async () => {
    const { file, backup } = cacheWithOldBackup();
    const thread = startBackupsThread({ file, key: OTHER_KEY, formerKeys });
    onTestFinished(() => thread.close());
    const difference = await thread.query('backups.preview', { backupId: basename(backup) });
    expect(difference).toMatchObject({ unsentDecisions: 3 });
    expect(difference.counts).toContainEqual({ of: 'communities', now: 1, inBackup: 1 });
  });
});
