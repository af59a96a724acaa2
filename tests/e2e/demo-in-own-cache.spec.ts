import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { pageAfterLock, protect, unlock } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// The demo community that a person makes beside their own data: begun, interrupted, stopped and removed.
test.describe.configure({ mode: 'serial' });

let folder: string;
let opened: OpenConsole;
let page: Page;
test.beforeAll(async () => {
  folder = await makeFolder();
  opened = await openConsole({ profile: path.join(folder, 'profile') });
  page = opened.page;
  await protect(page);
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
  expect(opened.complaints).toEqual([]);
});

const running = () => page.getByRole('button', { name: /^1 task is running/ });

async function lockAndUnlock(): Promise<void> {
  page = await pageAfterLock(opened.app, () => page.getByRole('button', { name: 'Lock', exact: true }).click());
  await unlock(page);
}

test('it is made in the background and goes on after a lock', async () => {
  await page.getByRole('main').getByRole('button', { name: 'Make the demo community' }).click();
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 20_000 });
  await expect(running()).toBeVisible();
  await lockAndUnlock();
  await expect(running()).toBeVisible();
});

test('stopped by the person it stays stopped, also after a lock', async () => {
  await running().click();
  await page.getByRole('button', { name: 'Cancel: Making the demo community' }).click();
  await expect(page.getByText('Making the demo community was cancelled')).toBeVisible({ timeout: 20_000 });
  await lockAndUnlock();
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
  expect(await valueOf(page, 'tasks.list', {})).toEqual([]);
});

test('removed by the person it does not come back', async () => {
  await page.getByRole('button', { name: /^Community/ }).click();
  await page.getByRole('menuitem', { name: 'Remove this community…' }).click();
  await expect(page.getByRole('dialog')).toContainText('cannot be brought back from here');
  await page.getByRole('button', { name: 'Remove the community' }).click();
  await expect(page.getByRole('heading', { name: 'No community yet' })).toBeAttached();
  await lockAndUnlock();
  await expect(page.getByRole('main').getByRole('button', { name: 'Make the demo community' })).toBeVisible();
  expect(await valueOf(page, 'communities.list', {})).toEqual([]);
});

test('removed while it is being made it is gone too', async () => {
  await page.getByRole('main').getByRole('button', { name: 'Make the demo community' }).click();
  await expect(running()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: /^Community/ }).click();
  await page.getByRole('menuitem', { name: 'Remove this community…' }).click();
  await page.getByRole('button', { name: 'Remove the community' }).click();
  await expect(running()).toBeHidden({ timeout: 30_000 });
  await expect(page.getByRole('heading', { name: 'No community yet' })).toBeAttached();
  expect(await valueOf(page, 'communities.list', {})).toEqual([]);
});
