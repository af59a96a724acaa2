import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyLog } from '#engine/audit/verify-log.ts';
import { keyCheckFile } from '#engine/cache/key.ts';
import { openCache } from '#engine/cache/open.ts';
import { readConnection } from '#engine/sync/connection.ts';
import { startAnew } from '#engine/upkeep/start-anew.ts';
import { readExamination, writeExamination } from '#engine/diagnostics/examination-file.ts';
import { asideFolder, replacementOf, replaceCache } from '#engine/upkeep/put-aside.ts';
import { KEY } from '../fixtures/keys.ts';
import { COMMUNITY } from '../fixtures/pages.ts';
import { closedCaches, DEVICE_KEY, hashesBelow, openDesk, outboxOf } from './closed-cache.ts';
import { flipPage, hashOf, pagesOf, seeded } from './damage.ts';

const copy = closedCaches();
const anew = (file: string) => startAnew({ file, key: KEY }, { deviceKey: DEVICE_KEY, appVersion: '1.0.0' });

function reopened(file: string): ReturnType<typeof openDesk> {
  const desk = openDesk(file);
  onTestFinished(() => desk.close());
  return desk;
}

function moveInto(folder: string, file: string): void {
  if (!existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  renameSync(file, join(folder, basename(file)));
}

describe('beginning with an empty cache', () => {
  it('keeps the decisions in their order with their keys, the hub, and who they are about; nothing else', () => {
    const file = copy();
    const before = openDesk(file);
    const decisions = outboxOf(before.cache);
    const keys = before.cache.read.pluck('SELECT key FROM outbox ORDER BY id');
    before.close();
    flipPage(file, pagesOf(file, KEY, 'meter_reading')[0]);

    expect(anew(file)).toEqual({ decisionsKept: 6 });

    const { cache } = reopened(file);
    expect(outboxOf(cache)).toEqual(decisions);
    expect(cache.read.pluck('SELECT key FROM outbox ORDER BY id')).toEqual(keys);
    expect(readConnection(cache.read)).toMatchObject({ address: 'https://hub.example', role: 'admin' });
    expect(cache.read.pluck('SELECT refresh_token FROM hub_connection')).toEqual(['newest token']);
    expect(cache.read.all('SELECT cursor, position FROM sync_state')).toEqual([{ cursor: null, position: 0 }]);
    expect(cache.read.pluck('SELECT COUNT(*) FROM member')).toEqual([6]);
    expect(cache.read.all('SELECT uid, data_from FROM community')).toEqual([{ uid: COMMUNITY, data_from: null }]);
    expect(cache.read.pluck('SELECT COUNT(*) FROM meter_reading')).toEqual([0]);
  });

  it.each([
    ['emptied', (file: string): void => truncateSync(file, 0)],
    ['overwritten', (file: string): void => writeFileSync(file, Buffer.from(seeded(5).bytes(30_000)))],
    ['deleted', (file: string): void => rmSync(file)],
  ])('takes the address of the hub from a backup when the file was %s', (_, damage) => {
    const file = copy();
    damage(file);
    expect(anew(file)).toEqual({ decisionsKept: 0 });
    const { cache } = reopened(file);
    expect(readConnection(cache.read)).toMatchObject({ address: 'https://hub.example' });
    expect(cache.read.pluck('SELECT COUNT(*) FROM outbox')).toEqual([0]);
  });

  it('puts the old file aside with its log, byte for byte, and says what that is', () => {
    const file = copy();
    writeFileSync(`${file}-wal`, 'what is left of a log');
    flipPage(file, 1);
    const before = [hashOf(file), hashOf(`${file}-wal`), hashOf(`${file}.audit`)];
    anew(file);
    const [aside] = readdirSync(asideFolder(file));
    const folder = join(asideFolder(file), aside);
    expect(readdirSync(folder)).toContain('README.txt');
    expect(new Set(hashesBelow(folder).keys()).isSupersetOf(new Set(before))).toBe(true);
    expect(readdirSync(dirname(file)).filter((name) => name.includes('.next'))).toEqual([]);
  });

  it('takes the result of an examination along with the file that was examined', () => {
    const file = copy();
    writeExamination(file, { at: 1, isSound: true, rollupDifferences: 0, chain: null });
    anew(file);
    expect(readExamination(file)).toBeNull();
  });

  it('leaves the backups where they are', () => {
    const file = copy();
    truncateSync(file, 0);
    const backups = readdirSync(join(dirname(file), 'backups'));
    anew(file);
    expect(readdirSync(join(dirname(file), 'backups'))).toEqual(backups);
  });

  it('begins a log that verifies, and says how far the one before went', async () => {
    const file = copy();
    flipPage(file, 1);
    anew(file);
    const { cache, audit } = reopened(file);
    expect(cache.read.all('SELECT kind, method, details FROM audit_entry')).toEqual([
      { kind: 'restore', method: 'recovery.startAnew', details: expect.stringContaining('"entriesBefore":2') },
    ]);
    expect(audit.endFinding).toBeNull();
    expect((await verifyLog(cache.read, audit, () => false)).finding).toBeNull();
  });

  it('opens also when the key check was that of another cache', () => {
    const file = copy();
    truncateSync(file, 0);
    writeFileSync(keyCheckFile(file), 'nonsense');
    anew(file);
    expect(reopened(file).cache.read.pluck('SELECT COUNT(*) FROM community')).toEqual([0]);
  });
});

describe('a replacement that is broken off', () => {
  it('is carried on by the next opening, wherever it stopped, and no log of the old file is left beside the new one', () => {
    for (const moved of [
      [],
      ['.check'],
      ['.check', '.audit'],
      ['.check', '.audit', ''],
      ['.check', '.audit', '', '-wal'],
    ]) {
      const file = copy();
      writeFileSync(`${file}-wal`, 'what is left of a log');
      const old = [hashOf(file), hashOf(`${file}-wal`)];
      const part = replacementOf(file);
      openCache({ file: part, key: KEY }).close();
      // As `replaceCache` would have left it after so many moves.
      for (const [from, to] of [
        [`${part}.check`, `${file}.next.check`],
        [part, `${file}.next`],
      ]) {
        renameSync(from, to);
      }
      const folder = join(asideFolder(file), 'earlier');
      for (const suffix of moved) moveInto(folder, file + suffix);
      const cache = openCache({ file, key: KEY });
      onTestFinished(() => cache.close());
      expect(cache.read.pluck('SELECT COUNT(*) FROM community')).toEqual([0]);
      expect(new Set(hashesBelow(asideFolder(file)).keys()).isSupersetOf(new Set(old))).toBe(true);
    }
  });

  it('is forgotten while the new cache is not finished', () => {
    const file = copy();
    writeFileSync(replacementOf(file), 'half');
    const cache = openCache({ file, key: KEY });
    onTestFinished(() => cache.close());
    expect(cache.read.pluck('SELECT COUNT(*) FROM outbox')).toEqual([6]);
  });

  it('never replaces anything by nothing', () => {
    const file = copy();
    expect(() => replaceCache(file, 0)).toThrow();
    expect(openDesk(file).close()).toBeUndefined();
  });
});
