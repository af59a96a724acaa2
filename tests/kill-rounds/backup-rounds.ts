import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { checkBackup } from '#engine/cache/check-backup.ts';
import { backupFolder, backupsOf } from '#engine/cache/backup.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { Random } from '#shared/domain/random.ts';
import { KEY } from '../engine/fixtures/keys.ts';
import { MEMBERS } from '../engine/fixtures/numbered-pages.ts';
import { foundingPage } from '../engine/fixtures/pages.ts';
import { openEngine } from './children/engine.ts';
import { cacheIn, makeDeskFolder } from './desk-folder.ts';
import { KillMoment } from './kill-moment.ts';
import { type KillKind, openSound } from './kill-scenario.ts';

/** A cache begins anew once it has so many pages: a backup is to take milliseconds. */
const MOST_PAGES = 24;
const KEPT = 3;

/** Whatever stands in the list of backups opens and is whole, the last ones that were acknowledged among them. */
export const backupRounds: KillKind = {
  name: 'backup',
  prepare: async (folder) => {
    const newDesk = async (): Promise<string> => {
      const desk = makeDeskFolder(folder);
      await openSound(desk, ({ write }) => applyPage(write, foundingPage(MEMBERS)));
      return desk;
    };
    let desk = await newDesk();
    let pages = 0;
    const made: string[] = [];
    const moment = new KillMoment(300);
    return {
      round: async (random: Random) => {
        const lines = await moment.linesOf(['backup', desk, String(pages)], random, 6);
        const acknowledged = lines.filter((line) => line !== 'open');
        const file = cacheIn(desk);
        for (const backup of backupsOf(file)) checkBackup(backup, KEY);
        const listed = backupsOf(file).map((backup) => path.basename(backup));
        // One may be kept whose making was not over: the oldest goes last.
        assert.ok(listed.length <= KEPT + 1, `${listed.length} backups are kept`);
        made.push(...lines.filter((line) => line.startsWith('backup ')).map((line) => line.slice('backup '.length)));
        // One that was not acknowledged may have displaced the oldest.
        for (const backup of made.slice(1 - KEPT)) assert.ok(listed.includes(backup), `the backup ${backup} is gone`);
        const said = pages + lines.filter((line) => line.startsWith('page ')).length;
        await openSound(desk, ({ read }) => {
          const [slots] = read.pluck<number>('SELECT COUNT(DISTINCT slot) FROM meter_reading');
          pages = slots / 4;
        });
        assert.ok(pages === said || pages === said + 1, `${said} pages were stored, ${pages} are there`);
        const isInterrupted = lines.at(-1)?.startsWith('backup ') !== true;
        moment.learn(acknowledged.length > 1);
        if (pages >= MOST_PAGES) [desk, pages, made.length] = [await newDesk(), 0, 0];
        return { acknowledged: acknowledged.length, isInterrupted };
      },
      end: async () => {
        // What a kill left half-written goes with the next backup.
        const context = openEngine(desk);
        const { taskId } = context.backups.make(context, 'by-hand');
        assert.equal((await context.tasks.finished(taskId))?.state, 'done');
        context.audit.close();
        context.cache.close();
        assert.deepEqual(
          readdirSync(backupFolder(cacheIn(desk))).filter((name) => name.includes('.part')),
          [],
        );
      },
    };
  },
};
