/** The tour of the ledger: the table, one trade, a filter with its export, savings and comparison. */
import type { ElectronApplication, Page } from '@playwright/test';
import { heading, shoot, shootDialog } from './pictures.ts';

/** Walks the Ledger page of the open community. */
export async function ledger(app: ElectronApplication, page: Page): Promise<void> {
  await page.evaluate(() => {
    window.location.hash = '#/ledger?period=month';
  });
  await heading(page, 'Ledger');
  const trades = page.getByRole('grid', { name: 'Trades' });
  await trades.getByRole('row').nth(5).waitFor();
  await shoot(app, page, 'ledger', { whole: true });
  await trades.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: /Verify/ }).click();
  await sheet.getByText(/^Verified/).waitFor();
  await shoot(app, page, 'trade-sheet', { whole: true });
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });

  await page.evaluate(() => {
    window.location.hash = '#/ledger?period=month&status=failed&sort=amount&order=desc';
  });
  await trades.getByRole('row').nth(5).waitFor();
  await shoot(app, page, 'ledger-failed');
  await page.getByRole('button', { name: 'Columns' }).click();
  await shootDialog(app, page, 'ledger-columns');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export' }).click();
  await sheet.waitFor();
  await shootDialog(app, page, 'ledger-export');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });

  const views = page.getByRole('navigation', { name: 'Views of the ledger' });
  await views.getByRole('link', { name: 'Savings' }).click();
  await page.getByRole('textbox', { name: /^Own retail price/ }).waitFor();
  await shoot(app, page, 'savings');
  await views.getByRole('link', { name: 'Comparison' }).click();
  await page.getByRole('button', { name: 'Show as table' }).first().waitFor();
  await shoot(app, page, 'comparison', { whole: true });
}
