import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { card, goTo, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { ImportDialog } from './import-dialog.ts';
import { protect } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { writeReadings } from './test-data.ts';

// Files that cannot be imported whole, and an import that the person stops.
test.describe.configure({ mode: 'serial' });

/** Four good rows, and four that each have one thing wrong with them. */
const withBadRows = `timestamp,member,produced_kwh,consumed_kwh
2026-03-02T10:00:00Z,north,0.500,0.250
2026-03-02T10:00:00Z,south,0.000,-0.100
2026-03-02T10:15:00Z,north,lots,0.250
2026-03-02T10:15:00Z,south,0.000,0.300
2026-02-30T10:30:00Z,north,0.500,0.250
2026-03-02T10:30:00Z,,0.500,0.250
2026-03-02T10:45:00Z,north,0.500,0.250
2026-03-02T10:45:00Z,south,0.000,0.300
`;
const badRows = [
  ['3', 'consumed_kwh', '-0.100'],
  ['4', 'produced_kwh', 'lots'],
  ['6', 'timestamp', '2026-02-30T10:30:00Z'],
  ['7', 'member', '(empty)'],
];

let folder: string;
let opened: OpenConsole;
let page: Page;
let dialog: ImportDialog;
test.beforeAll(async () => {
  folder = await makeFolder();
  opened = await openConsole({ profile: path.join(folder, 'profile') });
  page = opened.page;
  dialog = new ImportDialog(opened.app, page);
  await protect(page);
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
  expect(opened.complaints).toEqual([]);
});

async function write(name: string, content: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

test('every bad row is listed with its row, field and value', async () => {
  await dialog.choose(await write('bad-rows.csv', withBadRows));
  await expect(dialog.locator.getByText('4 rows cannot be imported')).toBeVisible();
  const rows = dialog.locator.getByRole('row');
  for (const [index, cells] of badRows.entries()) {
    const row = rows.nth(index + 1).getByRole('cell');
    for (const [column, text] of cells.entries()) await expect(row.nth(column)).toHaveText(text);
    await expect(row.nth(3)).not.toBeEmpty();
  }
});

test('importing nothing writes nothing', async () => {
  await dialog.button('Import nothing').click();
  await expect(dialog.locator).toBeHidden();
  expect(await valueOf(page, 'communities.list', {})).toEqual([]);
  await expect(page.getByRole('heading', { name: 'No community yet' })).toBeAttached();
});

test('a file of another kind is refused with what is wrong with it', async () => {
  const file = await write('letter.csv', 'Dear neighbours,\nthe meters are read on Monday.\n');
  await dialog.open(file);
  const problem = dialog.locator.getByRole('alert');
  await expect(problem).toContainText('Nothing of it was taken over');
  await expect(problem).toContainText('letter.csv');
  await page.keyboard.press('Escape');
  await expect(dialog.locator).toBeHidden();
});

test('an import that is cancelled half way leaves no community behind', async () => {
  await dialog.choose(await writeReadings(folder, { members: 30, days: 70 }));
  await dialog.button('Import 201,600 rows').click();
  await expect(dialog.locator.getByText(/^[1-9][\d,]* of 201,600 rows/)).toBeVisible({ timeout: 30_000 });
  await dialog.button('Cancel: Importing readings.csv').click();
  await expect(dialog.locator.getByText('The import was cancelled')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'No community yet' })).toBeAttached();
  expect(await valueOf(page, 'communities.list', {})).toEqual([]);
});

test('the rest of a file with bad rows can be imported, and says what was left out', async () => {
  await dialog.choose(path.join(folder, 'bad-rows.csv'));
  await dialog.button('Import 4 rows, leave out 4').click();
  await expect(dialog.fact('Rows imported')).toHaveText('4');
  await expect(dialog.fact('Rows left out')).toHaveText('4');
  await dialog.openOverview();
  // Two members are too few for a total.
  await expect(page.getByText('This community has fewer than 5 members.')).toBeVisible();
  await expect(card(page, 'Produced')).toContainText('withheld');
  await expect(card(page, 'Consumed')).toContainText('withheld');
  await goTo(page, 'Members');
  await expect(page.getByRole('region', { name: '2 members' })).toBeVisible();
  await goTo(page, 'Overview');
});

test('what cannot be known is n/a with its reason, never a zero', async () => {
  for (const label of ['Traded', 'Savings']) {
    await expect(card(page, label)).toContainText('n/a');
    await expect(card(page, label)).toContainText('no market yet');
  }
  await expect(page.getByRole('region', { name: 'Price' }).getByText('No market yet')).toBeVisible();
  // Only consumers: nothing is produced, so there is no self-consumption.
  const consumers = ['east', 'north', 'south', 'west', 'centre'].flatMap((name) =>
    ['10:00', '10:15'].map((time) => `2026-03-02T${time}:00Z,${name},0,0.4`),
  );
  await dialog.choose(
    await write('consumers.csv', ['timestamp,member,produced_kwh,consumed_kwh', ...consumers, ''].join('\n')),
  );
  await dialog.button('Import 10 rows').click();
  await dialog.openOverview();
  await expect(card(page, 'Self-consumption')).toContainText('n/a');
  await expect(card(page, 'Self-consumption')).toContainText('nothing produced');
  await expect(card(page, 'Self-sufficiency')).toContainText('0.0%');
});
