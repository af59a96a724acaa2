import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { chooseFromMenu, goTo, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { ImportDialog } from './import-dialog.ts';
import { pageAfterLock, PASSPHRASE, protect, unlock } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { readingsCsv, writeReadings } from './test-data.ts';

// A backup that a person kept on another disk, the data key that was changed meanwhile, and the day on which the backup is needed.
test.describe.configure({ mode: 'serial' });

let folder: string;
let opened: OpenConsole;
let page: Page;
test.beforeAll(async () => {
  folder = await makeFolder();
  opened = await openConsole({ profile: path.join(folder, 'profile') });
  page = opened.page;
  await protect(page);
  await importReadings(await writeReadings(folder, { members: 6, days: 3 }), 'Import 1,728 rows');
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
  expect(opened.complaints).toEqual([]);
});

const backups = () => path.join(opened.profile, 'cache', 'backups');
const otherDisk = () => path.join(folder, 'other disk');
const communities = async () => (await valueOf(page, 'communities.list', {})).map(({ name }) => name);
const rows = () => page.getByRole('table', { name: 'Backups' }).getByRole('row');
const button = (name: string) => page.getByRole('button', { name, exact: true });

async function importReadings(file: string, name: string): Promise<void> {
  const dialog = new ImportDialog(opened.app, page);
  await dialog.choose(file);
  await dialog.button(name).click();
  await dialog.openOverview();
}

async function goToBackups(): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('link', { name: 'Backups', exact: true }).click();
}

test('a backup is copied to another disk, and everything on this one is encrypted anew', async () => {
  await goToBackups();
  await button('Back up now').click();
  await expect(rows()).toHaveCount(2);
  await cp(backups(), otherDisk(), { recursive: true });

  await page.getByRole('link', { name: 'Security', exact: true }).click();
  await button('Encrypt anew…').click();
  await expect(page.getByText('such a backup can still be restored')).toBeVisible();
  await page.getByLabel('Current passphrase').fill(PASSPHRASE);
  await button('Encrypt anew').click();
  await expect(page.getByText('The data and the backups are encrypted with a new key.')).toBeVisible({
    timeout: 60_000,
  });
  // As later backups do.
  for (const name of await readdir(backups())) await rm(path.join(backups(), name));
  const file = path.join(folder, 'windau.csv');
  await writeFile(file, readingsCsv({ members: 6, days: 1 }));
  await importReadings(file, 'Import 576 rows');
});

test('the copy is brought back, tells what would differ, and is restored', async () => {
  page = await pageAfterLock(opened.app, () => chooseFromMenu(opened.app, 'Lock'));
  await cp(otherDisk(), backups(), { recursive: true });
  await unlock(page);
  await goToBackups();
  await rows()
    .nth(1)
    .getByRole('button', { name: /^Restore the backup of/ })
    .click();
  const dialog = page.getByRole('dialog', { name: /^Restore the backup of/ });
  const row = (name: string) => dialog.getByRole('row').filter({ hasText: name });
  await expect(row('Communities')).toHaveText(/Communities\s*2\s*1\s*−1/);
  await dialog.getByRole('button', { name: 'Put this backup in place' }).click();
  await expect(page.getByText(/^The backup of .* is in place$/)).toBeVisible({ timeout: 60_000 });
  expect(await communities()).toEqual(['readings']);
});

test('the restored data open with the passphrase of now, and what was there before is restored again', async () => {
  page = await pageAfterLock(opened.app, () => chooseFromMenu(opened.app, 'Lock'));
  await unlock(page);
  await goToBackups();
  await expect(rows().nth(1)).toContainText('Before a restore');
  await rows()
    .nth(1)
    .getByRole('button', { name: /^Restore the backup of/ })
    .click();
  await button('Put this backup in place').click();
  // While the data are closed nobody is answered.
  await expect(async () => expect(await communities()).toEqual(['readings', 'windau'])).toPass({ timeout: 60_000 });
});
