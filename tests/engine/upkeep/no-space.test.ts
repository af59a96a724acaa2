import { cpSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkCache } from '#engine/cache/check.ts';
import { openCache } from '#engine/cache/open.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { inspect } from '#engine/upkeep/inspect.ts';
import { startAnew } from '#engine/upkeep/start-anew.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { KEY } from '../fixtures/keys.ts';
import { page, readings, SLOT, START } from '../fixtures/pages.ts';
import { closedCaches, decide, DEVICE_KEY, hashesBelow, MEMBERS, openDesk, outboxOf } from './closed-cache.ts';
import { flipPage } from './damage.ts';
import { noSmallDisk, smallDisk } from './small-disk.ts';

const copy = closedCaches({ backup: false });

/** A cache on a disk of its own. */
function onSmallDisk(megabytes = 3) {
  const disk = smallDisk(megabytes);
  cpSync(dirname(copy()), disk.folder, { recursive: true });
  return { ...disk, file: join(disk.folder, 'cache.db') };
}

const manyReadings = () =>
  page(MEMBERS, {
    readings: readings(
      Array.from({ length: 40_000 }, (_, i) => ({
        slot: START + (1000 + Math.floor(i / MEMBERS)) * SLOT,
        member: i % MEMBERS,
        consumed: i,
      })),
    ),
  });

describe.skipIf(noSmallDisk !== null)(`a disk that is full${noSmallDisk === null ? '' : ` (${noSmallDisk})`}`, () => {
  it('while data are written: nothing of them is stored, what was there stays, and they can be written once there is space', () => {
    const disk = onSmallDisk(12);
    const desk = openDesk(disk.file);
    onTestFinished(() => desk.close());
    const count = () => desk.cache.read.pluck('SELECT COUNT(*) FROM meter_reading')[0];
    disk.fill(300_000);
    expect(failureOf(() => applyPage(desk.cache.write, manyReadings()))).toMatchObject({
      code: 'DISK_FULL',
      retryable: true,
    });
    expect(count()).toBe(4000);
    disk.free();
    applyPage(desk.cache.write, manyReadings());
    expect(count()).toBe(44_000);
    expect(checkCache(desk.cache)).toEqual({ integrity: 'ok', rollupDifferences: 0 });
  });

  it('while a decision is made: it says so and keeps none, and those from before are all there afterwards', () => {
    const disk = onSmallDisk();
    const desk = openDesk(disk.file);
    disk.fill();
    expect(
      failureOf(() => {
        for (let number = 7; number < 2_000; number++) decide(desk.cache, number);
      }).code,
    ).toBe('DISK_FULL');
    const kept = outboxOf(desk.cache).length;
    desk.close();
    disk.free();
    const again = openDesk(disk.file);
    onTestFinished(() => again.close());
    expect(outboxOf(again.cache)).toHaveLength(kept);
    expect(again.cache.read.pluck('PRAGMA integrity_check')).toEqual(['ok']);
  });

  it('when the cache is opened: that is what is found, and afterwards it opens as it was', () => {
    const disk = onSmallDisk();
    disk.fill();
    const before = hashesBelow(disk.folder);
    expect(failureOf(() => openDesk(disk.file)).code).toBe('DISK_FULL');
    expect(inspect({ file: disk.file, key: KEY })).toMatchObject({ trouble: 'disk-full', decisions: { readable: 6 } });
    expect(new Set(hashesBelow(disk.folder).keys()).isSupersetOf(new Set(before.keys()))).toBe(true);
    disk.free();
    const desk = openDesk(disk.file);
    onTestFinished(() => desk.close());
    expect(outboxOf(desk.cache)).toHaveLength(6);
  });

  it('when an empty cache is begun: the damaged one stays in its place, and nothing half-made beside it', () => {
    const disk = onSmallDisk();
    flipPage(disk.file, 1);
    disk.fill(100_000);
    const before = readdirSync(disk.folder).toSorted();
    const begin = () => startAnew({ file: disk.file, key: KEY }, { deviceKey: DEVICE_KEY, appVersion: '1.0.0' });
    expect(failureOf(begin).code).toBe('DISK_FULL');
    expect(readdirSync(disk.folder).toSorted()).toEqual(before);
    disk.free();
    expect(begin()).toEqual({ decisionsKept: 0 });
  });
});

describe.skipIf(noSmallDisk !== null)('a folder that nothing may be written in', () => {
  it('is what is found, with the decisions in the file, and the cache opens once it may', () => {
    const disk = onSmallDisk();
    disk.setReadOnly(true);
    expect(failureOf(() => openCache({ file: disk.file, key: KEY })).code).toBe('INTERNAL');
    expect(inspect({ file: disk.file, key: KEY })).toMatchObject({
      trouble: 'read-only',
      decisions: { readable: 6, mayBeMore: false },
    });
    disk.setReadOnly(false);
    const desk = openDesk(disk.file);
    onTestFinished(() => desk.close());
    expect(outboxOf(desk.cache)).toHaveLength(6);
  });
});
