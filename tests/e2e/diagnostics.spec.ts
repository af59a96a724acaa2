import { readFile, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { goTo, openConsole } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { answerSaveDialog } from './dialogs.ts';
import { ImportDialog } from './import-dialog.ts';
import { protect } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { readingsCsv } from './test-data.ts';

// How the console says how it is; what it hands to somebody who helps; and a page that dies or hangs.
test.describe.configure({ mode: 'serial' });

const FRIEND = 'Anna Kirschbaum';
let folder: string;
let opened: OpenConsole;
let page: Page;
test.beforeAll(async () => {
  folder = await makeFolder();
  opened = await openConsole();
  page = opened.page;
  await protect(page);
  const file = path.join(folder, 'kirschbaum-wiese.csv');
  await writeFile(file, readingsCsv({ members: 6, days: 1 }).replaceAll('meter-1,', `${FRIEND},`));
  const dialog = new ImportDialog(opened.app, page);
  await dialog.choose(file);
  await dialog.button(/^Import \d/).click();
  await dialog.openOverview();
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
  expect(opened.complaints).toEqual([]);
});

test('the checks are those of a sound console, and an examination is remembered', async () => {
  await goTo(page, 'Settings');
  await page.getByRole('link', { name: 'Diagnostics' }).click();
  const check = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await expect(check('Examination')).toContainText('The cache has not been examined yet.');
  await expect(check('Cache file')).toContainText('encrypted, and readable by you alone');
  await expect(check('Data engine')).toContainText('Runs without a fault');
  await page.getByRole('button', { name: 'Examine now' }).click();
  await expect(check('Examination')).toContainText('Whole and without a contradiction');
  await expect(check('Audit log')).toContainText('an unbroken chain');
});

test('a support bundle is shown word for word, saved as shown, and is about nobody', async () => {
  await opened.app.evaluate(
    (_electron, text) => process.emit('unhandledRejection', new Error(text), Promise.resolve()),
    `${FRIEND} of House A1 at ${folder}, https://hub.kirschbaum.example, anna@kirschbaum.example, DE89370400440532013000`,
  );
  await page.getByRole('button', { name: 'Support bundle…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Support bundle' });
  const shown = await dialog.getByRole('region', { name: 'Support bundle' }).textContent();
  const file = path.join(folder, 'bundle.txt');
  await answerSaveDialog(opened.app, file);
  await dialog.getByRole('button', { name: 'Save…' }).click();
  await expect(page.getByText('commonwatt-support.txt was saved')).toBeVisible();
  const text = await readFile(file, 'utf8');
  expect(text).toBe(shown);
  expect(text).toMatch(/\[ok\] file: fine {2}bytes=\d+/);
  expect(text).toMatch(/unhandled rejection Error: …/);
  const log = text.slice(text.indexOf('# Log'));
  for (const planted of [FRIEND, 'Anna', 'kirschbaum', 'House', 'DE89', folder, opened.profile, hostname()]) {
    expect(text.toLowerCase()).not.toContain(planted.toLowerCase());
  }
  expect(log).not.toContain(userInfo().username);
  await page.keyboard.press('Escape');
});

test('a process of the system that draws is missed and counted, and the page goes on', async () => {
  await opened.app.evaluate(({ app }) => void app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed' }));
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText('the page 0 times, drawing 1 times')).toBeVisible();
});

const NO_ANSWER = 'no answer';

/** What the window shows: a page that died is lost to Playwright for good, and a question to a page that is dying is never answered. */
const shownText = () =>
  opened.app.evaluate(async ({ BrowserWindow }, noAnswer) => {
    const [{ webContents }] = BrowserWindow.getAllWindows();
    const text: Promise<unknown> = webContents.executeJavaScript('document.body.innerText');
    return String(await Promise.race([text, new Promise((resolve) => setTimeout(() => resolve(noAnswer), 1000))]));
  }, NO_ANSWER);

const crash = () =>
  opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.forcefullyCrashRenderer());

/** Processes that the older runtime never gave the page that they should load (see first-page.ts), which were ended too. */
let stuck = 0;

/** @param times how often the page has died by then, besides the stuck ones */
async function expectLoadedAgain(times: number): Promise<void> {
  const expectCounted = () => expect.poll(shownText).toContain(`the page ${times + stuck} times`);
  try {
    await expectCounted();
  } catch (error) {
    if (stuck > 0 || (await shownText()) !== NO_ANSWER) throw error;
    process.stderr.write('A process never got its page; it is ended.\n');
    stuck += 1;
    await crash();
    await expectCounted();
  }
  await expect.poll(shownText).toContain('The window was loaded again');
  await expect.poll(shownText).toContain('Cache file');
}

test('a page that died is loaded again where it was, and says so', async () => {
  await crash();
  await expectLoadedAgain(1);
});

test('one that dies again at once is loaded again only when the person wants it', async () => {
  await opened.app.evaluate(({ BrowserWindow, dialog }) => {
    dialog.showMessageBox = ((_window: unknown, { message }: Electron.MessageBoxOptions) => {
      process.env['ASKED'] = message;
      return Promise.resolve({ response: 1, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
    BrowserWindow.getAllWindows()[0].webContents.forcefullyCrashRenderer();
  });
  await expect.poll(() => opened.app.evaluate(() => process.env['ASKED'])).toContain('stopped again');
  await expectLoadedAgain(2);
});

test('one that does not respond is ended and loaded again when the person wants it', async () => {
  await opened.app.evaluate(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0].emit('unresponsive'));
  await expect.poll(() => opened.app.evaluate(() => process.env['ASKED'])).toContain('does not respond');
  await expectLoadedAgain(3);
});
