import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import { resolveElectron } from '#tools/electron-runtime/index.ts';
import { repositoryRoot } from '#tools/paths.ts';
import { chooseFromMenu, openConsole, openDemo, valueOf } from './console-window.ts';
import { engineProcess, isAlive } from './engine-process.ts';
import { pageAfterLock, protect, unlock } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// How the console ends, in order and by force, and what the next start finds.
let profile: string;
test.beforeEach(async () => {
  profile = await makeFolder();
});
test.afterEach(async () => {
  await removeFolder(profile);
});

const demoFolder = () => path.join(profile, 'demo');

test('closing it while the demo is being made ends every process and deletes the demo', async () => {
  const { app, page, close, complaints } = await openDemo({ profile });
  const [task] = await valueOf(page, 'tasks.list', {});
  expect(task.state).toBe('running');
  const processes = [app.process().pid!, await engineProcess(profile)];
  await close();
  for (const pid of processes) expect(isAlive(pid)).toBe(false);
  expect(existsSync(demoFolder()) ? await readdir(demoFolder()) : []).toEqual([]);
  expect(complaints).toEqual([]);
});

test('killed, it takes its engine with it, and the next start clears the demo away', async () => {
  const { app } = await openDemo({ profile });
  const engine = await engineProcess(profile);
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  app.process().kill('SIGKILL');
  await ended;
  await expect(() => expect(isAlive(engine)).toBe(false)).toPass({ timeout: 10_000 });
  expect(await readdir(demoFolder())).toHaveLength(1);

  const next = await openConsole({ profile });
  await expect(next.page.getByRole('heading', { name: 'How would you like to begin?' })).toBeVisible();
  expect(existsSync(demoFolder()) ? await readdir(demoFolder()) : []).toEqual([]);
  await next.close();
});

test('a second start for the same profile ends at once and leaves the first one alone', async () => {
  const first = await openConsole({ profile });
  const runtime = await resolveElectron();
  const second = spawn(runtime.executable, [...runtime.args, '.', `--user-data-dir=${profile}`], {
    cwd: repositoryRoot,
    env: { ...process.env, ...runtime.env },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  await expect(first.page.getByRole('heading', { name: 'How would you like to begin?' })).toBeVisible();
  expect(first.app.windows()).toHaveLength(1);
  await first.close();
});

/** What the window is. Electron's own word counts: a virtual screen has nobody who would make the window as large as itself. */
const windowOf = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return { isFullScreen: window.isFullScreen(), bounds: window.getNormalBounds() };
  });

/** Moves the window once it is there: one that is shown afterwards comes where a new one does. */
async function moveTo(app: ElectronApplication, bounds: Electron.Rectangle): Promise<void> {
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].isVisible())).toBe(true);
  await app.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0].setBounds(wanted), bounds);
  await expect.poll(() => windowOf(app)).toMatchObject({ bounds });
}

test('the window opens again where it was, as large as it was, and zoomed as it was', async () => {
  const bounds = { x: 60, y: 40, width: 1100, height: 700 };
  const first = await openConsole({ profile });
  await moveTo(first.app, bounds);
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.setZoomLevel(1));
  await first.close();
  const next = await openConsole({ profile });
  const zoomLevel = () =>
    next.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.getZoomLevel());
  await expect.poll(zoomLevel).toBe(1);
  await expect
    .poll(() => next.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds()))
    .toEqual(bounds);
  await next.close();
});

/** By the menu's item, which is for the window that has the keyboard: on a virtual screen none has. */
const toggleFullScreen = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow, Menu }) => {
    const [window] = BrowserWindow.getAllWindows();
    const items = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
    items.find(({ label }) => label === 'Full screen')!.click({}, window, window.webContents);
  });

test('full screen stays over a lock and a restart; once left, it is left for the next start, and the window is where it was', async () => {
  const bounds = { x: 60, y: 40, width: 1100, height: 700 };
  const first = await openConsole({ profile });
  await protect(first.page);
  await moveTo(first.app, bounds);
  const lock = () => pageAfterLock(first.app, () => chooseFromMenu(first.app, 'Lock'));
  const locked = await lock();
  await unlock(locked);
  await expect(locked.getByRole('heading', { name: 'No community yet' })).toBeVisible();
  await toggleFullScreen(first.app);
  await expect.poll(() => windowOf(first.app)).toMatchObject({ isFullScreen: true });
  await lock();
  await expect.poll(() => windowOf(first.app)).toMatchObject({ isFullScreen: true });
  await first.close();

  const next = await openConsole({ profile });
  await expect.poll(() => windowOf(next.app)).toMatchObject({ isFullScreen: true });
  await toggleFullScreen(next.app);
  await expect.poll(() => windowOf(next.app)).toEqual({ isFullScreen: false, bounds });
  await next.close();

  const last = await openConsole({ profile });
  await expect.poll(() => windowOf(last.app)).toEqual({ isFullScreen: false, bounds });
  await last.close();
});
