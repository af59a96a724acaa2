import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { openConsole } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { filesThatHold } from './profile-files.ts';
import { pageAfterLock, PASSPHRASE, unlock } from './protection.ts';

// From a profile folder that is empty to a console that is set up, locked and opened again.
test.describe.configure({ mode: 'serial' });

let profile: string;
let opened: OpenConsole;
let page: Page;
test.beforeAll(async () => {
  profile = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-e2e-first-run-'));
  opened = await openConsole({ profile });
  page = opened.page;
});
test.afterAll(async () => {
  await opened.close();
  expect(opened.complaints).toEqual([]);
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

const passphraseField = () => page.getByLabel('Passphrase', { exact: true });
const repeatField = () => page.getByLabel('Repeat the passphrase');
const emptyConsole = () => page.getByRole('heading', { name: 'No community yet' });
const confirm = () => page.getByRole('button', { name: 'Protect and go on' });

test('the first start offers the demo, an import and a hub', async () => {
  await expect(page.getByRole('heading', { name: 'How would you like to begin?' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open the demo community' })).toBeEnabled();
  await expect(page.getByRole('button', { name: 'Import files' })).toBeEnabled();
  await expect(page.getByRole('button', { name: 'Connect to a hub' })).toBeEnabled();
});

test('the keychain is offered only where the system has one that protects, and says why not', async () => {
  await page.getByRole('button', { name: 'Import files' }).click();
  const keychain = page.getByRole('checkbox', { name: 'The system’s keychain' });
  // The tests start the console without the keychain of the desktop; only Linux can do without.
  const isMissing = process.platform === 'linux';
  await expect(keychain).toBeEnabled({ enabled: !isMissing });
  if (isMissing) await expect(page.getByText('this system has no keychain that protects secrets')).toBeVisible();
});

test('a short passphrase is called short while it is typed and refused when the field is left', async () => {
  await passphraseField().fill('lantern');
  await expect(page.getByText('Too short')).toBeVisible();
  await passphraseField().press('Tab');
  await expect(page.getByText('The passphrase needs at least 10 characters.')).toBeVisible();
  await confirm().click();
  await expect(confirm()).toBeVisible();
});

test('a passphrase that is repeated differently is refused', async () => {
  await passphraseField().fill(PASSPHRASE);
  await repeatField().fill(`${PASSPHRASE}!`);
  await repeatField().press('Tab');
  await expect(page.getByText('The two passphrases differ.')).toBeVisible();
  await confirm().click();
  await expect(confirm()).toBeVisible();
});

test('a good passphrase opens the empty console at the import, and closing that leaves the next step', async () => {
  await repeatField().fill(PASSPHRASE);
  await confirm().click();
  const dialog = page.getByRole('dialog', { name: 'Import a file' });
  await expect(dialog.getByRole('button', { name: 'Choose a file…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(emptyConsole()).toBeVisible();
  await expect(page.getByRole('main').getByRole('button', { name: 'Import a file…' })).toBeEnabled();
  await expect(page.getByRole('main').getByRole('button', { name: 'Make the demo community' })).toBeEnabled();
});

test('the lock button leads to the unlock page', async () => {
  page = await pageAfterLock(opened.app, () => page.getByRole('button', { name: 'Lock', exact: true }).click());
  await expect(passphraseField()).toBeFocused();
  await expect(emptyConsole()).toBeHidden();
});

test('a wrong passphrase is refused and says that the data are untouched', async () => {
  await unlock(page, 'seven lanterns over the harbour');
  await expect(page.getByText('That is not the passphrase. The data are untouched; try again.')).toBeVisible();
  await expect(passphraseField()).toBeFocused();
});

test('the right passphrase opens the console again', async () => {
  await unlock(page);
  await expect(emptyConsole()).toBeVisible();
});

test('the passphrase stands in no file of the profile', async () => {
  expect(await filesThatHold(profile, [PASSPHRASE])).toEqual([]);
});

test('the wrapped key and the cache are for the owner only, and the cache is encrypted', async () => {
  const keystore = await stat(path.join(profile, 'keystore.json'));
  const folder = await stat(path.join(profile, 'cache'));
  if (process.platform !== 'win32') {
    expect(keystore.mode & 0o777).toBe(0o600);
    expect(folder.mode & 0o077).toBe(0);
  }
  const cache = await readFile(path.join(profile, 'cache', 'commonwatt.db'));
  expect(cache.byteLength).toBeGreaterThan(0);
  expect(cache.subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
});
