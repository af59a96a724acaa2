import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { verifyLog } from '#engine/audit/verify-log.ts';
import { backupsOf } from '#engine/cache/backup.ts';
import { linesUntilEnd } from '../fixtures/killed-child.ts';
import { closedCaches, DEVICE_KEY, openDesk } from './closed-cache.ts';

const closedCache = closedCaches();
const SIDE_BY_SIDE = 4;

/** Kills a restore before one of its steps; answers whether it came to its end, and which cache is there now. */
async function killedBefore(step: number): Promise<{ readonly isOver: boolean; readonly isRestored: boolean }> {
  const file = closedCache();
  const args = [file, basename(backupsOf(file)[0]), DEVICE_KEY.toString('base64'), String(step)];
  const lines = await linesUntilEnd(new URL('restore-child.ts', import.meta.url).href, args);
  const { cache, audit, close } = openDesk(file);
  try {
    expect(cache.read.pluck('PRAGMA integrity_check'), `before step ${step}`).toEqual(['ok']);
    expect(cache.read.pluck('SELECT COUNT(DISTINCT key) FROM outbox'), `before step ${step}`).toEqual([6]);
    const { finding, restored } = await verifyLog(cache.read, audit, () => false);
    expect(finding, `before step ${step}`).toBeNull();
    const [later] = cache.read.pluck<number>("SELECT COUNT(*) FROM audit_entry WHERE kind = 'settings'");
    // Either all of the old one or all of the new one.
    expect(later, `before step ${step}`).toBe(restored === null ? 1 : 0);
    return { isOver: lines.includes('done'), isRestored: restored !== null };
  } finally {
    close();
  }
}

it(
  'a restore that is killed before any of its steps leaves the old cache or the new one, whole, and no decision lost',
  { timeout: 240_000 },
  async () => {
    const seen: boolean[] = [];
    for (let first = 1; ; first += SIDE_BY_SIDE) {
      const steps = Array.from({ length: SIDE_BY_SIDE }, (_, at) => first + at);
      const ends = await Promise.all(steps.map(killedBefore));
      seen.push(...ends.filter(({ isOver }) => !isOver).map(({ isRestored }) => isRestored));
      if (ends.some(({ isOver }) => isOver)) break;
    }
    // Once it is the new one it stays the new one.
    expect(seen).toEqual(seen.toSorted((a, b) => Number(a) - Number(b)));
    expect(new Set(seen)).toEqual(new Set([false, true]));
  },
);
