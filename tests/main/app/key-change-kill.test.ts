import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupsOf } from '#engine/cache/backup.ts';
import { readManifest, sha256OfFile } from '#engine/cache/backup-manifest.ts';
import type { Cache } from '#engine/cache/open.ts';
import { opensWith } from '#engine/cache/rekeyed-copy.ts';
import type { RunUpkeep } from '#main/engine-host/upkeep-runner.ts';
import { KEY } from '../../engine/fixtures/keys.ts';
import { linesUntilEnd } from '../../engine/fixtures/killed-child.ts';
import { closedCaches, outboxOf } from '../../engine/upkeep/closed-cache.ts';
import { makeKeystore, openOnce, unlockedDesk, upkeepHere } from './profile-of-cache.ts';

const copyOfProfile = closedCaches();
const childFile = new URL('../../engine/upkeep/rekey-child.ts', import.meta.url).href;
/** Renames, deletions and rights of one cache with one backup. */
const STEPS = 10;

/** What must be there whatever happened. */
const contentOf = (cache: Cache) => ({
  integrity: cache.read.pluck('PRAGMA integrity_check'),
  readings: cache.read.pluck('SELECT COUNT(*) FROM meter_reading'),
  decisions: outboxOf(cache).map(({ id }) => id),
  entries: cache.read.pluck('SELECT COUNT(*) FROM audit_entry'),
});

async function profile() {
  const file = copyOfProfile();
  const keystoreFile = await makeKeystore(file);
  return { file, keystoreFile };
}

/** Unlocks as a person does, looks that everything is there, and that one key is left, which opens everything. */
async function expectWholeUnderOneKey(file: string, keystoreFile: string, content: object): Promise<'old' | 'new'> {
  const first = await unlockedDesk(keystoreFile);
  expect(await openOnce(first, file, contentOf)).toEqual(content);
  first.keystore.lock();

  expect(JSON.parse(await readFile(keystoreFile, 'utf8'))).not.toHaveProperty('next');
  const names = [...readdirSync(dirname(file)), ...readdirSync(join(dirname(file), 'backups'))];
  expect(names.filter((name) => /rekey/.test(name))).toEqual([]);

  const again = await unlockedDesk(keystoreFile);
  expect(again.keystore.nextKey).toBeNull();
  expect(await openOnce(again, file, contentOf)).toEqual(content);
  const key = Uint8Array.from(again.keystore.key());
  const isOld = Buffer.from(key).equals(KEY);
  for (const one of [file, ...backupsOf(file)]) {
    expect([opensWith({ file: one, key }), opensWith({ file: one, key: KEY })]).toEqual([true, isOld]);
  }
  const [backup] = backupsOf(file);
  expect(readManifest(backup)?.sha256).toBe(sha256OfFile(backup));
  // What lies elsewhere still has it.
  const former = again.keystore.formerKeys();
  expect(former.some((each) => Buffer.from(each).equals(KEY))).toBe(!isOld);
  return isOld ? 'old' : 'new';
}

describe('a change of the data key', () => {
  it('that is killed before any of its steps loses nothing, and leaves one key that opens everything, with the one of before beside it', async () => {
    const { file: untouched, keystoreFile: untouchedKeystore } = await profile();
    const content = await openOnce(await unlockedDesk(untouchedKeystore), untouched, contentOf);
    const outcomes: string[] = [];
    for (let step = 1; step <= STEPS + 1; step++) {
      const { file, keystoreFile } = await profile();
      const said: string[] = [];
      const killed: RunUpkeep = async (_kind, _cache, work) => {
        const newKey = 'newKey' in work ? Buffer.from(work.newKey).toString('base64') : '';
        said.push(...(await linesUntilEnd(childFile, [file, newKey, String(step)])));
        throw new Error('the console ended with it');
      };
      const desk = await unlockedDesk(keystoreFile, killed);
      await expect(desk.keyChange.begin(file, null)).rejects.toThrow('the console ended with it');
      expect(said).toEqual(step <= STEPS ? [] : ['done']);
      outcomes.push(await expectWholeUnderOneKey(file, keystoreFile, content));
    }
    // Before the last copy was complete the old key stays; from then on it is the new one.
    expect(outcomes).toEqual([...Array<string>(3).fill('old'), ...Array<string>(STEPS - 2).fill('new')]);
  });

  it('ends at the new key when the console dies between the opening and the last write of the keystore', async () => {
    const { file, keystoreFile } = await profile();
    const desk = await unlockedDesk(keystoreFile);
    await desk.keyChange.begin(file, null);
    const content = await openOnce(
      { ...desk, keyChange: Object.assign(desk.keyChange, { settle: async () => {} }) },
      file,
      contentOf,
    );
    expect(JSON.parse(await readFile(keystoreFile, 'utf8'))).toHaveProperty('next');
    expect(await expectWholeUnderOneKey(file, keystoreFile, content)).toBe('new');
  });

  it('stays at the old key when the console dies before the engine has begun', async () => {
    const { file, keystoreFile } = await profile();
    const content = await openOnce(await unlockedDesk(keystoreFile), file, contentOf);
    const desk = await unlockedDesk(keystoreFile, () => Promise.reject(new Error('no engine')));
    await expect(desk.keyChange.begin(file, null)).rejects.toThrow('no engine');
    expect(await expectWholeUnderOneKey(file, keystoreFile, content)).toBe('old');
  });

  it('can be made again and again', async () => {
    const { file, keystoreFile } = await profile();
    const keys: string[] = [];
    for (let round = 0; round < 3; round++) {
      const desk = await unlockedDesk(keystoreFile, upkeepHere);
      await desk.keyChange.begin(file, null);
      await openOnce(desk, file, contentOf);
      keys.push(Buffer.from(desk.keystore.key()).toString('hex'));
    }
    expect(new Set(keys).size).toBe(3);
  });
});
