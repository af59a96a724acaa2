import { cpSync, existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backupFolder, backupsOf } from '#engine/cache/backup.ts';
import { openCache } from '#engine/cache/open.ts';
import { restore } from '#engine/upkeep/restore.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { KEY } from '../fixtures/keys.ts';
import { closedCaches, DEVICE_KEY, hashesBelow } from '../upkeep/closed-cache.ts';
import { noSmallDisk, smallDisk } from '../upkeep/small-disk.ts';

const closedCache = closedCaches();

describe.skipIf(noSmallDisk !== null)(
  `on a disk that is full${noSmallDisk === null ? '' : ` (${noSmallDisk})`}`,
  () => {
    /** A profile on a small disk with room for so many bytes; counts what is in the folder of the backups. */
    function profileWith(leave: number) {
      const disk = smallDisk(8);
      cpSync(dirname(closedCache()), disk.folder, { recursive: true });
      const file = join(disk.folder, 'cache.db');
      const before = readdirSync(backupFolder(file));
      disk.fill(leave);
      return { disk, file, before };
    }

    it('a backup is not made, says so, and leaves nothing half-written; once there is room it is made', async () => {
      const { disk, file, before } = profileWith(200_000);
      const cache = openCache({ file, key: KEY });
      onTestFinished(() => cache.close());
      const context = engineContext(cache);
      const make = async () => (await context.tasks.finished(context.backups.make(context, 'by-hand').taskId))!;
      expect(await make()).toMatchObject({ state: 'failed', problem: { code: 'DISK_FULL', retryable: true } });
      expect(readdirSync(backupFolder(file))).toEqual(before);
      disk.free();
      expect(await make()).toMatchObject({ state: 'done' });
      expect(readdirSync(backupFolder(file))).toHaveLength(before.length + 2);
    });

    // Room for nothing, and room for the copy that is kept but not for the one that is put in place.
    it.each([64_000, 420_000, 800_000])(
      'with %i bytes left a restore changes nothing, and works once there is room',
      async (leave) => {
        const { disk, file } = profileWith(leave);
        const [backup] = backupsOf(file);
        const before = hashesBelow(disk.folder);
        const work = {
          method: 'backups.restore',
          backupId: basename(backup),
          deviceKey: Uint8Array.from(DEVICE_KEY),
          appVersion: '1.0.0',
        } as const;
        const again = () => restore({ file, key: Uint8Array.from(KEY) }, work);
        await expect(again()).rejects.toMatchObject({ code: 'DISK_FULL' });
        const after = hashesBelow(disk.folder);
        expect([...before].filter(([hash, path]) => after.get(hash) !== path)).toEqual([]);
        expect(readdirSync(disk.folder).filter((name) => name.includes('next'))).toEqual([]);
        expect(existsSync(join(disk.folder, 'aside'))).toBe(false);
        disk.free();
        expect(await again()).toEqual({ decisionsKept: 6 });
      },
    );
  },
);
