import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { choosePeriod } from './console-window.ts';
import { test } from './shared-demo.ts';

// The keys that work everywhere in an open window.
let page: Page;
test.beforeAll(async ({ demo }) => {
  page = demo.page;
  await demo.asOpened();
});

const heading = (name: string) => page.getByRole('heading', { name, level: 1 });

test('Ctrl and a digit open a page, also right after a period was chosen', async () => {
  await choosePeriod(page, 'Month');
  await page.keyboard.press('Control+2');
  await expect(heading('Members')).toBeVisible();
  await page.getByRole('textbox', { name: 'Find a pseudonym' }).focus();
  await page.keyboard.press('Control+1');
  await expect(heading('Overview')).toBeVisible();
});

test('Ctrl+K finds a member by a part of its pseudonym, and Enter opens its sheet', async () => {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('textbox', { name: 'Find anything' })).toBeFocused();
  await page.keyboard.type('house a1');
  const found = page
    .getByRole('dialog')
    .getByText(/^House A1\d*$/)
    .first();
  await expect(found).toBeVisible();
  const name = await found.innerText();
  await found.click();
  // It fades out, and takes the Escape as long as it is there.
  await expect(page.getByRole('dialog', { name: 'Find anything' })).toBeHidden();
  await expect(page.getByRole('dialog').getByRole('heading', { level: 2, name })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('"?" lists the keys, and Escape closes the list', async () => {
  await heading('Members').click();
  await page.keyboard.press('Shift+?');
  const list = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(list.getByRole('row')).not.toHaveCount(0);
  await expect(list).toContainText('Ctrl');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
});

test('a trade opens by Enter, and Escape gives the focus back to its row', async () => {
  await page.keyboard.press('Control+5');
  await expect(page.getByRole('main', { name: 'Ledger' })).toBeFocused();
  const trades = page.getByRole('grid', { name: 'Trades' });
  await expect(trades.getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  await expect(trades).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('heading').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(trades).toBeFocused();
});

test('the first press of Tab offers to skip to the content', async () => {
  await page.reload();
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('Tab');
  const skip = page.getByRole('button', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
