/** The tour of the settlements: the work list, a case to be decided, one to be approved, many at once, what is done, and the books. */
import type { ElectronApplication, Page } from '@playwright/test';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import { valueOf } from '../../tests/e2e/console-window.ts';
import { heading, shoot, shootDialog } from './pictures.ts';

/** Walks the Settlements page of the open community. */
export async function settlements(app: ElectronApplication, page: Page): Promise<void> {
  await page.evaluate(() => {
    window.location.hash = '#/settlements?period=month';
  });
  await heading(page, 'Settlements');
  const cases = page.getByRole('grid', { name: 'Cases to be resolved' });
  await cases.getByRole('row').nth(5).waitFor();
  await shoot(app, page, 'settlements', { whole: true });

  const all = await casesOf(page);
  await oneCase(app, page, 'case-exceeded', all.find(({ cause }) => cause === 'QUANTITY_EXCEEDS_METER') ?? all[0]);
  const differing = all.find(({ causeDiffers }) => causeDiffers);
  if (differing) await oneCase(app, page, 'case-other-cause', differing);
  const proposed = all.find(({ mayApprove }) => mayApprove);
  if (proposed) await oneCase(app, page, 'case-proposed', proposed);

  await cases.focus();
  await page.keyboard.press('Home');
  for (let row = 0; row < 4; row++) {
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
  }
  await shoot(app, page, 'settlements-chosen');
  await page.getByRole('button', { name: /^Propose for all/ }).click();
  await page.getByRole('menuitem', { name: /Void/i }).click();
  await page.getByRole('dialog').getByText('A second person has to agree').waitFor();
  await shoot(app, page, 'settlements-propose');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  const views = page.getByRole('navigation', { name: 'Views of the settlements' });
  await views.getByRole('link', { name: 'Done' }).click();
  const done = page.getByRole('grid', { name: 'Resolved cases' });
  await done.getByRole('row').nth(5).waitFor();
  await shoot(app, page, 'settlements-done');
  await done.getByRole('row').nth(2).click();
  await page.getByRole('dialog').getByText('Nothing is left to do.').waitFor();
  await shootDialog(app, page, 'case-resolved');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await views.getByRole('link', { name: 'Reconciliation' }).click();
  await page.getByRole('region', { name: 'Proof' }).waitFor();
  await shoot(app, page, 'reconciliation', { whole: true });
}

async function casesOf(page: Page): Promise<CaseSummary[]> {
  const [{ id: communityId }] = await valueOf(page, 'communities.list', {});
  const filter = { range: null, cause: null, states: [], memberId: null, text: '' };
  return (await valueOf(page, 'settlement.cases', { communityId, filter, from: 0, limit: 500 })).cases;
}

async function oneCase(app: ElectronApplication, page: Page, name: string, one: CaseSummary): Promise<void> {
  await page.evaluate((place) => {
    window.location.hash = place;
  }, `#/settlements/case/${one.executedAt}/${one.tradeId}?period=month`);
  const sheet = page.getByRole('dialog');
  await sheet.getByText(`${one.buyer} bought from ${one.seller}`).waitFor();
  await sheet.getByRole('region', { name: 'What went wrong' }).waitFor();
  await shoot(app, page, name, { whole: true });
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
}
