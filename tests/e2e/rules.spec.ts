import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { format } from './console-format.ts';
import { goTo, LANGUAGE, valueOf } from './console-window.ts';
import { test } from './shared-demo.ts';

// The rules of the demo community: the list, a rule's sheet, and a switch that goes into the outbox and back.
test.describe.configure({ mode: 'serial' });

let page: Page;
let community: CommunitySummary;
test.beforeAll(async ({ demo }) => {
  ({ page, community } = demo);
  await demo.asOpened();
});

const grid = () => page.getByRole('grid', { name: 'Rules' });
const firstRow = () => grid().getByRole('row').nth(1);
const sheet = () => page.getByRole('dialog');
const address = () => new URL(page.url()).hash;

/** The rules in the order of the list. */
async function rulesOf(): Promise<RuleSummary[]> {
  const { compare } = new Intl.Collator(LANGUAGE, { numeric: true });
  const rules = await valueOf(page, 'rules.list', { communityId: community.id });
  return rules.toSorted((a, b) => compare(a.anonymizedId, b.anonymizedId));
}

test('opens from the navigation with every rule of the community', async () => {
  const rules = await rulesOf();
  const off = rules.filter(({ isEnabled }) => !isEnabled).length;
  await goTo(page, 'Rules');
  await expect(page.getByRole('heading', { name: `${rules.length} rules, ${off} off` })).toBeVisible();
  await expect(grid()).toHaveAttribute('aria-rowcount', String(rules.length + 1));
  await expect(firstRow()).toContainText(rules[0].anonymizedId);
});

test('filters stand in the address, and leave the rules that they say', async () => {
  await page.getByRole('textbox', { name: 'Find a member' }).fill('house a1');
  await page.getByText(/^Never matched/).click();
  const left = (await rulesOf()).filter(
    ({ anonymizedId, lastMatchedAt }) => anonymizedId.startsWith('House A1') && lastMatchedAt === null,
  );
  expect(address()).toContain('q=house+a1&never=yes');
  if (left.length === 0) await expect(page.getByText('No rule matches these filters')).toBeVisible();
  else await expect(grid()).toHaveAttribute('aria-rowcount', String(left.length + 1));
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
});

test('Enter opens a rule with its prices and its history, Escape comes back to the list', async () => {
  const [rule] = await rulesOf();
  const versions = await valueOf(page, 'rules.versions', { communityId: community.id, ruleId: rule.id });
  await grid().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(sheet()).toContainText(`Rule of ${rule.anonymizedId}`);
  const history = sheet().getByRole('region', { name: 'Version history' });
  await expect(history.getByText(/^Version \d+$/)).toHaveCount(versions.length);
  await expect(history).toContainText(format.dateTime(versions[0].validFrom));
  await expect(sheet().getByText(/community prices of the last seven days|Without a limit/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet()).toBeHidden();
  await expect(grid()).toBeFocused();
});

test('Space switches a rule, which waits in the outbox and can be taken back there', async () => {
  const [before] = await rulesOf();
  await grid().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(firstRow()).toContainText('waiting to be sent');
  const [switched] = await rulesOf();
  expect(switched).toMatchObject({
    isEnabled: !before.isEnabled,
    version: before.version,
    baseVersion: before.baseVersion + 1,
    pending: { state: 'waiting' },
  });
  await page.keyboard.press('Enter');
  await expect(sheet().getByText(before.isEnabled ? 'Switched off' : 'Switched on')).toBeVisible();
  await sheet().getByRole('link', { name: 'See the outbox' }).click();
  await expect(page.getByRole('region', { name: '1 decision waiting to be sent' })).toContainText(before.anonymizedId);
  await valueOf(page, 'outbox.withdraw', { id: switched.pending!.commandId });
  await goTo(page, 'Rules');
  await expect(firstRow()).not.toContainText('waiting to be sent');
  expect((await rulesOf())[0]).toMatchObject({ isEnabled: before.isEnabled, pending: null });
});

test('the audit stands beside the list', async () => {
  await page.getByRole('link', { name: 'Audit', exact: true }).click();
  await expect.poll(address).toMatch(/^#\/rules\/audit/);
  await expect(grid()).toBeHidden();
  await page.getByRole('link', { name: 'Rules', exact: true }).last().click();
  await expect(grid()).toBeVisible();
});
