import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { readEnvelope, unwrapWithPassphrase } from '#main/keystore/envelope.ts';
import { ask, card, openConsole } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { engineProcess } from './engine-process.ts';
import { ImportDialog } from './import-dialog.ts';
import { filesThatHold } from './profile-files.ts';
import { PASSPHRASE, protect } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { writeReadings } from './test-data.ts';

// What a fault of the system in each of the console's processes leaves behind: a line in the log, and nothing of what was in memory.
test.describe.configure({ mode: 'serial' });
test.skip(process.platform === 'win32', 'there are no such signals');

let folder: string;
let opened: OpenConsole;
let page: Page;
/** What must stand nowhere. */
let secrets: (string | Uint8Array)[];
test.beforeAll(async () => {
  folder = await makeFolder();
  // The system's own folder for temporary files lies inside what is searched.
  opened = await openConsole({ profile: path.join(folder, 'profile'), env: { TMPDIR: folder } });
  page = opened.page;
  await protect(page);
  const dialog = new ImportDialog(opened.app, page);
  await dialog.choose(await writeReadings(folder, { members: 6, days: 1 }));
  await dialog.button('Import 576 rows').click();
  await dialog.openOverview();
  const envelope = await readEnvelope(path.join(opened.profile, 'keystore.json'));
  const key = await unwrapWithPassphrase(envelope!, PASSPHRASE);
  secrets = [key, PASSPHRASE, 'a wrong passphrase 7', 'House A1', 'meter-1'];
});
test.afterAll(async () => {
  await opened.close().catch(() => undefined);
  await removeFolder(folder);
});

const log = () => readFile(path.join(opened.profile, 'logs', 'main.log'), 'utf8');

async function expectNoTraces(): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  expect(names.filter((name) => /\.dmp$|(^|\/)core(\.\d+)?$/.test(name))).toEqual([]);
  expect(await filesThatHold(opened.profile, secrets)).toEqual([]);
}

test('the page’s process breaks down: a new one takes its place', async () => {
  const pid = await opened.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0].webContents.getOSProcessId(),
  );
  process.kill(pid, 'SIGSEGV');
  await expect(async () => {
    expect(await log()).toContain("the page's process ended: crashed");
    const now = await opened.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0].webContents.getOSProcessId(),
    );
    expect(now).not.toBe(pid);
  }).toPass({ timeout: 20_000 });
  await expectNoTraces();
});

test('the engine’s process breaks down: a new one takes its place', async () => {
  const pid = await engineProcess(opened.profile);
  process.kill(pid, 'SIGABRT');
  await expect.poll(() => engineProcess(opened.profile), { timeout: 20_000 }).not.toBe(pid);
  await expectNoTraces();
});

test('main breaks down, with the engine beside it; the next start finds everything', async () => {
  const main = opened.app.process();
  const ended = new Promise((resolve) => main.once('exit', resolve));
  const engine = await engineProcess(opened.profile);
  process.kill(main.pid!, 'SIGSEGV');
  await ended;
  await expect(async () => {
    expect(() => process.kill(engine, 0)).toThrow();
  }).toPass({ timeout: 20_000 });
  await expectNoTraces();
  opened = await openConsole({ profile: opened.profile });
  page = opened.page;
  const wrong = await ask(page, 'session.unlock', { with: 'passphrase', passphrase: 'a wrong passphrase 7' });
  expect(wrong.ok).toBe(false);
  expect(await ask(page, 'session.unlock', { with: 'passphrase', passphrase: PASSPHRASE })).toMatchObject({ ok: true });
  await expect(card(page, 'Produced').getByText(/\d/).first()).toBeVisible();
  await expectNoTraces();
});
