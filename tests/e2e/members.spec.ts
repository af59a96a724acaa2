import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { MemberSummary } from '#shared/contract/members.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { everythingKnownOf } from './bridge-answers.ts';
import { chart, isDrawn, shownTable } from './charts.ts';
import { format } from './console-format.ts';
import { choosePeriod, goTo, LANGUAGE, valueOf } from './console-window.ts';
import { test } from './shared-demo.ts';

// The members page of the demo community: map and list, filters, and the sheet of one member.
test.describe.configure({ mode: 'serial' });

/** Trades that the sheet loads at once. */
const TRADES_AT_ONCE = 50;

let page: Page;
let community: CommunitySummary;
let members: MemberSummary[];
test.beforeAll(async ({ demo }) => {
  ({ page, community } = demo);
  await demo.asOpened();
  await choosePeriod(page, 'All');
  members = await valueOf(page, 'members.list', { communityId: community.id, range: wholeRange() });
  await goTo(page, 'Members');
});

/** What the period "All" covers: whole local days around the data. */
function wholeRange(): { from: number; to: number } {
  return { from: community.dataFrom!, to: community.dataTo! };
}

const address = () => new URL(page.url()).hash;
const grid = () => page.getByRole('grid', { name: 'Members' });
/** The rows of the list that are in sight, without the head. */
const rows = () =>
  grid()
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });
const names = () => rows().locator('xpath=./*[1]').allInnerTexts();
const sheet = () => page.getByRole('dialog');
const search = () => page.getByRole('textbox', { name: 'Find a pseudonym' });

async function expectCount(shown: number): Promise<void> {
  const title = shown === members.length ? `${members.length} members` : `${shown} of ${members.length} members`;
  await expect(page.getByRole('region', { name: title, exact: true })).toBeVisible();
}

/** Chooses an entry of one of the two lists of filters. */
async function choose(filter: 'Role' | 'Activity', entry: string): Promise<void> {
  await page.getByRole('combobox', { name: filter }).click();
  await page.getByRole('option', { name: entry, exact: true }).click();
}

test('every member is listed by pseudonym, the first names first', async () => {
  expect(members.length).toBeGreaterThanOrEqual(160);
  await expectCount(members.length);
  const sorted = members
    .map(({ anonymizedId }) => anonymizedId)
    .sort(new Intl.Collator(LANGUAGE, { numeric: true }).compare);
  const shown = (await names()).map((name) => name.replace(/\s*left$/, ''));
  expect(shown.length).toBeGreaterThan(10);
  expect(shown).toEqual(sorted.slice(0, shown.length));
});

test('a cell of the map filters the list, and hovering it marks its members', async () => {
  const map = chart(page, 'Energy map');
  const [x, y] = await findCell(map);
  await page.mouse.click(x, y);
  await expect.poll(address).toContain('cell=');
  const cell = new URLSearchParams(address().split('?')[1]).get('cell');
  const inside = members.filter(({ mapCellId }) => mapCellId === cell).length;
  expect(inside).toBeGreaterThanOrEqual(5);
  await expectCount(inside);
  const marked = rows().and(page.locator('[class*=linked]'));
  await page.mouse.move(...(await emptyPlace(map)));
  await expect(marked).toHaveCount(0);
  await expect(async () => {
    await rest(x, y);
    expect(await marked.count()).toBe(await rows().count());
  }).toPass();
  expect(await marked.count()).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Show all map cells' }).click();
  await expectCount(members.length);
});

/** Where the map is drawn. */
const drawingOf = async (map: Locator) => (await map.getByRole('img', { name: 'Energy map' }).boundingBox())!;

/** A corner of the map, where no cell is. */
async function emptyPlace(map: Locator): Promise<[number, number]> {
  const { x, y } = await drawingOf(map);
  return [x + 2, y + 2];
}

/** Brings the mouse to a place as a hand does, which does not come there with one leap: a chart that is just being drawn anew would miss it. */
async function rest(x: number, y: number): Promise<void> {
  await page.mouse.move(x + 1, y);
  await page.mouse.move(x, y);
}

