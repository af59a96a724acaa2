import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { readEnvelope, unwrapWithPassphrase } from '#main/keystore/envelope.ts';
import { ask, card, chooseFromMenu, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { engineProcess, isAlive } from './engine-process.ts';
import { ImportDialog } from './import-dialog.ts';
import { filesThatHold } from './profile-files.ts';
import { pageAfterLock, PASSPHRASE, protect, unlock } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { writeReadings } from './test-data.ts';

// Every way in which the console locks: nothing of the data is left in its processes, and the passphrase brings them back.
test.describe.configure({ mode: 'serial' });

let folder: string;
let opened: OpenConsole;
let page: Page;
test.beforeAll(async () => {
  folder = await makeFolder();
  opened = await openConsole({ profile: path.join(folder, 'profile') });
  page = opened.page;
  await protect(page);
  const dialog = new ImportDialog(opened.app, page);
  await dialog.choose(await writeReadings(folder, { members: 6, days: 3 }));
  await dialog.button('Import 1,728 rows').click();
  await dialog.openOverview();
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
  expect(opened.complaints).toEqual([]);
});

const produced = () => card(page, 'Produced').getByText(/\d/).first();

/** The page's process, as the system numbers it. */
async function pageProcess(): Promise<number> {
  return await opened.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0].webContents.getOSProcessId(),
  );
}

/** Makes main believe that it is later, and that nobody has touched the machine for some time. */
async function setClock(clock: { minutesAhead: number; idleMinutes: number }): Promise<void> {
  await opened.app.evaluate(({ powerMonitor }, { minutesAhead, idleMinutes }) => {
    const realNow = (): number => performance.timeOrigin + performance.now();
    Date.now = () => Math.floor(realNow() + minutesAhead * 60_000);
    powerMonitor.getSystemIdleTime = () => idleMinutes * 60;
  }, clock);
}

/** Locks in some way, looks that nothing is left, and unlocks again. */
async function expectLockBy(lock: () => Promise<unknown>): Promise<void> {
  const shown = await produced().textContent();
  const engine = await engineProcess(opened.profile);
  const before = await pageProcess();
  const old = page;

  page = await pageAfterLock(opened.app, lock);
  expect(old.isClosed()).toBe(true);
  expect(await pageProcess()).not.toBe(before);
  await expect(page.getByText('readings')).toHaveCount(0);
  await expect(page.getByText(/kWh|House A/)).toHaveCount(0);
  await expect(() => expect(isAlive(engine)).toBe(false)).toPass({ timeout: 10_000 });
  expect(await ask(page, 'communities.list', {})).toMatchObject({ ok: false, error: { code: 'KEY_UNAVAILABLE' } });

  await unlock(page);
  await expect(produced()).toHaveText(shown!);
}

test('from the menu', async () => {
  await expectLockBy(() => chooseFromMenu(opened.app, 'Lock'));
});

test('when the screen is locked', async () => {
  await expectLockBy(() => opened.app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen')));
});

test('when the machine goes to sleep', async () => {
  await expectLockBy(() => opened.app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend')));
});

test('when nobody has touched the machine for as long as the person chose', async () => {
  const { autoLockMinutes } = await valueOf(page, 'preferences.get', {});
  expect(autoLockMinutes).toBe(15);
  await expectLockBy(async () => {
    await setClock({ minutesAhead: autoLockMinutes, idleMinutes: autoLockMinutes });
    // The console looks every ten seconds.
    await expect(() => expect(page.isClosed()).toBe(true)).toPass({ timeout: 30_000 });
    await setClock({ minutesAhead: 0, idleMinutes: 0 });
  });
});

test('when the machine wakes up after a longer sleep than that, though a key has just been pressed', async () => {
  await expectLockBy(async () => {
    await setClock({ minutesAhead: 16, idleMinutes: 0 });
    await opened.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
    await setClock({ minutesAhead: 0, idleMinutes: 0 });
  });
});

test('the demo, which has no passphrase, is not locked by the screen, and leaving it deletes it', async () => {
  page = await pageAfterLock(opened.app, () => chooseFromMenu(opened.app, 'Lock'));
  await page.getByRole('button', { name: 'Open the demo community instead' }).click();
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 30_000 });
  const engine = await engineProcess(opened.profile);
  await opened.app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'));
  expect((await valueOf(page, 'session.state', {})).state).toBe('demo');
  expect(isAlive(engine)).toBe(true);
  page = await pageAfterLock(opened.app, () => page.getByRole('button', { name: 'Leave the demo' }).click());
  await expect(() => expect(isAlive(engine)).toBe(false)).toPass({ timeout: 10_000 });
  await unlock(page);
  await expect(page.getByRole('button', { name: /^Community.*readings/ })).toBeVisible();
});

test('neither the data key nor the passphrase stands in a file of the profile', async () => {
  const envelope = await readEnvelope(path.join(opened.profile, 'keystore.json'));
  const key = await unwrapWithPassphrase(envelope!, PASSPHRASE);
  expect(key).toHaveLength(32);
  expect(await filesThatHold(opened.profile, [key, PASSPHRASE])).toEqual([]);
});

test('names and readings stand in no file of the profile either', async () => {
  expect(await filesThatHold(opened.profile, ['House A1', 'meter-1'])).toEqual([]);
});
