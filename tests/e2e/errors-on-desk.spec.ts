import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { goTo, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { answerSaveDialog } from './dialogs.ts';
import { engineProcess } from './engine-process.ts';
import { canFillADisk, FullDisk } from './full-disk.ts';
import { ImportDialog } from './import-dialog.ts';
import { pageAfterLock, protect, unlock } from './protection.ts';
import { openBesides } from './second-program.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { writeReadings } from './test-data.ts';
import { isInLog, isTold, languages, readAs, referenceOf, speak, textOf, wordsOf } from './told.ts';

// What a person reads when something goes wrong at the desk itself, in both languages, and that each way out works. The causes are real:
// files that do not fit, another program at the data, a stopped engine, a full disk.
test.describe.configure({ mode: 'serial' });

let folder: string;
let profile: string;
let readings: string;
let opened: OpenConsole;
let page: Page;
let importing: ImportDialog;
test.beforeAll(async () => {
  folder = await makeFolder();
  profile = path.join(folder, 'profile');
  readings = await writeReadings(folder, { members: 6, days: 1 });
  opened = await openConsole({ profile });
  page = opened.page;
  importing = new ImportDialog(opened.app, page);
  await protect(page);
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
  expect(opened.complaints).toEqual([]);
});

const alert = (): Locator => page.getByRole('dialog').getByRole('alert');
const again = (): Locator => alert().getByRole('button', { name: 'Try again' });

test('INPUT_INVALID: a file of another kind is named, with what is wrong with it, and another one can be chosen', async () => {
  const letter = path.join(folder, 'letter.csv');
  await writeFile(letter, 'Dear neighbours,\nthe meters are read on Monday.\n');
  await importing.open(letter);
  await isTold(page, { at: alert(), texts: [...wordsOf('INPUT_INVALID', 'file'), 'errors:inDetail'] });
  await expect(alert()).toContainText('letter.csv');
  await again().click();
  await expect(importing.button('Choose a file…')).toBeVisible();
  await page.keyboard.press('Escape');
});

test('CANCELLED: an import that is stopped says what became of its rows, and can be begun again', async () => {
  await importing.choose(await writeReadings(await makeIn('long'), { members: 30, days: 70 }));
  await importing.button('Import 201,600 rows').click();
  await importing.button('Cancel: Importing readings.csv').click({ timeout: 30_000 });
  await isTold(page, {
    at: page.getByRole('dialog'),
    texts: ['import:outcome.cancelled', 'import:outcome.cancelledText', 'import:outcome.again'],
  });
  await importing.button('Import another file').click();
  await expect(importing.button('Choose a file…')).toBeVisible();
  await page.keyboard.press('Escape');
});

test('ENGINE_GONE: what was asked of an engine that dies says so, and works when it is asked again', async () => {
  const pid = await engineProcess(profile);
  process.kill(pid, 'SIGSTOP');
  await importing.open(readings);
  await expect(importing.locator).toContainText('readings.csv');
  process.kill(pid, 'SIGKILL');
  await isTold(page, { at: alert(), texts: wordsOf('ENGINE_GONE') });
  await again().click();
  await importing.button('Choose a file…').click();
  await expect(importing.button('Import 576 rows')).toBeVisible();
});

test('CACHE_LOCKED: while another program writes nothing is imported; afterwards all of it', async () => {
  const other = await openBesides(profile);
  other.exec('BEGIN IMMEDIATE');
  await importing.button('Import 576 rows').click();
  await expect(alert()).toBeVisible({ timeout: 40_000 });
  await isTold(page, { at: alert(), texts: wordsOf('CACHE_LOCKED') });
  expect(await valueOf(page, 'communities.list', {})).toEqual([]);
  other.exec('ROLLBACK');
  other.close();
  await importing.button('Import 576 rows').click();
  await importing.openOverview();
});

test('EXPOSURE_RISK: an export that would single members out is said to, and the columns that cause it can be left out', async () => {
  const { place, columns } = await atExportRisk();
  await isTold(page, { at: place, texts: wordsOf('EXPOSURE_RISK') });
  for (let left = await columns.count(); left > 0; left--) await columns.first().uncheck();
  await expect(place).not.toContainText(await readAs('en', 'errors:EXPOSURE_RISK.happened'));
});

test('INTERNAL: a fault of the console’s own says where the log has it, and goes away with its cause', async () => {
  const other = await openBesides(profile);
  const { sql } = other.prepare("SELECT sql FROM sqlite_schema WHERE name = 'consent_last'").get([]) as { sql: string };
  other.exec('DROP VIEW consent_last');
  await goToAddress('#/legal/consents');
  const told = page.getByRole('main').getByRole('alert').first();
  await isTold(page, { at: told, texts: wordsOf('INTERNAL') });
  expect(await isInLog(profile, await referenceOf(told, 'INTERNAL'))).toBe(true);
  other.exec(sql);
  other.close();
  await told.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('row')).toHaveCount(7);
});

