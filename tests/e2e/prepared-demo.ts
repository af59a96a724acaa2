import { cp, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { profileIn } from '#main/app/profile.ts';
import { runToEnd } from '#tools/child-process.ts';
import { withFolderLock } from '#tools/folder-lock.ts';
import { toolchainNode } from '#tools/electron-runtime/index.ts';
import { outFolder } from '#tools/paths.ts';
import { openConsole, TIME_ZONE, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import type { LaunchOptions } from './launch.ts';
import { PASSPHRASE } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

/** Names the folder of this run in which the demo is prepared; set once for all workers. */
export const DEMO_FOLDER = 'COMMONWATT_E2E_DEMO';

/**
 * Opens the console with a copy of the whole demo community in a profile of its own. The community takes half a minute of a processor to
 * make, so one command line makes it for all test files of a run, when the first of them asks for it.
 */
export async function openPreparedDemo(options: Pick<LaunchOptions, 'env' | 'tour'> = {}): Promise<OpenConsole> {
  const folder = await makeFolder();
  const profile = path.join(folder, 'profile');
  await cp(await preparedProfile(), profile, { recursive: true });
  const opened = await openConsole({ ...options, profile });
  await valueOf(opened.page, 'session.unlock', { with: 'passphrase', passphrase: PASSPHRASE });
  await expect(opened.page.getByRole('navigation').first()).toBeVisible({ timeout: 60_000 });
  const close = async (): Promise<void> => {
    await opened.close();
    await removeFolder(folder);
  };
  return { ...opened, close };
}

async function preparedProfile(): Promise<string> {
  const folder = process.env[DEMO_FOLDER];
  if (folder === undefined) throw new Error(`${DEMO_FOLDER} is not set: the global set-up of the tests does.`);
  const profile = path.join(folder, 'profile');
  await withFolderLock(path.join(folder, 'lock'), async () => {
    if (await isThere(profile)) return;
    const unfinished = path.join(folder, 'unfinished');
    await mkdir(unfinished, { recursive: true });
    const passphrase = path.join(folder, 'passphrase.txt');
    await writeFile(passphrase, PASSPHRASE, { mode: 0o600 });
    const command = ['demo', '--profile', unfinished, '--passphrase-file', passphrase];
    const code = await runToEnd(toolchainNode(), [path.join(outFolder, 'main', 'cli.js'), ...command], {
      stdio: 'ignore',
      env: { ...process.env, TZ: TIME_ZONE },
    });
    if (code !== 0) throw new Error(`The demo could not be prepared: "demo" ended with ${code}.`);
    // Nobody is at the keyboard of a display without one: the console would lock itself in the middle of a test.
    await writeFile(profileIn(unfinished).preferences, JSON.stringify({ autoLockMinutes: 0 }));
    await rename(unfinished, profile);
  });
  return profile;
}

async function isThere(folder: string): Promise<boolean> {
  return await stat(folder).then(
    () => true,
    () => false,
  );
}
