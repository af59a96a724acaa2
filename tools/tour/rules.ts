/** The tour of the rules: the list, one rule with what it did, a change tried out on the past, a new one, and the audit. */
import type { ElectronApplication, Page } from '@playwright/test';
import { valueOf } from '../../tests/e2e/console-window.ts';
import { heading, shoot, shootDialog } from './pictures.ts';

/** What a long look takes at most. */
const LONG = { timeout: 120_000 } as const;

/** Walks the Rules page of the open community. */
export async function rules(app: ElectronApplication, page: Page): Promise<void> {
  // The name may end with the number of rules that conflict.
  await page
    .getByRole('link', { name: /^Rules/ })
    .first()
    .click();
  await heading(page, 'Rules');
  await page.getByRole('grid', { name: 'Rules' }).waitFor();
  await shoot(app, page, 'rules', { whole: true });
  await oneRule(app, page);
  await newRule(app, page);
  await audit(app, page);
  await oneTrade(app, page);
}

async function oneRule(app: ElectronApplication, page: Page): Promise<void> {
  await page.getByRole('grid', { name: 'Rules' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('region', { name: 'Version history' }).waitFor();
  await shoot(app, page, 'rule-sheet');
  await sheet.getByRole('button', { name: 'Look at what it did' }).click();
  await sheet.getByText('What a small change would have done').waitFor(LONG);
  await shoot(app, page, 'rule-analysis', { whole: true });
  await sheet.getByRole('button', { name: 'Change…' }).click();
  const editor = page.getByRole('dialog', { name: /^Change a rule of/ });
  await editor.getByRole('textbox', { name: /^(Lowest|Highest) price/ }).fill('0.2');
  await editor.getByRole('textbox', { name: /^Why/ }).fill('To see what the tour would change');
  await shoot(app, page, 'rule-editor', { whole: true });
  await editor.getByRole('tab', { name: 'Try it on past data' }).click();
  await editor.getByRole('button', { name: 'Try it' }).click();
  await editor.getByText(/^Over \d+ weeks?/).waitFor(LONG);
  await shoot(app, page, 'rule-trial', { whole: true });
  await editor.getByRole('button', { name: 'Cancel' }).click();
  await editor.getByRole('button', { name: 'Close without saving' }).click();
  await editor.waitFor({ state: 'hidden' });
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
}

async function newRule(app: ElectronApplication, page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New rule' }).first().click();
  const editor = page.getByRole('dialog', { name: 'Make a rule' });
  await editor.getByText('Price ceiling').waitFor();
  await shoot(app, page, 'rule-templates');
  await page.keyboard.press('Escape');
  await editor.waitFor({ state: 'hidden' });
}

async function audit(app: ElectronApplication, page: Page): Promise<void> {
  await page.evaluate(() => {
    window.location.hash = '#/rules/audit?period=month';
  });
  await page.getByRole('button', { name: 'Audit the period' }).click();
  await page.getByRole('button', { name: 'Save the audit as JSON' }).waitFor(LONG);
  const kinds = page.getByRole('list', { name: 'What is not explained' });
  await kinds.getByRole('button').first().click();
  await kinds.getByRole('listitem').getByRole('listitem').first().getByRole('button').click();
  await page.mouse.move(0, 0);
  await shoot(app, page, 'rule-audit', { whole: true });
}

/** Why a trade happened, from the sheet of the member whose rule traded last. */
async function oneTrade(app: ElectronApplication, page: Page): Promise<void> {
  const [community] = await valueOf(page, 'communities.list', {});
  const all = await valueOf(page, 'rules.list', { communityId: community.id });
  const [rule] = all.toSorted((a, b) => (b.lastMatchedAt ?? 0) - (a.lastMatchedAt ?? 0));
  await page.evaluate((id) => {
    window.location.hash = `#/members/${id}?period=month`;
  }, rule.memberId);
  await page
    .getByRole('button', { name: /^Why this trade with/ })
    .first()
    .click();
  await page.getByText('Explained by its rule:').first().waitFor();
  await shootDialog(app, page, 'trade-reasons');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Why this trade happened' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}