test('CACHE_CORRUPT: an entry of the log that is not as it was written is named, and the log is read again once it is put back', async () => {
  const other = await openBesides(profile);
  const { sql } = other.prepare("SELECT sql FROM sqlite_schema WHERE name = 'audit_entry_stays'").get([]) as {
    sql: string;
  };
  const { details } = other.prepare('SELECT details FROM audit_entry WHERE number = 1').get([]) as { details: string };
  const put = (text: string): void =>
    void other.prepare('UPDATE audit_entry SET details = ? WHERE number = 1').run([text]);
  other.exec('DROP TRIGGER audit_entry_stays');
  put('torn');
  await goToAddress('#/audit/log');
  const told = page.getByRole('main').getByRole('alert').first();
  await isTold(page, { at: told, texts: wordsOf('CACHE_CORRUPT', 'entry') });
  put(details);
  other.exec(sql);
  other.close();
  await told.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
});

test('DISK_FULL: a file for which there is no room leaves nothing behind, and is saved once there is room', async () => {
  test.skip(!canFillADisk(), 'mounting a disk needs root on Linux');
  const disk = new FullDisk(path.join(folder, 'disk'));
  try {
    await goTo(page, 'Overview');
    await answerSaveDialog(opened.app, path.join(disk.folder, 'energy.csv'));
    for (const language of languages) {
      await speak(page, language);
      await saveTable(language);
      const notice = page.getByRole('alert').filter({ hasText: await textOf(language, 'charts:export.failed') });
      for (const key of wordsOf('DISK_FULL', 'file')) await expect(notice).toContainText(await textOf(language, key));
    }
    await speak(page, 'en');
    await disk.free();
    await saveTable('en');
    await expect(page.getByText(/\.csv was saved\./)).toBeVisible();
  } finally {
    disk.unmount();
  }
});

test('CACHE_FROM_FUTURE: data of a newer console are left as they are, until that console is there', async () => {
  page = await pageAfterLock(opened.app, () => page.getByRole('button', { name: 'Lock' }).click());
  const other = await openBesides(profile);
  const version = other.pragma('user_version', { simple: true }) as number;
  other.pragma('user_version = 9999');
  await unlock(page);
  const texts = ['trouble.future.title', 'trouble.future.text', 'kept.title', 'update.title', 'update.text'];
  for (const language of languages) {
    await valueOf(page, 'preferences.set', { language });
    await page.reload();
    for (const key of texts)
      await expect(page.getByRole('main')).toContainText(await readAs(language, `recovery:${key}`));
  }
  await valueOf(page, 'preferences.set', { language: 'en' });
  await opened.close();
  // The newer console would find the version that it knows.
  other.pragma(`user_version = ${version}`);
  other.close();
  opened = await openConsole({ profile });
  page = opened.page;
  await unlock(page);
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
});

async function goToAddress(hash: string): Promise<void> {
  await page.evaluate((place) => void (window.location.hash = place), hash);
}

/** A folder for files of one test. */
async function makeIn(name: string): Promise<string> {
  const made = path.join(folder, name);
  await mkdir(made);
  return made;
}

/** Saves the table of the first chart that can be. */
async function saveTable(language: (typeof languages)[number]): Promise<void> {
  await page
    .getByRole('button', { name: await textOf(language, 'charts:export.label') })
    .first()
    .click();
  await page.getByRole('menuitem', { name: await textOf(language, 'charts:export.csv') }).click();
}

/** The panel that judges an export of members. */
async function atExportRisk(): Promise<{ place: Locator; columns: Locator }> {
  await goToAddress('#/legal/meter');
  const place = page.getByRole('main');
  await place.getByText(await textOf('en', 'legal-meter:risk.datasets.members'), { exact: true }).click();
  return { place, columns: place.getByRole('checkbox', { checked: true }) };
}
