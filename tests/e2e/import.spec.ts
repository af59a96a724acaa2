import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { toolchainNode } from '#tools/electron-runtime/index.ts';
import { outFolder } from '#tools/paths.ts';
import { chart, exportedTable, sumOfColumn } from './charts.ts';
import { format } from './console-format.ts';
import { card, choosePeriod, goTo, openConsole, TIME_ZONE, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { answerOpenDialog } from './dialogs.ts';
import { ImportDialog } from './import-dialog.ts';
import { protect, unlock } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { sharedFile } from './test-data.ts';

// The meter readings of five real homes over 263 days, imported through the window, against what the command line computes from them.
test.describe.configure({ mode: 'serial' });

const RETAIL = '0.30';
const FEED_IN = '0.08';

/** What `simulate` prints. */
interface Simulation {
  readonly members: number;
  readonly produced_kwh: number;
  readonly consumed_kwh: number;
  readonly traded_kwh: number;
  readonly self_sufficiency: number;
  readonly self_consumption: number;
  readonly savings_total: number;
}

const readings = sharedFile('konstanz-homes/readings.csv');
let folder: string;
let opened: OpenConsole;
let page: Page;
let simulation: Simulation;
test.beforeAll(async () => {
  folder = await makeFolder();
  simulation = await simulate();
  opened = await openConsole({ profile: path.join(folder, 'profile') });
  page = opened.page;
  await protect(page);
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
  expect(opened.complaints).toEqual([]);
});

async function simulate(): Promise<Simulation> {
  const cli = path.join(outFolder, 'main', 'cli.js');
  const tariffs = ['--retail', RETAIL, '--feed-in', FEED_IN];
  const { stdout } = await promisify(execFile)(
    toolchainNode(),
    [cli, 'simulate', '--readings', readings, '--mechanism', 'uniform-price', ...tariffs, '--json'],
    { env: { ...process.env, TZ: TIME_ZONE } },
  );
  return JSON.parse(stdout) as Simulation;
}

const energy = (kwh: number): string => format.energy(Math.round(kwh * 1000)).text;

/** The whole import. */
async function everything(): Promise<{ communityId: string; range: { from: number; to: number } }> {
  const [{ id: communityId, dataFrom, dataTo }] = await valueOf(page, 'communities.list', {});
  return { communityId, range: { from: dataFrom!, to: dataTo! } };
}

/** The overview with the figures of the whole import, which say how many days they are without. */
async function expectFigures(): Promise<void> {
  await expect(page.getByRole('radio', { name: 'All' })).toBeChecked();
  const { current } = await valueOf(page, 'stats.indicators', await everything());
  for (const [label, { value, withheldDays }] of [
    ['Produced', current.producedWh],
    ['Consumed', current.consumedWh],
    ['Traded', current.tradedWh],
  ] as const) {
    await expect(card(page, label)).toContainText(format.energy(value!).text);
    if (withheldDays > 0) await expect(card(page, label)).toContainText(`without ${withheldDays} day`);
  }
  // Nobody consumes nearly everything on any day; but on some one home alone sells.
  expect(current.consumedWh).toEqual({
    value: Math.round(simulation.consumed_kwh * 1000),
    withheldDays: 0,
    reason: null,
  });
  expect(current.producedWh.value).toBeLessThanOrEqual(simulation.produced_kwh * 1000);
  expect(current.tradedWh.value).toBeLessThan(simulation.traded_kwh * 1000);
  expect(current.tradedWh.reason).toBe('one-member');
  await expect(card(page, 'Self-sufficiency')).toContainText(format.percent(current.selfSufficiency));
  await expect(card(page, 'Savings')).toContainText(format.money(current.savings.value!).text);
  await expect(card(page, 'Active members')).toContainText(String(simulation.members));
}

test('the file is looked at first: rows, members, interval, and the rows that do not balance', async () => {
  const dialog = new ImportDialog(opened.app, page);
  await dialog.choose(readings);
  await expect(dialog.fact('Rows')).toHaveText('31,560');
  await expect(dialog.fact('Members')).toHaveText('5');
  await expect(dialog.fact('Interval')).toHaveText('60 minutes');
  await expect(dialog.locator.getByText('202 rows do not balance')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No community yet' })).toBeAttached();
});

test('trading is simulated only with both tariffs', async () => {
  const dialog = new ImportDialog(opened.app, page);
  const simulated = dialog.locator.getByLabel('Also simulate trading');
  await expect(simulated).toBeDisabled();
  await dialog.locator.getByLabel('Retail tariff per kWh').fill(RETAIL);
  await expect(simulated).toBeDisabled();
  await dialog.locator.getByLabel('Feed-in tariff per kWh').fill(FEED_IN);
  await simulated.check();
});

test('the import says what it did, in words', async () => {
  const dialog = new ImportDialog(opened.app, page);
  await dialog.locator.getByLabel('Name of the community').fill('Five homes');
  await dialog.button('Import 31,560 rows').click();
  await expect(dialog.locator.getByText('readings.csv was imported')).toBeVisible({ timeout: 60_000 });
  await expect(dialog.fact('Rows imported')).toHaveText('31,560');
  await expect(dialog.fact('Rows flagged because they do not balance')).toHaveText('202');
  // A word that has no text in the locale would show its key, which begins with a small letter.
  for (const term of await dialog.locator.getByRole('term').allTextContents()) expect(term).toMatch(/^\p{Lu}/u);
});

test('what the homes have adds up to what the command line prints, to the watt-hour and cent', async () => {
  await new ImportDialog(opened.app, page).openOverview();
  await expect(page.getByRole('button', { name: /^Community.*Five homes/ })).toContainText('Simulated trading');
  const homes = await valueOf(page, 'members.list', await everything());
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  expect(sum(homes.map(({ producedWh }) => producedWh))).toBe(Math.round(simulation.produced_kwh * 1000));
  expect(sum(homes.map(({ consumedWh }) => consumedWh))).toBe(Math.round(simulation.consumed_kwh * 1000));
  expect(sum(homes.map(({ soldWh }) => soldWh))).toBe(Math.round(simulation.traded_kwh * 1000));
  expect(sum(homes.map(({ savings }) => savings)) / 1_000_000).toBeCloseTo(simulation.savings_total, 6);
});

test('the overview shows the indicators, without the days on which one home has nearly everything', async () => {
  await expectFigures();
});

test('the exported table of the energy chart sums up to what the overview shows', async () => {
  const file = path.join(folder, 'energy.csv');
  const table = await exportedTable(opened.app, page, 'Production, consumption and trade', file);
  // 263 whole days UTC touch 264 local ones.
  expect(table).toHaveLength(1 + 264);
  const { current } = await valueOf(page, 'stats.indicators', await everything());
  expect(sumOfColumn(table, 'Production (kWh)')).toBeCloseTo(current.producedWh.value! / 1000, 6);
  expect(sumOfColumn(table, 'Consumption (kWh)')).toBeCloseTo(simulation.consumed_kwh, 6);
  expect(sumOfColumn(table, 'Community trade (kWh)')).toBeCloseTo(current.tradedWh.value! / 1000, 6);
});

test('the readings that do not balance are among what needs attention', async () => {
  const attention = page.getByRole('region', { name: 'Needs attention first' });
  await expect(attention.getByText('202 readings do not balance')).toBeVisible();
});

test('a shorter period shows fewer kilowatt-hours, and all of it the whole again', async () => {
  await choosePeriod(page, 'Month');
  await expect(card(page, 'Consumed')).not.toContainText(energy(simulation.consumed_kwh));
  await choosePeriod(page, 'All');
  await expectFigures();
});

test('every home is on the members page, by pseudonym', async () => {
  await goTo(page, 'Members');
  await expect(page.getByRole('region', { name: '5 members' })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Members' }).getByRole('row', { name: /^House A[1-5]\b/ })).toHaveCount(
    5,
  );
  await expect(page.getByText(/home[2-6]/)).toHaveCount(0);
  await goTo(page, 'Overview');
});

test('the area is set from a file, and the map shows it or says why it cannot', async () => {
  await answerOpenDialog(opened.app, sharedFile('freiburg-districts/districts.geojson'));
  await page.getByRole('button', { name: /^Community.*Five homes/ }).click();
  await page.getByRole('menuitem', { name: 'Set the map area…' }).click();
  await expect(page.getByText('The map of Five homes now shows 28 areas.')).toBeVisible();
  // None of the five homes has a place, so there is no cell.
  const map = chart(page, 'Energy map');
  const reason = map.getByText('too few members have a place');
  await expect(map.getByRole('img', { name: 'Energy map' }).or(reason).first()).toBeVisible();
});

test('a file that is no area is refused with the reason', async () => {
  await answerOpenDialog(opened.app, readings);
  await page.getByRole('button', { name: /^Community.*Five homes/ }).click();
  await page.getByRole('menuitem', { name: 'Set the map area…' }).click();
  const notice = page.getByRole('alert').filter({ hasText: 'The map area was not changed' });
  await expect(notice).toContainText('readings.csv: the file is not JSON.');
  await notice.getByRole('button').click();
});

test('after a restart the same figures are there once the console is unlocked', async () => {
  const { complaints } = opened;
  await opened.close();
  opened = await openConsole({ profile: opened.profile });
  opened.complaints.push(...complaints);
  page = opened.page;
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  await unlock(page);
  await expect(page.getByRole('button', { name: /^Community.*Five homes/ })).toBeVisible();
  await expectFigures();
});
