import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { expectNothingSerious } from './axe.ts';
import { choosePeriod, goTo } from './console-window.ts';
import { test } from './shared-demo.ts';

// What axe finds on each page with a community.
let page: Page;
test.beforeAll(async ({ demo }) => {
  page = demo.page;
  await demo.asOpened();
  await expect(page.getByRole('region', { name: 'Latest events' }).getByRole('listitem').first()).toBeVisible();
});

test('the overview', async () => {
  await expectNothingSerious(page);
});

test('the overview with a table in place of a chart', async () => {
  await page.getByRole('button', { name: 'Show as table' }).first().click();
  await expect(page.getByRole('table')).toBeVisible();
  await expectNothingSerious(page);
  await page.getByRole('button', { name: 'Show as chart' }).click();
});

test('the menu of the community', async () => {
  await page.getByRole('button', { name: /^Community/ }).click();
  await expect(page.getByRole('menuitem', { name: 'Import a file…' })).toBeVisible();
  await expectNothingSerious(page);
  await page.keyboard.press('Escape');
});

test('the menu of appearance and language', async () => {
  await page.getByRole('button', { name: 'Appearance and language' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeVisible();
  await expectNothingSerious(page);
  await page.keyboard.press('Escape');
});

test('the members page', async () => {
  await goTo(page, 'Members');
  await expect(page.getByRole('grid', { name: 'Members' }).getByRole('row').nth(5)).toBeVisible();
  await expectNothingSerious(page);
});

test('the sheet of a member', async () => {
  await goTo(page, 'Members');
  await page.getByRole('grid', { name: 'Members' }).getByRole('row').nth(5).click();
  await expect(page.getByRole('dialog').getByRole('region', { name: 'Reputation' })).toBeVisible();
  await expectNothingSerious(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the marketplace', async () => {
  await goTo(page, 'Marketplace');
  await expect(page.getByRole('region', { name: /^What (would clear now|cleared)$/ })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Bids to buy' }).getByRole('row').nth(3)).toBeVisible();
  await expectNothingSerious(page);
});

test('an explanation and the offer wizard', async () => {
  await page.getByRole('grid', { name: 'Bids to buy' }).getByRole('row').nth(2).click();
  await expect(page.getByRole('dialog', { name: 'Why not me?' })).toBeVisible();
  await expectNothingSerious(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Place an offer' }).click();
  await expect(page.getByRole('dialog', { name: 'Place an offer' })).toBeVisible();
  await expectNothingSerious(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the rules, and the sheet of one', async () => {
  await goTo(page, 'Rules');
  const rules = page.getByRole('grid', { name: 'Rules' });
  await expect(rules.getByRole('row').nth(5)).toBeVisible();
  await expectNothingSerious(page);
  await rules.getByRole('row').nth(3).click();
  await expect(page.getByRole('dialog').getByText('Version 1', { exact: true })).toBeVisible();
  await expectNothingSerious(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Change…' }).click();
  await expect(page.getByRole('dialog', { name: /^Change a rule of/ })).toBeVisible();
  await expectNothingSerious(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: /^Change a rule of/ })).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the audit of rules with the trace of a finding', async () => {
  await page.getByRole('link', { name: 'Audit', exact: true }).click();
  await choosePeriod(page, 'Month');
  await page.getByRole('button', { name: 'Audit the period' }).click();
  await expect(page.getByRole('button', { name: 'Save the audit as JSON' })).toBeVisible({ timeout: 60_000 });
  const kinds = page.getByRole('list', { name: 'What is not explained' });
  await kinds.getByRole('button').first().click();
  await kinds.getByRole('listitem').getByRole('listitem').first().getByRole('button').click();
  await expectNothingSerious(page);
});

test('the ledger, the sheet of a trade, its savings and its comparison', async () => {
  await goTo(page, 'Ledger');
  const trades = page.getByRole('grid', { name: 'Trades' });
  await expect(trades.getByRole('row').nth(5)).toBeVisible();
  await expectNothingSerious(page);
  await trades.getByRole('row').nth(3).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: /Verify/ })).toBeVisible();
  await expectNothingSerious(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  for (const view of ['Savings', 'Comparison']) {
    await page.getByRole('navigation', { name: 'Views of the ledger' }).getByRole('link', { name: view }).click();
    await expect(page.getByRole('main').getByRole('heading').nth(1)).toBeVisible();
    await expectNothingSerious(page);
  }
});

test('the settlements, a case, and the books of the period', async () => {
  await goTo(page, 'Settlements');
  const cases = page.getByRole('grid', { name: 'Cases to be resolved' });
  await expect(cases.getByRole('row').nth(5)).toBeVisible();
  await expectNothingSerious(page);
  await cases.getByRole('row').nth(3).click();
  await expect(page.getByRole('dialog').getByRole('region', { name: 'What went wrong' })).toBeVisible();
  await expectNothingSerious(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  const views = page.getByRole('navigation', { name: 'Views of the settlements' });
  await views.getByRole('link', { name: 'Reconciliation' }).click();
  await expect(page.getByRole('region', { name: 'Proof' })).toBeVisible();
  await expectNothingSerious(page);
});

test('every view of the insights, the sheet of a member who lost, and a month under other mechanisms', async () => {
  await goTo(page, 'Insights');
  await choosePeriod(page, 'Month');
  const views = page.getByRole('navigation', { name: 'Views of the insights' });
  for (const view of ['Health', 'Leaderboards', 'Impact', 'Participation', 'Fairness']) {
    await views.getByRole('link', { name: view, exact: true }).click();
    await expect(page.getByRole('main').getByRole('heading').nth(1)).toBeVisible();
    await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
    await expectNothingSerious(page);
  }
  await page.getByRole('grid', { name: 'Members who lost against retail' }).getByRole('row').nth(1).click();
  await expect(page.getByRole('dialog').getByText('What would have avoided it')).toBeVisible();
  await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
  await expectNothingSerious(page);
  await page.keyboard.press('Escape');
  await views.getByRole('link', { name: 'What if?' }).click();
  await page.getByRole('button', { name: 'Replay this period' }).click();
  await expect(page.getByText(/gives the ledger to the micro-unit/)).toBeVisible({ timeout: 60_000 });
  await expectNothingSerious(page);
});

test('every view of audit and reports', async () => {
  await goTo(page, 'Audit & reports');
  const views = page.getByRole('navigation', { name: 'Views of audit and reports' });
  await expect(views.getByRole('link')).toHaveCount(6);
  for (const link of await views.getByRole('link').all()) {
    await link.click();
    await nothingIsLoading();
    await expectNothingSerious(page);
  }
});

test('the order of a report', async () => {
  await goTo(page, 'Audit & reports');
  await page.getByRole('button', { name: /^Monthly community report/ }).click();
  await expect(page.getByRole('dialog').getByRole('combobox', { name: 'Month' })).toBeVisible();
  await expectNothingSerious(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('every view of legal and privacy', async () => {
  await goTo(page, 'Legal & privacy');
  const views = page.getByRole('navigation', { name: 'Views of legal and privacy' });
  await expect(views.getByRole('link')).toHaveCount(6);
  for (const link of await views.getByRole('link').all()) {
    await link.click();
    await nothingIsLoading();
    await expectNothingSerious(page);
  }
});

test('every view of the settings', async () => {
  await goTo(page, 'Settings');
  const views = page.getByRole('navigation', { name: 'Views of the settings' });
  await expect(views.getByRole('link')).toHaveCount(4);
  for (const link of await views.getByRole('link').all()) {
    await link.click();
    await nothingIsLoading();
    await expectNothingSerious(page);
  }
});

test('the palette', async () => {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('textbox', { name: 'Find anything' })).toBeVisible();
  await expectNothingSerious(page);
});

async function nothingIsLoading(): Promise<void> {
  await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0, { timeout: 30_000 });
}
