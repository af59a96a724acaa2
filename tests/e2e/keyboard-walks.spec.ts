import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { openConsole } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { answerOpenDialog } from './dialogs.ts';
import { PASSPHRASE, pageAfterLock } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { writeReadings } from './test-data.ts';

// The main paths of a desk with its own data, by someone who has no mouse.
test.describe.configure({ mode: 'serial' });

let folder: string;
let opened: OpenConsole;
let page: Page;
test.beforeAll(async () => {
  folder = await makeFolder();
  opened = await openConsole({ profile: path.join(folder, 'profile') });
  page = opened.page;
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
  expect(opened.complaints).toEqual([]);
});

/** More stops than any page has. */
const MOST_STOPS = 120;

/** Goes with Tab to an element, or with Shift and Tab back to it. */
async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  // The radio behind a choice is in the page without being seen.
  await expect(target).toBeAttached({ timeout: 60_000 });
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let stops = 0; !(await isThere()); stops++) {
    if (stops === MOST_STOPS) throw new Error('The Tab key does not come there.');
    await page.keyboard.press(key);
  }
}

async function press(target: Locator): Promise<void> {
  await tabTo(target);
  await page.keyboard.press('Enter');
}

async function write(field: Locator, text: string): Promise<void> {
  await tabTo(field);
  await page.keyboard.type(text);
}

const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
const dialog = (name?: string | RegExp): Locator => page.getByRole('dialog', { name });
const main = (): Locator => page.getByRole('main');

/** Opens a page by its key; the focus is then at its begin. */
async function openPage(key: string, name: string): Promise<void> {
  await page.keyboard.press(`Control+${key}`);
  await expect(page.getByRole('main', { name })).toBeFocused();
}

/** Closes what lies over the page; the focus is then where it was opened. */
async function closeBackTo(opener: Locator): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(dialog()).toBeHidden();
  await expect(opener).toBeFocused();
}

test('the first run, with a passphrase', async () => {
  await press(button('Import files'));
  await write(page.getByLabel('Passphrase', { exact: true }), PASSPHRASE);
  await write(page.getByLabel('Repeat the passphrase'), PASSPHRASE);
  await press(button('Protect and go on'));
});

test('the import of a file', async () => {
  await answerOpenDialog(opened.app, await writeReadings(folder, { members: 6, days: 3 }));
  await press(dialog('Import a file').getByRole('button', { name: 'Choose a file…' }));
  await press(dialog('Import a file').getByRole('button', { name: 'Import 1,728 rows' }));
  await press(dialog('Import a file').getByRole('button', { name: 'Open overview' }));
  await expect(page.getByRole('list', { name: 'Figures of the period' })).toBeVisible();
});

test('another period', async () => {
  await openPage('2', 'Members');
  await tabTo(page.getByRole('radio', { name: 'All', exact: true }));
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: 'Year', exact: true })).toBeChecked();
});

test('a member, found in the list and left again', async () => {
  await openPage('1', 'Overview');
  await openPage('2', 'Members');
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  const list = main().getByRole('grid', { name: 'Members' });
  await expect(list).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog().getByRole('region', { name: 'Reputation' })).toBeVisible();
  await closeBackTo(list);
});

test('the order of a report, and the proof of the audit log', async () => {
  await openPage('8', 'Audit & reports');
  const order = main().getByRole('button', { name: /^Monthly community report/ });
  await press(order);
  await expect(dialog().getByRole('combobox', { name: 'Month' })).toBeVisible();
  await closeBackTo(order);
  await press(main().getByRole('link', { name: 'Audit log', exact: true }));
  await press(main().getByRole('button', { name: /^Verify/ }));
  await expect(main().getByText(/^Intact: /)).toBeVisible({ timeout: 60_000 });
});

test('a backup', async () => {
  await openPage(',', 'Settings');
  await press(main().getByRole('link', { name: 'Backups', exact: true }));
  await press(main().getByRole('button', { name: 'Back up now' }));
  await expect(page.getByRole('table', { name: 'Backups' }).getByRole('row')).toHaveCount(2, { timeout: 60_000 });
});

test('the lock, and the way back in', async () => {
  const lock = button('Lock').first();
  await tabTo(lock, 'Shift+Tab');
  page = await pageAfterLock(opened.app, () => page.keyboard.press('Enter'));
  await write(page.getByLabel('Passphrase', { exact: true }), PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeVisible({ timeout: 60_000 });
});
