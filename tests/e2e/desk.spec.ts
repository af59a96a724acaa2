import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { resolveElectron } from '#tools/electron-runtime/index.ts';
import { repositoryRoot } from '#tools/paths.ts';
import { chooseFromMenu, valueOf } from './console-window.ts';
import { test } from './shared-demo.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// What comes to the window from outside of it: links, files, the native menu, the size of what is shown.
test.beforeAll(async ({ demo }) => {
  await demo.asOpened();
});

/** Starts the console once more for the profile, as the system does for a link or a file. */
async function startWith(profile: string, argument: string): Promise<void> {
  const runtime = await resolveElectron();
  const second = spawn(runtime.executable, [...runtime.args, '.', `--user-data-dir=${profile}`, '--', argument], {
    cwd: repositoryRoot,
    env: { ...process.env, ...runtime.env },
    stdio: 'ignore',
  });
  expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0);
}

test('a link opens its trade in the console that runs', async ({ demo: { page, profile, community } }) => {
  const range = { from: community.dataFrom!, to: community.dataTo! };
  const [rule] = await valueOf(page, 'rules.list', { communityId: community.id });
  const { trades } = await valueOf(page, 'members.trades', { memberId: rule.memberId, range, limit: 1 });
  const [{ id }] = trades;
  await startWith(profile, `commonwatt://trade/${id}`);
  await expect(page.getByRole('dialog').getByText(id)).toBeVisible();
  // The certificate of its clearing has a link too.
  await page.getByRole('button', { name: 'Copy link', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('a snapshot opens its preview, and a broken link is told', async ({ demo: { page, profile } }) => {
  const folder = await makeFolder();
  const file = path.join(folder, 'garden.commonwatt');
  await writeFile(file, 'no snapshot');
  await startWith(profile, file);
  const dialog = page.getByRole('dialog', { name: 'Import a file' });
  await expect(dialog.getByRole('alert').or(dialog.getByText('Nothing was'))).toBeVisible();
  await page.keyboard.press('Escape');
  await startWith(profile, 'commonwatt://erase/everything');
  await expect(page.getByText('It is not a link of this console.')).toBeVisible();
  expect(await valueOf(page, 'communities.list', {})).toHaveLength(1);
  await removeFolder(folder);
});

test('the menu leads to pages and opens what they open', async ({ demo: { app, page } }) => {
  await chooseFromMenu(app, 'Ledger');
  await expect(page.getByRole('heading', { name: 'Ledger', level: 1 })).toBeVisible();
  await chooseFromMenu(app, 'Keyboard shortcuts');
  const list = page.getByRole('dialog', { name: 'Keyboard' });
  await list.getByRole('textbox', { name: 'Find a key' }).fill('lock');
  await expect(list.getByRole('row')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
});
