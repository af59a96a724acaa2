import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ask, goTo, openConsole } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { PASSPHRASE, unlock } from './protection.ts';
import { canHaveSecretService, SecretService } from './secret-service.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// The keychain of a real desktop: it keeps the key, goes away, comes back, and is turned off. Nothing is lost, and each time the person reads why.
test.describe.configure({ mode: 'serial' });

let folder: string;
let keychain: SecretService;
let opened: OpenConsole | undefined;
let page: Page;
test.beforeAll(async () => {
  test.skip(!(await canHaveSecretService()), 'needs gnome-keyring on Linux');
  folder = await makeFolder();
  keychain = await SecretService.start(path.join(folder, 'keychain'));
});
test.afterAll(async () => {
  await opened?.close();
  await keychain?.stop();
  if (folder !== undefined) await removeFolder(folder);
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const isOpen = () => expect(page.getByRole('heading', { name: 'No community yet' })).toBeVisible();
const locked = () => expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();

/** Starts the console anew, with the desktop's keychain or with none that protects. */
async function startAnew(has: 'keychain' | 'none'): Promise<void> {
  await opened?.close();
  const profile = path.join(folder, 'profile');
  opened = await openConsole(
    has === 'none' ? { profile } : { profile, args: ['--password-store=gnome-libsecret'], env: keychain.env },
  );
  page = opened.page;
}

test('the keychain alone keeps the key, and opens the data without typing after a restart', async () => {
  await startAnew('keychain');
  await page.getByRole('button', { name: /^Import files/ }).click();
  await page.getByRole('checkbox', { name: /^The system.s keychain/ }).check();
  await page.getByRole('checkbox', { name: /^A passphrase/ }).uncheck();
  await button('Protect and go on').click();
  await page.keyboard.press('Escape');
  await isOpen();
  await startAnew('keychain');
  await button('Unlock with the system’s keychain').click();
  await isOpen();
});

test('without the keychain the data stay shut, and the person reads that they are complete and how to come to them', async () => {
  await startAnew('none');
  await locked();
  await expect(
    page.getByText(/which holds the key, is not available at the moment.*The data are complete/),
  ).toBeVisible();
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeHidden();
});

test('a passphrase set beside it opens the data without the keychain', async () => {
  await startAnew('keychain');
  await button('Unlock with the system’s keychain').click();
  await isOpen();
  await goTo(page, 'Settings');
  await button('Set a passphrase…').click();
  await page.getByLabel('New passphrase').fill(PASSPHRASE);
  await page.getByLabel('Repeat the passphrase').fill(PASSPHRASE);
  await button('Set the passphrase').click();
  await expect(page.getByText('A passphrase is set')).toBeVisible();
  await startAnew('none');
  await expect(page.getByText(/keychain is not available at the moment .*Use the passphrase/)).toBeVisible();
  await unlock(page);
  await isOpen();
});

test('a keychain that has forgotten the key refuses in plain words, and gets it again after the passphrase', async () => {
  await keychain.stop();
  keychain = await SecretService.start(path.join(folder, 'another-keychain'));
  await startAnew('keychain');
  await button('Unlock with the system’s keychain').click();
  await expect(page.getByText('The keychain did not give the key.', { exact: false })).toBeVisible();
  await unlock(page);
  await isOpen();
  await goTo(page, 'Settings');
  await button('Turn off').click();
  await expect(page.getByText('The system’s keychain is not used')).toBeVisible();
  await button('Use the keychain').click();
  await expect(page.getByText('The system’s keychain opens the data too')).toBeVisible();
  await startAnew('keychain');
  await button('Unlock with the system’s keychain').click();
  await isOpen();
});

test('a keychain that is turned off keeps nothing: only the passphrase opens', async () => {
  await goTo(page, 'Settings');
  await button('Turn off').click();
  await expect(page.getByText('The system’s keychain is not used')).toBeVisible();
  await startAnew('keychain');
  await locked();
  await expect(button('Unlock with the system’s keychain')).toBeHidden();
  expect(await ask(page, 'session.unlock', { with: 'keychain' })).toMatchObject({ ok: false });
  await unlock(page);
  await isOpen();
});
