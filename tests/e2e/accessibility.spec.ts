import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { pageViews } from '#shared/desk/page-views.ts';
import { expectAccessible } from './axe.ts';
import { openConsole } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { ImportDialog } from './import-dialog.ts';
import { pageAfterLock, protect, unlock } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { writeReadings } from './test-data.ts';

// What axe finds on the pages on the way from the first run to a community, and of the locked console.
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
});

test('the first-run page', async () => {
  await expect(page.getByRole('heading', { name: 'How would you like to begin?' })).toBeVisible();
  await expectAccessible(page, page.locator('html'));
});

test('the choice of a protection, with what is wrong about it', async () => {
  await page.getByRole('button', { name: 'Import files' }).click();
  await page.getByLabel('Passphrase', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Protect and go on' }).click();
  await expect(page.getByText('The passphrase needs at least 10 characters.')).toBeVisible();
  await expectAccessible(page, page.locator('html'));
});

test('the empty console', async () => {
  await protect(page);
  await expectAccessible(page, page.locator('html'));
});

test('the import dialog with a file', async () => {
  const dialog = new ImportDialog(opened.app, page);
  await dialog.choose(await writeReadings(folder, { members: 6, days: 2 }));
  await expectAccessible(page, page.locator('html'));
  await dialog.button('Import nothing').click();
  await expect(dialog.locator).toBeHidden();
});

test('every view of the settings of a desk that is kept', async () => {
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  const views = page.getByRole('navigation', { name: 'Views of the settings' });
  await expect(views.getByRole('link')).toHaveCount(pageViews.settings.length);
  for (const link of await views.getByRole('link').all()) {
    await link.click();
    await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
    await expectAccessible(page, page.locator('html'));
  }
});

test('how long the window let its person wait', async () => {
  await page.keyboard.press('Control+Shift+D');
  const dialog = page.getByRole('dialog', { name: 'How long you waited' });
  await expect(dialog.getByRole('table')).toBeVisible();
  await expectAccessible(page, page.locator('html'));
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('the unlock page', async () => {
  page = await pageAfterLock(opened.app, () => page.getByRole('button', { name: 'Lock', exact: true }).click());
  await expectAccessible(page, page.locator('html'));
});

test('what is said when the data do not open', async () => {
  const cache = path.join(opened.profile, 'cache', 'commonwatt.db');
  const bytes = await readFile(cache);
  await writeFile(cache, bytes.fill(0x5a, bytes.length / 2));
  await unlock(page);
  await expect(page.getByRole('heading', { name: 'The data file is damaged' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^What you can do/ })).toBeVisible();
  await expectAccessible(page, page.locator('html'));
});
