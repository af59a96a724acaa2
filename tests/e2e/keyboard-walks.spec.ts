import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { openConsole } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { answerOpenDialog } from './dialogs.ts';
import { KeyboardOnly } from './keyboard-only.ts';
import { PASSPHRASE, pageAfterLock } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { writeReadings } from './test-data.ts';

// The main paths of a desk with its own data, by someone who has no mouse.
test.describe.configure({ mode: 'serial' });

const NEW_PASSPHRASE = 'eight kites behind the harbour';

let folder: string;
let opened: OpenConsole;
let keyboard: KeyboardOnly;
test.beforeAll(async () => {
  folder = await makeFolder();
  opened = await openConsole({ profile: path.join(folder, 'profile') });
  keyboard = new KeyboardOnly(opened.page);
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
  expect(opened.complaints).toEqual([]);
});

const button = (name: string | RegExp): Locator => keyboard.page.getByRole('button', { name });
const dialog = (name?: string | RegExp): Locator => keyboard.page.getByRole('dialog', { name });
const main = (): Locator => keyboard.page.getByRole('main');

test('the first run, with a passphrase', async () => {
  await keyboard.press(button('Import files'));
  await keyboard.write(keyboard.page.getByLabel('Passphrase', { exact: true }), PASSPHRASE);
  await keyboard.write(keyboard.page.getByLabel('Repeat the passphrase'), PASSPHRASE);
  await keyboard.press(button('Protect and go on'));
});

test('the import of a file', async () => {
  await answerOpenDialog(opened.app, await writeReadings(folder, { members: 6, days: 3 }));
  await keyboard.press(dialog('Import a file').getByRole('button', { name: 'Choose a file…' }));
  await keyboard.press(dialog('Import a file').getByRole('button', { name: 'Import 1,728 rows' }));
  await keyboard.press(dialog('Import a file').getByRole('button', { name: 'Open overview' }));
  await expect(keyboard.page.getByRole('list', { name: 'Figures of the period' })).toBeVisible();
});

test('another period', async () => {
  await keyboard.openPage('2', 'Members');
  await keyboard.tabTo(keyboard.page.getByRole('radio', { name: 'All', exact: true }));
  await keyboard.page.keyboard.press('ArrowLeft');
  await expect(keyboard.page.getByRole('radio', { name: 'Year', exact: true })).toBeChecked();
});

test('a member, found in the list and left again', async () => {
  await keyboard.openPage('1', 'Overview');
  await keyboard.openPage('2', 'Members');
  await keyboard.page.keyboard.press('/');
  await keyboard.page.keyboard.press('ArrowDown');
  const list = main().getByRole('grid', { name: 'Members' });
  await expect(list).toBeFocused();
  await keyboard.page.keyboard.press('ArrowDown');
  await keyboard.page.keyboard.press('Enter');
  await expect(dialog().getByRole('region', { name: 'Reputation' })).toBeVisible();
  await keyboard.closeBackTo(list);
});

test('the order of a report, and the proof of the audit log', async () => {
  await keyboard.openPage('8', 'Audit & reports');
  const order = main().getByRole('button', { name: /^Monthly community report/ });
  await keyboard.press(order);
  await expect(dialog().getByRole('combobox', { name: 'Month' })).toBeVisible();
  await keyboard.closeBackTo(order);
  await keyboard.press(main().getByRole('link', { name: 'Audit log', exact: true }));
  await keyboard.press(main().getByRole('button', { name: /^Verify/ }));
  await expect(main().getByText(/^Intact: /)).toBeVisible({ timeout: 60_000 });
});

test('a backup', async () => {
  await keyboard.openPage(',', 'Settings');
  await keyboard.press(main().getByRole('link', { name: 'Backups', exact: true }));
  await keyboard.press(main().getByRole('button', { name: 'Back up now' }));
  await expect(keyboard.page.getByRole('table', { name: 'Backups' }).getByRole('row')).toHaveCount(2, {
    timeout: 60_000,
  });
});

test('another passphrase', async () => {
  await keyboard.press(main().getByRole('link', { name: 'Security', exact: true }));
  const change = main().getByRole('button', { name: 'Change…' });
  await keyboard.press(change);
  await keyboard.write(dialog().getByLabel('Current passphrase'), PASSPHRASE);
  await keyboard.write(dialog().getByLabel('New passphrase', { exact: true }), NEW_PASSPHRASE);
  await keyboard.write(dialog().getByLabel('Repeat the passphrase'), NEW_PASSPHRASE);
  await keyboard.page.keyboard.press('Enter');
  await expect(dialog()).toBeHidden({ timeout: 60_000 });
  await expect(change).toBeFocused();
});

test('the lock, and the way back in', async () => {
  const lock = button('Lock').first();
  await keyboard.tabTo(lock, 'Shift+Tab');
  keyboard = new KeyboardOnly(await pageAfterLock(opened.app, () => keyboard.page.keyboard.press('Enter')));
  await keyboard.write(keyboard.page.getByLabel('Passphrase', { exact: true }), NEW_PASSPHRASE);
  await keyboard.page.keyboard.press('Enter');
  await expect(keyboard.page.getByRole('main')).toBeVisible({ timeout: 60_000 });
});