/** Moves the mouse over the map until it meets a cell, and answers where. */
async function findCell(map: Locator): Promise<[number, number]> {
  await expect(async () => expect(await isDrawn(map)).toBe(true)).toPass();
  const told = map.getByText(/^\d+ members$/);
  const isTold = (timeout: number): Promise<boolean> =>
    told.waitFor({ timeout }).then(
      () => true,
      () => false,
    );
  for (let step = 1; step < 400; step += 1) {
    const box = await drawingOf(map);
    const x = box.x + (box.width * ((step * 7) % 20)) / 20;
    const y = box.y + (box.height * (step % 20)) / 20;
    await page.mouse.move(x, y);
    if (!(await isTold(100))) continue;
    // It may be the word of the place before, come late.
    await page.mouse.move(...(await emptyPlace(map)));
    await expect(told).toBeHidden();
    await rest(x, y);
    if (await isTold(2_000)) return [x, y];
  }
  throw new Error('The mouse met no cell on the map.');
}

test('hovering a member marks its cell on the map', async () => {
  const canvas = chart(page, 'Energy map').locator('canvas').first();
  const picture = () => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
  await page.getByRole('heading', { name: 'Members', level: 1 }).hover();
  const member = members.find(
    ({ mapCellId, anonymizedId }) => mapCellId !== null && anonymizedId.startsWith('House A'),
  )!;
  const before = await picture();
  await rows()
    .filter({ has: page.getByText(member.anonymizedId, { exact: true }) })
    .hover();
  await expect.poll(picture).not.toBe(before);
});

