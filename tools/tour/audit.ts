/** The tour of audit and reports: a report from its order to its pages, checking what is on paper, the log, and how things stand. */
import type { ElectronApplication, Page } from '@playwright/test';
import { heading, shoot, shootDialog } from './pictures.ts';

/** Walks the Audit & reports page of the open community. */
export async function audit(app: ElectronApplication, page: Page): Promise<void> {
  await view(page, '');
  await heading(page, 'Audit & reports');
  await page.getByRole('button', { name: /^Clearing certificate/ }).click();
  await page.getByText(/^Cleared at /).waitFor();
  await shootDialog(app, page, 'make-report');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Monthly community report/ }).click();
  await page.getByRole('button', { name: 'Make the report' }).click();
  await page.locator('canvas').first().waitFor({ timeout: 120_000 });
  await shoot(app, page, 'report', { whole: true });
  await page.getByRole('link', { name: 'All reports' }).click();
  await page.getByRole('region', { name: 'Reports made here' }).waitFor();
  await shoot(app, page, 'reports', { whole: true });

  await view(page, 'verify');
  await page.getByLabel('Report id').fill('CW-7K2M-9QX4-T5BN');
  await page.getByLabel('Fingerprint').fill('3f1c 9a52 6d0e 4c8b 9a57 2b1e 0d4c 6f80');
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByText(/^No report CW-7K2M-9QX4-T5BN/).waitFor({ timeout: 30_000 });
  await shoot(app, page, 'verify-report');

  await view(page, 'log');
  await page.getByRole('button', { name: 'Verify the log' }).click();
  await page.getByText(/^Intact: /).waitFor({ timeout: 60_000 });
  await shoot(app, page, 'audit-log', { whole: true });
}

/** Shows a view over the last month. */
async function view(page: Page, name: string): Promise<void> {
  await page.evaluate(
    (path) => {
      window.location.hash = `#/audit${path}?period=month`;
    },
    name === '' ? '' : `/${name}`,
  );
}
