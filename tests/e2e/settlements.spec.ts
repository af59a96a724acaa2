import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import type { CaseFilter } from '#shared/contract/settlement.ts';
import { localDay } from '#shared/domain/slots.ts';
import { resolvePeriod } from '#renderer/app/period-arithmetic.ts';
import { format } from './console-format.ts';
import { choosePeriod, goTo, valueOf } from './console-window.ts';
import { test } from './shared-demo.ts';

// The failed settlements of the demo community: the work list, one case, decisions that wait, and the books of the period.
test.describe.configure({ mode: 'serial' });

let page: Page;
let community: CommunitySummary;
test.beforeAll(async ({ demo }) => {
  ({ page, community } = demo);
  await demo.asOpened();
});

const grid = () => page.getByRole('grid', { name: 'Cases to be resolved' });
const causes = () => page.getByRole('list', { name: 'Causes' });
const sheet = () => page.getByRole('dialog');
const address = () => new URL(page.url()).hash;

const unresolved: CaseFilter = { range: null, cause: null, states: [], memberId: null, text: '' };

async function casesOf(changes: Partial<CaseFilter> = {}): Promise<{ cases: CaseSummary[]; total: number }> {
  const filter = { ...unresolved, ...changes };
  return valueOf(page, 'settlement.cases', { communityId: community.id, filter, from: 0, limit: 500 });
}

/** Takes back what a test has decided. */
async function withdrawAll(): Promise<void> {
  for (const { id, state } of await valueOf(page, 'outbox.list', { communityId: community.id })) {
    if (state === 'waiting') await valueOf(page, 'outbox.withdraw', { id });
  }
}

test('opens with the cases that are not resolved, grouped by cause with count, money and age', async () => {
  const { total } = await casesOf();
  const groups = await valueOf(page, 'settlement.groups', { communityId: community.id, filter: unresolved });
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(total);
  await goTo(page, 'Settlements');
  await expect(page.getByRole('heading', { name: `${format.number(total)} cases to be resolved` })).toBeVisible();
  await expect(causes().getByRole('listitem')).toHaveCount(groups.length + 1);
  await expect(causes().getByRole('listitem').nth(1)).toContainText(format.money(groups[0].amount).text);
});

test('a cause leaves its cases, and stands in the address', async () => {
  const [group] = await valueOf(page, 'settlement.groups', { communityId: community.id, filter: unresolved });
  await causes().getByRole('button').nth(1).click();
  await expect.poll(address).toContain(`cause=${group.cause}`);
  await expect(page.getByRole('heading', { name: new RegExp(`^${group.count} cases? to be resolved`) })).toBeVisible();
  await causes().getByRole('button').first().click();
});

test('a case tells what went wrong, what can be done and what that does', async () => {
  const { cases } = await casesOf({ states: ['open'] });
  const [one] = cases;
  await page.evaluate(({ executedAt, tradeId }) => {
    window.location.hash = `#/settlements/case/${executedAt}/${tradeId}`;
  }, one);
  await expect(sheet()).toContainText(`${one.buyer} bought from ${one.seller}`);
  await expect(sheet().getByRole('region', { name: 'What went wrong' })).toBeVisible();
  await expect(sheet().getByRole('region', { name: 'How it can be resolved' })).toContainText('Community');
  await expect(sheet().getByRole('region', { name: 'The two orders' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet()).toBeHidden();
});

test('chosen cases are proposed together, after the effect on each was seen, and wait in the outbox', async () => {
  await goTo(page, 'Settlements');
  await grid().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByText('2 cases chosen')).toBeVisible();
  await page.getByRole('button', { name: /^Propose for all/ }).click();
  await page.getByRole('menuitem', { name: /Void/i }).click();
  await expect(sheet()).toContainText('A second person has to agree');
  const propose = sheet().getByRole('button', { name: /^Propose/ });
  await expect(propose).toBeDisabled();
  await sheet().getByRole('textbox', { name: /^Why/ }).fill('Both members say that this never was meant.');
  await propose.click();
  await expect(sheet()).toContainText('2 proposals are kept.');
  await sheet().getByRole('button', { name: 'Close', exact: true }).last().click();
  const items = await valueOf(page, 'outbox.list', { communityId: community.id });
  const waiting = items.filter(({ kind, state }) => kind === 'settlement' && state === 'waiting');
  expect(waiting).toHaveLength(2);
  await withdrawAll();
});

test('the books of the period close: what buyers paid is what sellers got', async () => {
  await page
    .getByRole('navigation', { name: 'Views of the settlements' })
    .getByRole('link', { name: 'Reconciliation' })
    .click();
  await expect.poll(address).toMatch(/^#\/settlements\/reconciliation/);
  const { timeZone, dataFrom, dataTo } = community;
  const today = localDay(Date.now(), timeZone);
  const { range } = resolvePeriod({ kind: 'month', lastDay: null }, { timeZone, dataFrom, dataTo, today });
  const books = await valueOf(page, 'settlement.reconcile', { communityId: community.id, range });
  expect(books.proof).toMatchObject({ holds: true, sold: books.proof.bought - books.proof.fees });
  await choosePeriod(page, 'Month');
  const proof = page.getByRole('region', { name: 'Proof' });
  await expect(proof).toContainText('It agrees: what buyers paid is what sellers got and the community kept.');
  await expect(proof).toContainText(format.money(books.proof.bought, undefined, { decimals: 6 }).value);
  // The demo has trades of a member with itself in it, for an audit to find.
  const selfTrades = books.differences.filter(({ kind }) => kind === 'same-member');
  expect(selfTrades).toHaveLength(books.differenceCount);
});
