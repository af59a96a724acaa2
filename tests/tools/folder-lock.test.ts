import { existsSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { withFolderLock } from '#tools/folder-lock.ts';
import { temporaryFolder } from './electron-runtime/runtime-fixture.ts';

const quick = { heartbeatMs: 20 };

describe('a folder lock', () => {
  let folder: string;
  let lock: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
    lock = path.join(folder, 'build-lock');
  });

  /** A lock as another process left it. */
  async function foreignLock(owner: { pid: number; host: string }, touched: Date): Promise<void> {
    await mkdir(lock);
    await writeFile(path.join(lock, 'owner.json'), JSON.stringify({ token: 'theirs', ...owner }));
    await utimes(lock, touched, touched);
  }

  it('lets one after the other work', async () => {
    const events: string[] = [];
    const work = async (name: string): Promise<void> =>
      await withFolderLock(
        lock,
        async () => {
          events.push(`${name} in`);
          await sleep(10);
          events.push(`${name} out`);
        },
        quick,
      );
    await Promise.all([work('a'), work('b'), work('c')]);
    for (let index = 0; index < events.length; index += 2) {
      expect(events[index + 1]).toBe(events[index]?.replace('in', 'out'));
    }
    expect(events).toHaveLength(6);
  });

  it('is gone afterwards, also when the work failed', async () => {
    const work = withFolderLock(lock, async () => await Promise.reject(new Error('broken')), quick);
    await expect(work).rejects.toThrow('broken');
    expect(await readdir(folder)).toEqual([]);
  });

  it('says once that it has to wait', async () => {
    const onWait = vi.fn<() => void>();
    const first = withFolderLock(lock, async () => await sleep(60), quick);
    while (!existsSync(lock)) await sleep(1);
    await withFolderLock(lock, async () => undefined, { ...quick, onWait });
    await first;
    expect(onWait).toHaveBeenCalledTimes(1);
  });

  it('is taken over from a process that no longer runs', async () => {
    // Above the largest process id of Linux, so it never runs.
    await foreignLock({ pid: 4_194_305, host: os.hostname() }, new Date());
    expect(await withFolderLock(lock, async () => 'done', quick)).toBe('done');
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken over from another machine’s process that gives no sign of life', async () => {
    await foreignLock({ pid: 1, host: 'elsewhere' }, new Date(Date.now() - 3_600_000));
    expect(await withFolderLock(lock, async () => 'done', { ...quick, staleAfterMs: 60_000 })).toBe('done');
    expect(await readdir(folder)).toEqual([]);
  });
});
