import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { backupFolder } from '#engine/cache/backup.ts';
import { latestVersion } from '#engine/cache/migrate.ts';
import { openCache } from '#engine/cache/open.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { linesUntilKilled } from '../fixtures/killed-child.ts';
import { MEMBERS, numberedPage } from '../fixtures/numbered-pages.ts';
import { foundingPage } from '../fixtures/pages.ts';
import { expectRollupsOfRecords, recordsOf } from '../fixtures/rollups.ts';
import { slowMigrations } from '../fixtures/slow-migrations.ts';
import { KEY, temporaryCache, temporaryFile } from '../fixtures/temporary-cache.ts';

/** A cache with its community and the first `pages` numbered pages, closed. */
function cacheWithPages(pages: number): string {
  const file = temporaryFile();
  const cache = openCache({ file, key: KEY });
  applyPage(cache.write, foundingPage(MEMBERS));
  for (let number = 0; number < pages; number++) applyPage(cache.write, numberedPage(number));
  cache.close();
  return file;
}

describe('a process killed with SIGKILL', () => {
  it(
    'in the middle of applying pages loses none that it acknowledged and tears none',
    { timeout: 240_000 },
    async () => {
      const file = cacheWithPages(0);
      const expected = temporaryCache();
      applyPage(expected.write, foundingPage(MEMBERS));
      let next = 0;
      for (let round = 0; round < 12; round++) {
        const lines = await linesUntilKilled('apply-pages-child.ts', [file, String(next)], Math.random() * 120);
        expect(lines.map(Number)).toEqual(lines.map((_, index) => next + index));

        const cache = openCache({ file, key: KEY });
        expect(cache.read.pluck('PRAGMA integrity_check')).toEqual(['ok']);
        // The page that was being committed may be there too, whole.
        const stored = cache.read.pluck<number>('SELECT COUNT(DISTINCT slot) FROM meter_reading')[0] / 4;
        expect([next + lines.length, next + lines.length + 1]).toContain(stored);
        for (; next < stored; next++) applyPage(expected.write, numberedPage(next));
        expect(recordsOf(cache)).toEqual(recordsOf(expected));
        expectRollupsOfRecords(cache);
        cache.close();
      }
    },
  );

  it(
    'in the middle of a migration leaves the cache as it was, and the migration can be made again',
    { timeout: 240_000 },
    async () => {
      const file = cacheWithPages(30);
      const before = openCache({ file, key: KEY });
      const records = recordsOf(before);
      before.close();
      let interrupted = 0;
      for (let round = 0; round < 6; round++) {
        const lines = await linesUntilKilled('migrate-child.ts', [file], Math.random() * 200);
        if (lines.includes('done')) break;
        interrupted++;
        const cache = openCache({ file, key: KEY });
        expect(cache.read.pluck('PRAGMA user_version')).toEqual([latestVersion()]);
        expect(cache.read.pluck('PRAGMA integrity_check')).toEqual(['ok']);
        expect(recordsOf(cache)).toEqual(records);
        cache.close();
      }
      expect(interrupted).toBeGreaterThan(0);
      const after = openCache({ file, key: KEY, migrations: slowMigrations });
      expect(after.read.pluck('PRAGMA user_version')).toEqual([1020]);
      expect(after.read.pluck('SELECT COUNT(*) FROM slow_3')).toEqual([300_000]);
      expect(recordsOf(after).trade).toEqual([]);
      expect(recordsOf(after).offer).toEqual(records.offer);
      after.close();
      const kept = readdirSync(backupFolder(file));
      expect(kept.length).toBeLessThanOrEqual(6);
      expect(kept.every((name) => /\.backup(\.json)?$/.test(name))).toBe(true);
    },
  );
});
