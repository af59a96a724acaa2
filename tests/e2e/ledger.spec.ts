import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import exceljs from 'exceljs';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { LedgerFilter, LedgerTotals, LedgerTrade } from '#shared/contract/ledger-records.ts';
import { localDay } from '#shared/domain/slots.ts';
import { resolvePeriod } from '#renderer/app/period-arithmetic.ts';
import { format } from './console-format.ts';
import { choosePeriod, goTo, valueOf } from './console-window.ts';
import { answerSaveDialog } from './dialogs.ts';
import { test } from './shared-demo.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// The ledger of the demo community: every trade of a month, found, looked at and written to files.
test.describe.configure({ mode: 'serial' });

let page: Page;
let community: CommunitySummary;
let folder: string;
test.beforeAll(async ({ demo }) => {
  ({ page, community } = demo);
  folder = await makeFolder();
  await demo.asOpened();
});
test.afterAll(() => removeFolder(folder));

const grid = () => page.getByRole('grid', { name: 'Trades' });
const firstRow = () => grid().getByRole('row').nth(1);
const sheet = () => page.getByRole('dialog');
const totalsBar = () => page.getByRole('region', { name: 'Totals of all trades of the filter' });
const address = () => new URL(page.url()).hash;

const everything: LedgerFilter = {
  range: { from: 0, to: 1 },
  memberId: null,
  side: 'either',
  status: null,
  failureCode: null,
  price: { from: null, to: null },
  quantityWh: { from: null, to: null },
  mechanism: null,
  ruleId: null,
  text: '',
};

/** The month that the page shows. */
function month(): LedgerFilter['range'] {
  const { timeZone, dataFrom, dataTo } = community;
  const today = localDay(Date.now(), timeZone);
  return resolvePeriod({ kind: 'month', lastDay: null }, { timeZone, dataFrom, dataTo, today }).range;
}

const filterNow = (changes: Partial<LedgerFilter> = {}): LedgerFilter => ({
  ...everything,
  range: month(),
  ...changes,
});

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The texts of the first sheet of a workbook; none while it is not there. */
async function aboutOf(file: string): Promise<string> {
  if (!existsSync(file)) return '';
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(file);
  return JSON.stringify(workbook.worksheets[0].getSheetValues());
}

async function totalsOf(changes: Partial<LedgerFilter> = {}): Promise<LedgerTotals> {
  return valueOf(page, 'ledger.totals', { communityId: community.id, filter: filterNow(changes) });
}

async function tradesOf(changes: Partial<LedgerFilter>, by: 'executedAt' | 'amount', from = 0): Promise<LedgerTrade[]> {
  const asked = { communityId: community.id, filter: filterNow(changes), sort: { by, descending: true } };
  return (await valueOf(page, 'ledger.page', { ...asked, from, limit: 50 })).trades;
}

test('opens with every trade of the period, the newest first, and the totals of all of them', async () => {
  await goTo(page, 'Ledger');
  await choosePeriod(page, 'Month');
  const { count, amount } = await totalsOf();
  expect(count).toBeGreaterThan(1000);
  await expect(totalsBar()).toContainText(format.number(count));
  await expect(totalsBar()).toContainText(format.money(amount).value);
  await expect(grid()).toHaveAttribute('aria-rowcount', String(count + 1));
  const [newest] = await tradesOf({}, 'executedAt');
  await expect(firstRow()).toContainText(newest.buyer);
  await expect(firstRow()).toContainText(newest.seller);
});

test('End and Home go to the last and the first of them, wherever they are', async () => {
  const { count } = await totalsOf();
  const [oldest] = await tradesOf({}, 'executedAt', count - 1);
  await grid().focus();
  await page.keyboard.press('End');
  const last = grid().locator(`[aria-rowindex="${count + 1}"]`);
  await expect(last).toContainText(oldest.buyer);
  await expect(last).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(grid().locator('[aria-rowindex="2"]')).toBeInViewport();
});

test('filters stand in the address, and totals and rows are those of the filter', async () => {
  const failed = await totalsOf({ status: 'failed' });
  await page
    .getByRole('combobox', { name: 'Settlement' })
    .or(page.getByRole('textbox', { name: 'Settlement' }))
    .first()
    .click();
  await page.getByRole('option', { name: 'Failed' }).click();
  await expect.poll(address).toContain('status=failed');
  await expect(grid()).toHaveAttribute('aria-rowcount', String(failed.count + 1));
  await expect(totalsBar()).toContainText(format.number(failed.count));
  await expect(firstRow()).toContainText('failed');
  await page.reload();
  await expect(grid()).toHaveAttribute('aria-rowcount', String(failed.count + 1));
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect.poll(address).not.toContain('status=');
});

