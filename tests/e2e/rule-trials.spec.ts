import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { ruleVerdicts } from '#shared/rules/audit.ts';
import { goTo, valueOf } from './console-window.ts';
import { test } from './shared-demo.ts';

// What a rule did, a change tried out on the past, saved and taken back, and the audit: in the market's thread of the real engine.
test.describe.configure({ mode: 'serial' });

/** A long look at the whole demo, on a busy machine. */
const LONG = { timeout: 60_000 } as const;
let page: Page;
let community: CommunitySummary;
test.beforeAll(async ({ demo }) => {
  ({ page, community } = demo);
  await demo.asOpened();
});

const sheet = () => page.getByRole('dialog', { name: /^Rule of/ });
const editor = () => page.getByRole('dialog', { name: /^(Change a rule of|Make a rule)/ });

test('a rule says what it did, what stopped it, and what a small change would have done', async () => {
  const rules = await valueOf(page, 'rules.list', { communityId: community.id });
  const rule = rules.find(
    ({ isEnabled, type, lastMatchedAt }) => isEnabled && type === 'buy' && lastMatchedAt !== null,
  )!;
  await goTo(page, 'Rules');
  await page.evaluate((id) => void (window.location.hash = `#/rules/${id}?period=month`), rule.id);
  await sheet().getByRole('button', { name: 'Look at what it did' }).click();
  await expect(sheet().getByText('What a small change would have done')).toBeVisible(LONG);
  await expect(sheet().getByRole('status').first()).toContainText(/fired/i);
});

test('a draft is tried out against the rule of today, day by day and slot by slot', async () => {
  await sheet().getByRole('button', { name: 'Change…' }).click();
  await editor()
    .getByRole('textbox', { name: /^Highest price/ })
    .fill('0.15');
  await editor().getByRole('tab', { name: 'Try it on past data' }).click();
  await editor().getByRole('button', { name: 'Try it' }).click();
  await expect(editor().getByText(/^Over \d+ weeks?/)).toBeVisible(LONG);
  await expect(editor().getByText(/Past prices are no promise/)).toBeVisible();
});

test('a change is saved with its reason, waits in the outbox, and can be taken back', async () => {
  await editor().getByRole('tab', { name: 'The rule' }).click();
  await editor().getByRole('textbox', { name: /^Why/ }).fill('Never paid that much');
  await editor().getByRole('button', { name: 'Save the change' }).click();
  await expect(editor()).toBeHidden();
  await expect(sheet().getByText('“Never paid that much”')).toBeVisible();
  const decisions = await valueOf(page, 'outbox.list', { communityId: community.id });
  expect(decisions[0]).toMatchObject({
    kind: 'rule',
    state: 'waiting',
    reason: 'Never paid that much',
    draft: { maxPrice: 150_000 },
  });
  await valueOf(page, 'outbox.withdraw', { id: decisions[0].id });
  await expect(sheet().getByText('“Never paid that much”')).toBeHidden();
  await page.keyboard.press('Escape');
});

test('a rule that contradicts the market cannot be saved switched on, and says so at its field', async () => {
  await page.getByRole('button', { name: 'New rule' }).first().click();
  await editor().getByText('Price ceiling').click();
  await editor()
    .getByRole('textbox', { name: /^Highest price/ })
    .fill('99999');
  await expect(
    editor()
      .getByText(/outside the prices of this market/)
      .first(),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await editor().getByRole('button', { name: 'Close without saving' }).click();
  await expect(editor()).toBeHidden();
});

test('the audit finds what was done against the rules, kind by kind, with every condition', async () => {
  await page.evaluate(() => void (window.location.hash = '#/rules/audit?period=year'));
  await page.getByRole('button', { name: 'Audit the period' }).click();
  await expect(page.getByRole('button', { name: 'Save the audit as JSON' })).toBeVisible(LONG);
  const kinds = page.getByRole('list', { name: 'What is not explained' });
  const [task] = (await valueOf(page, 'tasks.list', {})).filter(({ kind }) => kind === 'rule-audit').slice(-1);
  const audit = (await valueOf(page, 'rules.auditResult', { taskId: task.id }))!;
  const found = ruleVerdicts.filter((verdict) => verdict !== 'EXPLAINED' && audit.verdicts[verdict] > 0);
  expect(found.length).toBeGreaterThan(5);
  expect(audit.groups.map(({ verdict }) => verdict)).toEqual(found);
  await expect(kinds.getByRole('button')).toHaveCount(found.length);
  await kinds.getByRole('button').first().click();
  await kinds.getByRole('listitem').getByRole('listitem').first().getByRole('button').click();
  await expect(kinds.getByLabel('Not met:').first()).toBeVisible();
});

test('a trade of a rule says why it happened', async () => {
  const rules = await valueOf(page, 'rules.list', { communityId: community.id });
  const rule = rules
    .filter(({ lastMatchedAt }) => lastMatchedAt !== null)
    .reduce((newest, one) => (one.lastMatchedAt! > newest.lastMatchedAt! ? one : newest));
  await page.evaluate((id) => void (window.location.hash = `#/members/${id}?period=month`), rule.memberId);
  const member = page.getByRole('dialog', { name: rule.anonymizedId });
  await member
    .getByRole('button', { name: /^Why this trade with/ })
    .first()
    .click();
  const reasons = page.getByRole('dialog', { name: 'Why this trade happened' });
  await expect(reasons.getByText('Explained by its rule:').first()).toBeVisible();
  await expect(reasons.getByText(/^Version \d+ of the rule held since/).first()).toBeVisible();
});