test('filters stand in the address, and each leaves the members it says', async () => {
  await choose('Role', 'Prosumers');
  await expectCount(members.filter(({ role }) => role === 'prosumer').length);
  expect(address()).toContain('role=prosumer');
  await choose('Activity', 'Traded');
  await expectCount(members.filter(({ role, tradeCount }) => role === 'prosumer' && tradeCount > 0).length);
  expect(address()).toContain('activity=traded');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await choose('Activity', 'Left');
  await expectCount(members.filter(({ isActive }) => !isActive).length);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('switch', { name: 'Worse off' }).click({ force: true });
  expect(address()).toContain('worseOff=yes');
  const losers = members.filter(({ savings }) => savings < 0);
  if (losers.length > 0) await expectCount(losers.length);
  else await expect(page.getByText('Nobody matches these filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expectCount(members.length);
  expect(address()).not.toMatch(/role|activity|worseOff/);
});

test('a column sorts the list, numbers from the largest', async () => {
  const header = page.getByRole('columnheader', { name: 'Traded' });
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  expect(address()).toContain('sort=traded&order=desc');
  const most = members.reduce((a, b) => (b.boughtWh + b.soldWh > a.boughtWh + a.soldWh ? b : a));
  await expect(rows().first()).toContainText(most.anonymizedId);
  await expect(rows().first()).toContainText(format.number((most.boughtWh + most.soldWh) / 1000, 1));
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('columnheader', { name: 'Pseudonym' }).getByRole('button').click();
});

test('"/" goes to the search, the arrow down into the list, Enter opens the sheet, and Escape closes it', async () => {
  await page.getByRole('heading', { name: 'Members', level: 1 }).click();
  await page.keyboard.press('/');
  await expect(search()).toBeFocused();
  await page.keyboard.type('house b2');
  const matching = members.filter(({ anonymizedId }) => anonymizedId.startsWith('House B2'));
  await expectCount(matching.length);
  expect(address()).toMatch(/q=house(\+|%20)b2/);
  await page.keyboard.press('ArrowDown');
  await expect(grid()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const second = matching
    .map(({ anonymizedId }) => anonymizedId)
    .sort(new Intl.Collator(LANGUAGE, { numeric: true }).compare)[1];
  await expect(sheet().getByRole('heading', { level: 2, name: second })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet()).toBeHidden();
  await expect(grid()).toBeFocused();
  await search().fill('');
});

/** A prosumer with rules and many trades, whose sheet has something in every part. */
function busyMember(): MemberSummary {
  return members
    .filter(({ role, isActive }) => role === 'prosumer' && isActive)
    .reduce((a, b) => (b.tradeCount > a.tradeCount ? b : a));
}

test('the sheet shows profile, savings, reputation with its parts, and rules of a member', async () => {
  const member = busyMember();
  await search().fill(member.anonymizedId);
  await rows()
    .filter({ has: page.getByText(member.anonymizedId, { exact: true }) })
    .click();
  await expect(sheet().getByRole('heading', { level: 2, name: member.anonymizedId })).toBeVisible();
  const energy = sheet().getByRole('region', { name: /^Energy, / });
  await expect(energy).toContainText(format.energy(member.producedWh).text);
  await expect(energy).toContainText(format.energy(member.consumedWh).text);
  await expect(energy).toContainText(format.percent(member.selfSufficiency));
  await expect(sheet().getByRole('region', { name: 'Savings against retail' })).toContainText(
    format.money(member.savings).text,
  );
  const reputation = sheet().getByRole('region', { name: 'Reputation' });
  await expect(reputation).toContainText(`${member.reputationScore}`);
  for (const part of ['Settled trades', 'Offers honoured', 'Time as member']) {
    await expect(reputation.getByRole('row').filter({ hasText: part })).toContainText(/\d\s?%/);
  }
  await expect(sheet().getByRole('region', { name: 'Rules' }).getByRole('listitem').first()).toContainText(
    /(Sells|Buys) .+(€\/kWh|any price)/,
  );
});

test('the day curve of the sheet is drawn, has a table twin, and steps through the days', async () => {
  const day = chart(page, 'Energy of a day');
  await day.scrollIntoViewIfNeeded();
  await expect(async () => expect(await isDrawn(day)).toBe(true)).toPass();
  const newest = await day.locator('p').first().innerText();
  await day.getByRole('button', { name: 'Day before' }).click();
  await expect(day.locator('p').first()).not.toHaveText(newest);
  await day.getByRole('button', { name: 'Show as table' }).click();
  await expect(async () => {
    const [head, ...slots] = await shownTable(day);
    expect(head[0]).toBe('Time');
    expect([92, 96, 100]).toContain(slots.length);
  }).toPass();
  await day.getByRole('button', { name: 'Show as chart' }).click();
});

test('more trades are loaded on demand', async () => {
  const trades = sheet().getByRole('region', { name: /^Trades, / });
  const trade = trades.getByRole('row').filter({ has: page.getByRole('cell') });
  await expect(trade).toHaveCount(TRADES_AT_ONCE);
  await expect(trade.first()).toContainText(/House \w+\s*(bought|sold)/);
  await trades.getByRole('button', { name: 'Load more' }).click();
  await expect(trade).toHaveCount(2 * TRADES_AT_ONCE);
});

test('the address of a sheet opens it again after a reload', async () => {
  const member = busyMember();
  expect(address()).toContain(`#/members/${member.id}?`);
  await page.reload();
  await expect(sheet().getByRole('heading', { level: 2, name: member.anonymizedId })).toBeVisible({ timeout: 20_000 });
  await sheet().getByRole('button', { name: 'Close the sheet' }).click();
  await expect(sheet()).toBeHidden();
  expect(address()).toContain('#/members?');
  await search().fill('');
});

test('no identity reaches the page or leaves by the bridge', async () => {
  const { days, members: size } = { days: 120, members: 160 };
  const simulation = simulateCommunity({ members: size, days, seed: 1, until: community.dataTo! });
  const simulated = simulation.next().value?.members ?? [];
  // The same simulation as the demo's, or the test would prove nothing.
  expect(simulated.length).toBeGreaterThan(140);
  const ids = new Set(members.map(({ id }) => id));
  for (const { id } of simulated) expect(ids.has(id)).toBe(true);
  const known = await everythingKnownOf(page, community);
  const shown = await page.content();
  for (const { userId } of simulated) {
    expect(known.includes(userId)).toBe(false);
    expect(shown.includes(userId)).toBe(false);
  }
  expect(known).not.toMatch(/"user_?id"/i);
});
