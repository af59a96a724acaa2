import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Cache } from '#engine/cache/open.ts';
import type { Random } from '#shared/domain/random.ts';
import { call, carryOut } from '../engine/fixtures/engine-calls.ts';
import { choose, openEngine } from './children/engine.ts';
import { makeDeskFolder } from './desk-folder.ts';
import { KillMoment } from './kill-moment.ts';
import { type KilledRound, type KillKind, openSound } from './kill-scenario.ts';

const HOMES = 5;
const HOURS = 700;
/** An import that was broken off so often is completed: by importing the same file again. */
const BROKEN_OFF = 6;

/** Readings grouped by home, so that slots are complete only at the end. */
function readings(): string {
  const lines = ['timestamp,member,produced_kwh,consumed_kwh'];
  for (let home = 0; home < HOMES; home++) {
    for (let hour = 0; hour < HOURS; hour++) {
      const time = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
      lines.push(`${time},home${home},${home % 2 === 0 ? 0 : (hour % 24) / 50},0.3`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const sumsOf = ({ read }: Pick<Cache, 'read'>): unknown =>
  read.all(`SELECT day, produced_wh, consumed_wh, self_consumed_wh, traded_wh, traded_amount, retail_amount, trade_count
            FROM rollup_day ORDER BY day`);

/** Every row that was reported is stored, and what was broken off is completed by importing the file again. */
export const importRounds: KillKind = {
  name: 'import',
  prepare: async (folder) => {
    const text = readings();
    const newDesk = (): string => {
      const desk = makeDeskFolder(folder);
      writeFileSync(path.join(desk, 'readings.csv'), text);
      return desk;
    };
    const whole = await importWhole(newDesk());
    const moment = new KillMoment(300);
    let desk = newDesk();
    let brokenOff = 0;

    const complete = async (): Promise<void> => {
      assert.deepEqual(await importWhole(desk), whole, 'imported again, the file gives other sums');
      await openSound(desk, ({ read }) => {
        assert.deepEqual(read.pluck('SELECT COUNT(*) FROM community'), [1]);
        assert.deepEqual(read.pluck("SELECT COUNT(*) FROM import_run WHERE state = 'running'"), [0]);
      });
      desk = newDesk();
      brokenOff = 0;
    };

    const round = async (random: Random): Promise<KilledRound> => {
      const lines = await moment.linesOf(['import', desk], random, 6);
      const isDone = lines.includes('done');
      const reported = Number(lines.findLast((line) => line.startsWith('rows '))?.slice(5) ?? 0);
      await openSound(desk, (cache) => {
        const count = (table: string): number => cache.read.pluck<number>(`SELECT COUNT(*) FROM ${table}`)[0];
        const stored = count('meter_reading') + count('clearing');
        assert.ok(stored >= reported, `${reported} rows were reported, ${stored} are stored`);
        if (isDone) assert.deepEqual(sumsOf(cache), whole);
      });
      moment.learn(isDone);
      if (isDone) [desk, brokenOff] = [newDesk(), 0];
      else if (++brokenOff >= BROKEN_OFF) await complete();
      return { acknowledged: reported + Number(isDone), isInterrupted: !isDone };
    };
    return { round, end: async () => (brokenOff > 0 ? complete() : undefined) };
  },
};

/** Imports in this process, and answers the sums. */
async function importWhole(desk: string): Promise<unknown> {
  const context = openEngine(desk);
  try {
    const fileId = choose(context, desk, 'readings.csv');
    const { community } = await call(context, 'imports.inspect', { fileId, timeZone: 'UTC' });
    await carryOut(context, 'imports.start', {
      fileId,
      onBadRows: 'refuse',
      communityId: community.id,
      timeZone: 'UTC',
      gridImportPrice: 300_000,
      gridExportPrice: 80_000,
      simulateTrades: true,
    });
    return sumsOf(context.cache);
  } finally {
    context.audit.close();
    context.cache.close();
  }
}
