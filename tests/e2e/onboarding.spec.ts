import { expect, test } from '@playwright/test';
import type { OpenConsole } from './console-window.ts';
import { openPreparedDemo } from './prepared-demo.ts';

// Somebody's first minutes: the tour comes once, by itself, and is found again; the help is a key away.
test.describe.configure({ mode: 'serial' });

let opened: OpenConsole;
test.beforeAll(async () => {
  opened = await openPreparedDemo({ tour: true });
});
test.afterAll(async () => {
  await opened.close();
  expect(opened.complaints).toEqual([]);
});

test('the tour begins by itself, is walked by keyboard, skipped, and found again', async () => {
  const { page } = opened;
  const step = (title: string) => page.getByRole('dialog', { name: title });
  await expect(step('Ten pages, one window')).toContainText('Step 1 of 5', { timeout: 20_000 });
  await expect(page.getByRole('button', { name: 'Next', exact: true })).toBeFocused();
  for (const title of ['One community, one period', 'Every number explains itself', 'Why a trade happened']) {
    await page.keyboard.press('Enter');
    await expect(step(title)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next', exact: true })).toBeFocused();
  }
  await expect(page.locator('main').getByRole('heading', { name: 'Marketplace', level: 1 })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
  expect(await page.title()).toContain('(Demo)');

  await page.keyboard.press('F1');
  await page.getByRole('dialog', { name: 'Help: Overview' }).getByRole('button', { name: 'Show the tour' }).click();
  await expect(step('Ten pages, one window')).toBeVisible();
  await page.getByRole('button', { name: 'Skip the tour' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the help key on a figure opens the help at its term', async () => {
  const { page } = opened;
  const figure = page.locator('[data-metric="selfSufficiency"] [data-term]');
  await figure.hover();
  await expect(page.getByRole('tooltip')).toContainText('Self-consumed ÷ consumed.');
  await page.keyboard.press('F1');
  const help = page.getByRole('dialog', { name: 'Help: Overview' });
  await expect(help.locator('[data-asked]')).toContainText('Self-sufficiency');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
});
