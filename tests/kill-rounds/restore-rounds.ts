import assert from 'node:assert/strict';
import path from 'node:path';
import { checkBackup } from '#engine/cache/check-backup.ts';
import { backupsOf, writeBackup } from '#engine/cache/backup.ts';
import { rawConnection, type ReadDb } from '#engine/cache/connection.ts';
import type { Cache } from '#engine/cache/open.ts';
import { openDamaged } from '#engine/cache/open-damaged.ts';
import { placeOffer } from '#engine/market/offer-drafts.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { Random } from '#shared/domain/random.ts';
import { KEY } from '../engine/fixtures/keys.ts';
import { MEMBERS, numberedPage } from '../engine/fixtures/numbered-pages.ts';
import { COMMUNITY, foundingPage, memberId, SLOT, uuid } from '../engine/fixtures/pages.ts';
import { cacheIn, makeDeskFolder } from './desk-folder.ts';
import { KillMoment } from './kill-moment.ts';
import { type KillKind, openSound } from './kill-scenario.ts';

/** After a restore the cache is the one before or the backup, whole, and the decisions of the outbox are in either. */
export const restoreRounds: KillKind = {
  name: 'restore',
  prepare: async (folder) => {
    const desk = makeDeskFolder(folder);
    const file = cacheIn(desk);
    const moment = new KillMoment(300);
    const decided: string[] = [];
    /** A page more than the cache has, a decision, and now and then a backup of that. */
    const work = ({ read, write }: Cache, hasBackup: boolean): void => {
      if (read.pluck<number>('SELECT COUNT(*) FROM community')[0] === 0) applyPage(write, foundingPage(MEMBERS));
      applyPage(write, numberedPage(pagesOf(read)));
      if (hasBackup) writeBackup(rawConnection(write), file, { reason: 'by-hand', appVersion: null });
      decided.push(decide({ write }, decided.length));
    };
    await openSound(desk, (cache) => work(cache, true));

    return {
      round: async (random: Random) => {
        const before = await openSound(desk, (cache) => {
          work(cache, random.chance(0.5));
          return pagesOf(cache.read);
        });
        const backup = random.pick(backupsOf(file));
        const wanted = pagesInBackup(backup);
        const lines = await moment.linesOf(['restore', desk, path.basename(backup)], random);
        const isRestored = lines.includes('restored');
        await openSound(desk, ({ read }) => {
          const found = pagesOf(read);
          const allowed = isRestored ? [wanted] : [before, wanted];
          assert.ok(allowed.includes(found), `${found} pages are there, neither ${allowed.join(' nor ')}`);
          assert.deepEqual(read.pluck('SELECT key FROM outbox ORDER BY key'), decided.toSorted(), 'decisions are lost');
        });
        for (const one of backupsOf(file)) checkBackup(one, KEY);
        moment.learn(isRestored);
        return { acknowledged: Number(isRestored), isInterrupted: !isRestored };
      },
      end: () => Promise.resolve(),
    };
  },
};

const pagesOf = (db: ReadDb): number => db.pluck<number>('SELECT COUNT(DISTINCT slot) FROM meter_reading')[0] / 4;

function pagesInBackup(backup: string): number {
  const opened = openDamaged({ file: backup, key: KEY });
  try {
    return pagesOf(opened.read);
  } finally {
    opened.close();
  }
}

/** Keeps a decision that is not sent; its key. */
function decide({ write }: Pick<Cache, 'write'>, number: number): string {
  const key = uuid('f', number);
  const [last] = write.pluck<number>('SELECT MAX(slot) FROM clearing');
  const windowStart = last + 20 * SLOT;
  const offer = {
    type: 'sell',
    quantityWh: 1 + number,
    price: 400_000,
    windowStart,
    windowEnd: windowStart + SLOT,
  } as const;
  placeOffer(write, { communityId: COMMUNITY, key, offer: { ...offer, memberId: memberId(0) } }, last + SLOT);
  return key;
}
