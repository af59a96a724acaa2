import assert from 'node:assert/strict';
import { backupsOf, writeBackup } from '#engine/cache/backup.ts';
import { type Cache, openCache } from '#engine/cache/open.ts';
import { rawConnection } from '#engine/cache/connection.ts';
import { opensWith } from '#engine/cache/rekeyed-copy.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { removeFormerFiles } from '#engine/upkeep/rekey.ts';
import { KeyChange } from '#main/app/key-change.ts';
import type { Random } from '#shared/domain/random.ts';
import { MEMBERS, numberedPage } from '../engine/fixtures/numbered-pages.ts';
import { foundingPage } from '../engine/fixtures/pages.ts';
import { contentOf } from '../engine/sync/faults/cache-content.ts';
import { openKeystore, rekeyHere } from './desk-keystore.ts';
import { cacheIn, makeDeskFolder } from './desk-folder.ts';
import { KillMoment } from './kill-moment.ts';
import { type KillKind, openSound } from './kill-scenario.ts';

/** Exactly one key opens cache and backups, the keystore has it, and every row is there. */
export const rekeyRounds: KillKind = {
  name: 'rekey',
  prepare: async (folder) => {
    const desk = makeDeskFolder(folder);
    const file = cacheIn(desk);
    const moment = new KillMoment(250);
    let pages = 0;
    let content: unknown;
    const work = ({ read, write }: Cache): void => {
      if (pages === 0) applyPage(write, foundingPage(MEMBERS));
      applyPage(write, numberedPage(pages++));
      if (pages % 3 === 1) writeBackup(rawConnection(write), file, { reason: 'by-hand', appVersion: null });
      content = contentOf(read);
    };
    const first = await openKeystore(desk);
    await openSound(desk, work, first.key());
    let held = { keyId: first.keyId, key: Buffer.from(first.key()) };

    return {
      round: async (random: Random) => {
        const lines = await moment.linesOf(['rekey', desk], random);
        const isChanged = lines.includes('changed');
        const keystore = await openKeystore(desk);
        const keyChange = new KeyChange({ keystore, runUpkeep: rekeyHere, log: () => undefined });
        await keyChange.resume(file);
        const key = Buffer.from(keystore.key());
        await openSound(
          desk,
          async (cache) => {
            await keyChange.settle();
            removeFormerFiles(file);
            assert.deepEqual(contentOf(cache.read), content, 'the cache has another content under its key');
          },
          key,
        );
        assert.ok(!isChanged || keystore.keyId !== held.keyId, 'a change of the key that was acknowledged is gone');
        const places = [file, ...backupsOf(file)];
        for (const place of places) {
          assert.ok(opensWith({ file: place, key }), `${place} does not open`);
          assert.ok(
            keystore.keyId === held.keyId || !opensWith({ file: place, key: held.key }),
            'the old key still opens',
          );
        }
        assert.equal(keystore.nextKey, null);
        held = { keyId: keystore.keyId, key };
        await openSound(desk, work, key);
        keystore.lock();
        moment.learn(isChanged);
        return { acknowledged: Number(isChanged), isInterrupted: !isChanged };
      },
      end: () => Promise.resolve(openCache({ file, key: held.key }).close()),
    };
  },
};