test('a head sorts all of them by its column', async () => {
  const [dearest] = await tradesOf({}, 'amount');
  await grid()
    .getByRole('columnheader')
    .getByRole('button', { name: /Amount/ })
    .first()
    .click();
  await expect(firstRow().locator('[data-column="amount"]')).toHaveText(
    format.money(dearest.amount, undefined, { decimals: 4 }).value,
  );
  await expect.poll(address).toContain('sort=amount');
  await grid().getByRole('columnheader').getByRole('button', { name: /^Time/ }).first().click();
  await expect.poll(address).not.toContain('sort=amount');
});

test('Enter opens a trade with its price, certificate, orders and readings; its clearing verifies', async () => {
  const [, second] = await tradesOf({}, 'executedAt');
  await grid().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(sheet()).toContainText(second.buyer);
  await expect(sheet()).toContainText(second.seller);
  await sheet()
    .getByRole('button', { name: /Verify/ })
    .click();
  await expect(sheet().getByText(/^Verified/)).toBeVisible();
  await expect.poll(address).toContain(second.id);
  await page.keyboard.press('Escape');
  await expect(sheet()).toBeHidden();
  await expect(grid()).toBeFocused();
});

test('the filter is written as CSV and as XLSX, with the same fingerprint of its rows', async ({ demo }) => {
  await page
    .getByRole('combobox', { name: 'Settlement' })
    .or(page.getByRole('textbox', { name: 'Settlement' }))
    .first()
    .click();
  await page.getByRole('option', { name: 'Failed' }).click();
  const { count } = await totalsOf({ status: 'failed' });
  const file = path.join(folder, 'failed.csv');
  await answerSaveDialog(demo.app, file);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('radio', { name: /^As machines write/ }).check();
  await sheet().getByRole('radio', { name: 'All', exact: true }).check();
  await page.getByRole('button', { name: 'Choose where…' }).click();
  await expect.poll(() => readFile(file, 'utf8').catch(() => ''), { timeout: 20_000 }).not.toBe('');
  const lines = (await readFile(file, 'utf8')).trimEnd().split(/\r?\n/);
  expect(lines).toHaveLength(count + 1);
  expect(lines[0]).toContain('quantity_kwh');
  expect(lines.join('\n')).not.toMatch(/user/i);
  const workbook = path.join(folder, 'failed.xlsx');
  await answerSaveDialog(demo.app, workbook);
  await page.getByRole('button', { name: 'Export' }).click();
  await sheet()
    .getByRole('radio', { name: /^Excel/ })
    .check();
  await sheet().getByRole('radio', { name: 'All', exact: true }).check();
  await page.getByRole('button', { name: 'Choose where…' }).click();
  await expect.poll(() => aboutOf(workbook), { timeout: 20_000 }).toContain(sha256Of(await readFile(file)));
  await page.getByRole('button', { name: 'Clear filters' }).click();
});

test('the savings calculator counts with the tariffs of the slots, or with those that one assumes', async () => {
  await page.getByRole('navigation', { name: 'Views of the ledger' }).getByRole('link', { name: 'Savings' }).click();
  await expect.poll(address).toMatch(/^#\/ledger\/savings/);
  const range = month();
  const saved = await valueOf(page, 'ledger.savings', {
    communityId: community.id,
    memberId: null,
    range,
    retail: null,
    feedIn: null,
  });
  await expect(page.getByRole('main')).toContainText(format.money(saved.savings).value);
});

test('the comparison draws the period beside the one before, with its table', async () => {
  await page.getByRole('navigation', { name: 'Views of the ledger' }).getByRole('link', { name: 'Comparison' }).click();
  await expect.poll(address).toMatch(/^#\/ledger\/compare/);
  await page.getByRole('button', { name: 'Show as table' }).first().click();
  await expect(page.getByRole('table').first().getByRole('row').nth(2)).toBeVisible();
  await page.getByRole('button', { name: 'Show as chart' }).first().click();
});
