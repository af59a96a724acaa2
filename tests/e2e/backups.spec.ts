import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { card, goTo, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { ImportDialog } from './import-dialog.ts';
import { protect } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { readingsCsv, writeReadings } from './test-data.ts';

// A backup by hand, and the way back to it, as a person goes it on a desk with its own data.
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

async function importReadings(file: string, button: string): Promise<void> {
  const dialog = new ImportDialog(opened.app, page);
  await dialog.choose(file);
  await dialog.button(button).click();
  await dialog.openOverview();
}

const figure = () => card(page, 'Produced').getByText(/\d/).first();
const communities = async () => (await valueOf(page, 'communities.list', {})).map(({ name }) => name);
const rows = () => page.getByRole('table', { name: 'Backups' }).getByRole('row');

async function goToBackups(): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('link', { name: 'Backups', exact: true }).click();
}

test('the data are backed up by hand, and the backup is listed once it was examined', async () => {
  await goToBackups();
  await expect(page.getByText('There is no backup yet')).toBeVisible();
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(rows()).toHaveCount(2);
  await expect(rows().nth(1)).toContainText('By hand');
  await expect(page.getByRole('radio', { name: 'Every day' })).toBeChecked();
  await expectAccessible(page, page.locator('html'));
});

test('what came in afterwards is told before a restore, and gone after it; the data from before are kept', async () => {
  const produced = await figureOfOverview();
  const file = path.join(folder, 'windau.csv');
  await writeFile(file, readingsCsv({ members: 6, days: 1 }));
  await importReadings(file, 'Import 576 rows');
  expect(await communities()).toEqual(['readings', 'windau']);

  await goToBackups();
  await rows()
    .nth(1)
    .getByRole('button', { name: /^Restore the backup of/ })
    .click();
  const dialog = page.getByRole('dialog', { name: /^Restore the backup of/ });
  const row = (name: string) => dialog.getByRole('row').filter({ hasText: name });
  await expect(row('Communities')).toHaveText(/Communities\s*2\s*1\s*−1/);
  await expect(row('Meter readings')).toHaveText(/2,304\s*1,728\s*−576/);
  await expectAccessible(page, page.locator('html'));
  await dialog.getByRole('button', { name: 'Put this backup in place' }).click();

  await expect(page.getByText(/^The backup of .* is in place$/)).toBeVisible({ timeout: 60_000 });
  expect(await communities()).toEqual(['readings']);
  await expect(rows().nth(1)).toContainText('Before a restore');
  expect(await figureOfOverview()).toBe(produced);
  const names = await readdir(path.join(opened.profile, 'cache'));
  expect(names.filter((name) => /next|part/.test(name))).toEqual([]);
});

test('the log is sound after a restore and says that there was one', async () => {
  await goTo(page, 'Audit & reports');
  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  await page.getByRole('button', { name: 'Verify the log' }).click();
  const verdict = page.getByRole('status').filter({ hasText: /^Intact/ });
  await expect(verdict).toContainText(
    'another state of the data was put in place, on purpose and through this console',
  );
  await expect(page.getByText('A backup was put back')).toBeVisible();
});

test('the way back is the same way: what was put aside by the restore is put back', async () => {
  await goToBackups();
  await rows()
    .nth(1)
    .getByRole('button', { name: /^Restore the backup of/ })
    .click();
  await page.getByRole('button', { name: 'Put this backup in place' }).click();
  // While the data are closed nobody is answered.
  await expect(async () => expect(await communities()).toEqual(['readings', 'windau'])).toPass({ timeout: 60_000 });
});

async function figureOfOverview(): Promise<string> {
  await goTo(page, 'Overview');
  await expect(figure()).toBeVisible();
  return (await figure().textContent())!;
}
