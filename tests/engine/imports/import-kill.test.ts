import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkCache } from '#engine/cache/check.ts';
import { openCache } from '#engine/cache/open.ts';
import { linesUntilKilled } from '../fixtures/killed-child.ts';
import { KEY, temporaryFile } from '../fixtures/temporary-cache.ts';
import { testEngine } from '../fixtures/community.ts';
import { HEADER, lines, temporaryCsv } from './csv-file.ts';
import { importFile } from './importing.ts';

const run = promisify(execFile);

/** Grouped by home, so that a chunk holds one home's year and slots are complete only at the end. */
function grouped(homes: number, hours: number): string {
  const rows: string[] = [HEADER];
  for (let home = 0; home < homes; home++) {
    for (let hour = 0; hour < hours; hour++) {
      const produced = home % 2 === 0 ? 0 : (hour % 24) / 50;
      rows.push(`${new Date(Date.UTC(2016, 0, 1, hour)).toISOString()},home${home},${produced},0.3`);
    }
  }
  return lines(...rows);
}

const sums = `SELECT day, produced_wh, consumed_wh, self_consumed_wh, traded_wh, traded_amount, retail_amount, trade_count
  FROM rollup_day ORDER BY day`;

describe('an import killed with SIGKILL', () => {
  it(
    'has stored every row it reported, is whole, and is completed by importing the same file again',
    { timeout: 300_000 },
    async () => {
      const readings = temporaryCsv(grouped(6, 2500));
      const { context } = testEngine();
      await importFile(context, readings, {
        timeZone: 'UTC',
        gridImportPrice: 300_000,
        gridExportPrice: 80_000,
        simulateTrades: true,
      });
      const whole = context.cache.read.all(sums);

      const file = temporaryFile();
      const child = '../imports/import-child.ts';
      for (let round = 0; round < 6; round++) {
        // Later with each round: before the first rows are reported, between chunks, and while trades are simulated.
        const said = await linesUntilKilled(child, [file, readings.path], Math.random() * 200, 1 + round);
        const reported = Math.max(0, ...said.map(Number).filter((rows) => !Number.isNaN(rows)));
        const cache = openCache({ file, key: KEY });
        const count = (table: string) => cache.read.pluck<number>(`SELECT COUNT(*) FROM ${table}`)[0];
        expect(count('meter_reading') + count('clearing')).toBeGreaterThanOrEqual(reported);
        expect(checkCache(cache)).toEqual({ integrity: 'ok', rollupDifferences: 0 });
        cache.close();
      }

      const { stdout } = await run(process.execPath, [
        new URL('import-child.ts', import.meta.url).pathname,
        file,
        readings.path,
      ]);
      expect(stdout.trimEnd().split('\n').at(-1)).toBe('done');
      const cache = openCache({ file, key: KEY });
      expect(cache.read.all(sums)).toEqual(whole);
      expect(cache.read.pluck('SELECT COUNT(*) FROM community')).toEqual([1]);
      expect(cache.read.pluck("SELECT COUNT(*) FROM import_run WHERE state = 'running'")).toEqual([0]);
      expect(checkCache(cache)).toEqual({ integrity: 'ok', rollupDifferences: 0 });
      cache.close();
    },
  );
});
