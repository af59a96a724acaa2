/** The tour of the insights: every view over a month, the advice for a member who lost, and the month under other mechanisms. */
import type { ElectronApplication, Page } from '@playwright/test';
import { heading, shoot, shootDialog } from './pictures.ts';

/** Walks the Insights page of the open community. */
export async function insights(app: ElectronApplication, page: Page): Promise<void> {
  await view(page, '');
  await heading(page, 'Insights');
  for (const name of ['', 'leaderboards', 'impact', 'participation', 'fairness'] as const) {
    await view(page, name);
    await settled(page);
    await shoot(app, page, name === '' ? 'insights' : `insights-${name}`, { whole: true });
  }
  await page
    .getByRole('grid', { name: /^Members who lost/ })
    .getByRole('row')
    .nth(1)
    .click();
  const sheet = page.getByRole('dialog');
  await sheet.waitFor();
  await settled(page);
  await shoot(app, page, 'losing-member', { whole: true });
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });

  await view(page, 'counterfactual');
  await page.getByRole('button', { name: /^Replay/ }).waitFor();
  await shootDialog(app, page, 'counterfactual-before');
  await page.getByRole('button', { name: /^Replay/ }).click();
  await page.getByText(/to the micro-unit/).waitFor({ timeout: 120_000 });
  await settled(page);
  await shoot(app, page, 'counterfactual', { whole: true });
  await page.getByRole('region', { name: 'The community under each mechanism' }).scrollIntoViewIfNeeded();
  await page
    .getByRole('region', { name: 'Price under each mechanism' })
    .evaluate((panel) => panel.scrollIntoView({ block: 'end' }));
  await shoot(app, page, 'counterfactual-charts');
  await page
    .getByRole('region', { name: 'Who would have saved more, who less' })
    .evaluate((panel) => panel.scrollIntoView({ block: 'end' }));
  await shoot(app, page, 'counterfactual-members');
}

/** Shows a view over the last month. */
async function view(page: Page, name: string): Promise<void> {
  await page.evaluate(
    (path) => {
      window.location.hash = `#/insights${path}?period=month`;
    },
    name === '' ? '' : `/${name}`,
  );
}

/** Waits until nothing on the page is still a skeleton. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector('.mantine-Skeleton-root, [data-skeleton]') === null,
    undefined,
    {
      timeout: 60_000,
    },
  );
}
