import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { unwrapDeviceKey } from '#main/keystore/device-key.ts';
import { readEnvelope, unwrapWithPassphrase } from '#main/keystore/envelope.ts';
import { ask, card, chooseFromMenu, goTo, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { ImportDialog } from './import-dialog.ts';
import { linesOfProcesses } from './processes.ts';
import { filesThatHold } from './profile-files.ts';
import { pageAfterLock, PASSPHRASE, protect, unlock } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { writeReadings } from './test-data.ts';

// What a person changes about the protection of the data, on one desk with its own data.
test.describe.configure({ mode: 'serial' });

const NEW_PASSPHRASE = 'eight kites behind the harbour';
const WRONG_PASSPHRASE = 'nine ladders in the orchard';

let folder: string;
let opened: OpenConsole;
let page: Page;
/** Every secret that there has been. */
const secrets: (string | Uint8Array)[] = [PASSPHRASE, NEW_PASSPHRASE, WRONG_PASSPHRASE];
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
const button = (name: string) => page.getByRole('button', { name, exact: true });

/** The data key as the keystore's file gives it; remembered as a secret, and the device's key with it. */
async function dataKey(passphrase: string): Promise<string> {
  const envelope = await readEnvelope(path.join(opened.profile, 'keystore.json'));
  const key = await unwrapWithPassphrase(envelope!, passphrase);
  secrets.push(key, unwrapDeviceKey(envelope!, key));
  return key.toString('hex');
}

test('a new data key is made on the page, and everything is there afterwards', async () => {
  const shown = await produced().textContent();
  const old = await dataKey(PASSPHRASE);
  const { taskId } = await valueOf(page, 'backups.make', { reason: 'by-hand' });
  await expect(async () => {
    const tasks = await valueOf(page, 'tasks.list', {});
    expect(tasks.find(({ id }) => id === taskId)?.state).toBe('done');
  }).toPass({ timeout: 30_000 });

  await goTo(page, 'Settings');
  await button('Encrypt anew…').click();
  await page.getByLabel('Current passphrase').fill(PASSPHRASE);
  await button('Encrypt anew').click();
  await expect(page.getByText('The data and the backups are encrypted with a new key.')).toBeVisible({
    timeout: 60_000,
  });
  expect((await valueOf(page, 'session.state', {})).upkeep).toBeNull();
  expect(await dataKey(PASSPHRASE)).not.toBe(old);
  const [backup] = await valueOf(page, 'backups.list', {});
  expect(await ask(page, 'backups.preview', { backupId: backup.id })).toMatchObject({ ok: true });
  const names = await readdir(path.join(opened.profile, 'cache'), { recursive: true });
  expect(names.filter((name) => name.includes('rekey'))).toEqual([]);

  await goTo(page, 'Overview');
  await expect(produced()).toHaveText(shown!);
});

test('the passphrase is changed only with the one of now: the old one opens nothing any more', async () => {
  await goTo(page, 'Settings');
  await button('Change…').click();
  await page.getByLabel('New passphrase').fill(NEW_PASSPHRASE);
  await page.getByLabel('Repeat the passphrase').fill(NEW_PASSPHRASE);
  const current = page.getByLabel('Current passphrase');
  for (const said of ['Nothing was changed.', 'Nothing was changed.', 'The next attempt has to wait']) {
    await current.fill(WRONG_PASSPHRASE);
    await button('Change the passphrase').click();
    await expect(page.getByText(`That is not the passphrase.`)).toContainText(said);
  }
  await current.fill(PASSPHRASE);
  await button('Change the passphrase').click();
  await expect(page.getByText('The passphrase is changed.')).toBeVisible({ timeout: 30_000 });

  page = await pageAfterLock(opened.app, () => chooseFromMenu(opened.app, 'Lock'));
  await unlock(page, PASSPHRASE);
  await expect(page.getByText('That is not the passphrase.')).toBeVisible();
  await unlock(page, NEW_PASSPHRASE);
  await goTo(page, 'Overview');
  await expect(produced()).toBeVisible();
});

test('the time until it locks by itself is chosen, and stands in the audit log with the other changes', async () => {
  await goTo(page, 'Settings');
  await page.getByLabel('Lock when nobody has touched the computer for').first().click();
  await page.getByRole('option', { name: '5 minutes', exact: true }).click();
  await expect(async () => {
    expect((await valueOf(page, 'preferences.get', {})).autoLockMinutes).toBe(5);
  }).toPass();
  const { entries } = await valueOf(page, 'audit.entries', {
    filter: { communityId: null, range: null, kinds: ['settings'], text: '' },
    from: 0,
    limit: 50,
  });
  expect(entries.map(({ method, outcome }) => [method, outcome]).toReversed()).toEqual([
    ['security.rekey', 'asked'],
    ['security.rekey', 'done'],
    ...Array.from({ length: 3 }, () => [
      ['security.setPassphrase', 'asked'],
      ['security.setPassphrase', 'refused'],
    ]).flat(),
    ['security.setPassphrase', 'asked'],
    ['preferences.set', 'asked'],
  ]);
});

test('no key and no passphrase stands in a file, an argument or a variable of any process', async () => {
  await dataKey(NEW_PASSPHRASE);
  expect(secrets).toHaveLength(9);
  expect(await filesThatHold(opened.profile, secrets)).toEqual([]);
  if (process.platform !== 'linux') return;
  const lines = await linesOfProcesses(opened.app.process().pid!);
  // Main, the page, the engine, Chromium's own.
  expect(lines.length).toBeGreaterThan(3);
  const told = secrets.flatMap((secret) => {
    const bytes = Buffer.from(secret);
    return [bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('base64')];
  });
  expect(told.filter((text) => lines.some((line) => line.includes(text)))).toEqual([]);
});
