import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deviceKeyOf } from '#engine/audit/device-key.ts';
import { readMark } from '#engine/audit/mark.ts';
import { backupFolder, backupsOf } from '#engine/cache/backup.ts';
import { openCache } from '#engine/cache/open.ts';
import { opensWith } from '#engine/cache/rekeyed-copy.ts';
import { rekey, removeFormerFiles } from '#engine/upkeep/rekey.ts';
import { KEY, OTHER_KEY } from '../fixtures/keys.ts';
import { closedCaches, DEVICE_KEY, decide, hashesBelow, openDesk, outboxOf } from './closed-cache.ts';
import { hashOf } from './damage.ts';

const copyOfCache = closedCaches();
const start = { newKey: OTHER_KEY, isResumed: false } as const;
const cacheOf = (file: string) => ({ file, key: KEY });
const opensAt = (file: string) => [opensWith({ file, key: KEY }), opensWith({ file, key: OTHER_KEY })];

describe('a new data key', () => {
  it('opens cache and backups, which the old one does not; the old files stay until the next clean opening', () => {
    const file = copyOfCache();
    const [backup] = backupsOf(file);
    const before = [hashOf(file), hashOf(backup)];
    expect(rekey(cacheOf(file), start)).toEqual({ isChanged: true, leftUnderOldKey: 0 });
    expect([opensAt(file), opensAt(backup)]).toEqual([
      [false, true],
      [false, true],
    ]);
    expect([hashOf(`${file}.before-rekey`), hashOf(`${backup}.before-rekey`)]).toEqual(before);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);

    const cache = openCache({ file, key: OTHER_KEY });
    expect(outboxOf(cache)).toHaveLength(6);
    removeFormerFiles(file);
    cache.close();
    const names = [...readdirSync(dirname(file)), ...readdirSync(backupFolder(file))];
    expect(names.filter((name) => name.includes('rekey'))).toEqual([]);
    expect(() => openCache({ file, key: KEY })).toThrow(expect.objectContaining({ code: 'KEY_UNAVAILABLE' }));
  });

  it('tells the share of the bytes that are copied, up to the whole', () => {
    const shares: number[] = [];
    rekey(cacheOf(copyOfCache()), start, (share) => shares.push(share));
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('leaves the mark of the audit log, which the device signs and not the data key', () => {
    const file = copyOfCache();
    const mark = readMark(file, deviceKeyOf(DEVICE_KEY));
    rekey(cacheOf(file), start);
    expect(mark).toMatchObject({ number: expect.any(Number), finding: null });
    expect(readMark(file, deviceKeyOf(DEVICE_KEY))).toEqual(mark);
  });

  it('takes along what a crash left in the log beside the cache', () => {
    const source = copyOfCache();
    const { cache, close } = openDesk(source);
    decide(cache, 7);
    // As after a crash: file and log as they were while the cache was open.
    const file = copyOfCache();
    for (const ending of ['', '-wal', '.audit']) copyFileSync(source + ending, file + ending);
    close();
    rekey(cacheOf(file), start);
    expect(existsSync(`${file}-wal`)).toBe(false);
    const after = openCache({ file, key: OTHER_KEY });
    expect(outboxOf(after)).toHaveLength(7);
    after.close();
  });

  it('is not made while another program has the cache open: nothing is changed', () => {
    const file = copyOfCache();
    const open = openCache(cacheOf(file));
    expect(() => rekey(cacheOf(file), start)).toThrow(expect.objectContaining({ code: 'CACHE_LOCKED' }));
    decide(open, 8);
    open.close();
    expect([opensAt(file), opensAt(backupsOf(file)[0])]).toEqual([
      [true, false],
      [true, false],
    ]);
    expect(readdirSync(dirname(file)).filter((name) => name.includes('rekey'))).toEqual([]);
  });

  it('leaves a backup that cannot be read, and what was put aside, byte for byte, and counts them', () => {
    const file = copyOfCache();
    const [backup] = backupsOf(file);
    const broken = backup.replace(/\d{9}Z/, '000000000Z');
    writeFileSync(broken, 'no database');
    const aside = join(dirname(file), 'aside', '20260101T000000000Z');
    mkdirSync(aside, { recursive: true });
    copyFileSync(file, join(aside, 'cache.db'));
    const kept = [hashOf(broken), hashOf(join(aside, 'cache.db'))];
    expect(rekey(cacheOf(file), start)).toEqual({ isChanged: true, leftUnderOldKey: 2 });
    expect([hashOf(broken), hashOf(join(aside, 'cache.db'))]).toEqual(kept);
    expect(opensAt(backup)).toEqual([false, true]);
  });

  it('is taken back after a crash that left copies without the last one', () => {
    const file = copyOfCache();
    const before = hashesBelow(dirname(file));
    copyFileSync(file, `${file}.rekeyed`);
    copyFileSync(file, `${backupsOf(file)[0]}.rekeyed`);
    expect(rekey(cacheOf(file), { ...start, isResumed: true })).toEqual({ isChanged: false, leftUnderOldKey: 0 });
    expect(hashesBelow(dirname(file))).toEqual(before);
  });

  it('is not made of a damaged cache, which stays as it is', () => {
    const file = copyOfCache();
    writeFileSync(file, Buffer.alloc(100_000, 7));
    const before = hashOf(file);
    expect(() => rekey(cacheOf(file), start)).toThrow(expect.objectContaining({ code: 'CACHE_CORRUPT' }));
    expect([hashOf(file), readdirSync(dirname(file)).filter((name) => name.includes('rekey'))]).toEqual([before, []]);
    rmSync(file);
  });
});
