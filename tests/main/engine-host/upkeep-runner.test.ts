import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupsOf } from '#engine/cache/backup.ts';
import { renewManifest } from '#engine/cache/backup-manifest.ts';
import { opensWith } from '#engine/cache/rekeyed-copy.ts';
import { childProcessLauncher } from '#main/engine-host/child-process.ts';
import { createUpkeepRunner } from '#main/engine-host/upkeep-runner.ts';
import { KEY, OTHER_KEY } from '../../engine/fixtures/keys.ts';
import { closedCaches } from '../../engine/upkeep/closed-cache.ts';
import { inherited } from './inherited.ts';

const engineFile = path.resolve(import.meta.dirname, '../../../src/main/engine/index.ts');
const launch = childProcessLauncher(process.execPath);
const copyOfCache = closedCaches();

describe('an engine for work on a closed cache', () => {
  it('does it in a process of its own, which is gone afterwards, and leaves the keys of the caller alone', async () => {
    const started: { pid: number | undefined; exited: Promise<string> }[] = [];
    const runUpkeep = createUpkeepRunner({
      launch: () => {
        const engine = launch(engineFile, inherited);
        started.push(engine);
        return engine;
      },
      log: () => undefined,
    });
    const file = copyOfCache();
    const [key, newKey] = [Uint8Array.from(KEY), Uint8Array.from(OTHER_KEY)];
    const changed = await runUpkeep('rekey', { file, key }, { newKey, isResumed: false });
    expect(changed).toEqual({ isChanged: true, leftUnderOldKey: 0 });
    expect([file, ...backupsOf(file)].map((one) => opensWith({ file: one, key: OTHER_KEY }))).toEqual([true, true]);
    expect([key, newKey]).toEqual([KEY, OTHER_KEY]);
    expect(started).toHaveLength(1);
    await started[0].exited;
  });

  it('is given the data keys of before, for what was brought back from elsewhere', async () => {
    const file = copyOfCache();
    await createUpkeepRunner({ launch: () => launch(engineFile, inherited), log: () => undefined })(
      'rekey',
      { file, key: KEY },
      { newKey: OTHER_KEY, isResumed: false },
    );
    const runUpkeep = createUpkeepRunner({ launch: () => launch(engineFile, inherited), log: () => undefined });
    const backup = backupsOf(file)[0];
    // As it was before.
    copyFileSync(`${backup}.before-rekey`, backup);
    renewManifest(backup);
    const formerKey = Uint8Array.from(KEY);
    const cache = { file, key: OTHER_KEY, formerKeys: [formerKey] };
    expect((await runUpkeep('inspect', cache, {})).backups).toHaveLength(1);
    expect((await runUpkeep('inspect', { file, key: OTHER_KEY }, {})).backups).toEqual([]);
    expect(formerKey).toEqual(KEY);
  });

  it('fails with what the work failed with', async () => {
    const runUpkeep = createUpkeepRunner({ launch: () => launch(engineFile, inherited), log: () => undefined });
    const file = copyOfCache();
    const work = runUpkeep(
      'rekey',
      { file, key: OTHER_KEY },
      { newKey: Uint8Array.from(KEY).fill(9), isResumed: false },
    );
    await expect(work).rejects.toMatchObject({ code: 'CACHE_CORRUPT' });
    expect(opensWith({ file, key: KEY })).toBe(true);
  });

  it('that ends before it has an answer says that it was broken off, once', async () => {
    const lines: string[] = [];
    const runUpkeep = createUpkeepRunner({
      launch: () => {
        const engine = launch(engineFile, inherited);
        return { ...engine, send: () => engine.kill() };
      },
      log: (_level, line) => lines.push(line),
    });
    const work = runUpkeep('inspect', { file: copyOfCache(), key: KEY }, {});
    await expect(work).rejects.toMatchObject({ code: 'ENGINE_GONE', retryable: true });
    expect(lines).toEqual([expect.stringContaining('ended during the upkeep "inspect" (signal SIGKILL)')]);
  });
});
