import path from 'node:path';
import { expect } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import german from '../../resources/locales/de/overview.json' with { type: 'json' };
import { chart, exportedTable, isDrawn, shownTable, sumOfColumn } from './charts.ts';
import { format } from './console-format.ts';
import { card, choosePeriod, goTo, TIME_ZONE, valueOf } from './console-window.ts';
import { test } from './shared-demo.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// The overview of the demo community, as a person reads it from the cards down to the events.
test.describe.configure({ mode: 'serial' });

const DAY = 86_400_000;
const ENERGY = 'Production, consumption and trade';
const labels = [
  'Produced',
  'Consumed',
  'Self-sufficiency',
  'Self-consumption',
  'Traded',
  'Savings',
  'CO₂ avoided',
  'Active members',
  'Failed settlements',
] as const;

let folder: string;
let app: ElectronApplication;
let page: Page;
let community: CommunitySummary;
test.beforeAll(async ({ demo }) => {
  folder = await makeFolder();
  ({ app, page, community } = demo);
  await demo.asOpened();
});
test.afterAll(async () => {
  await removeFolder(folder);
});

const address = () => new URL(page.url()).hash;

/** Local midnight so many days before the day of the newest reading. */
function midnight(daysBefore: number): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: TIME_ZONE }).format(community.dataTo! - 1);
  const noon = Date.parse(`${parts}T12:00:00Z`) - daysBefore * DAY;
  const local = new Intl.DateTimeFormat('en', { timeZone: TIME_ZONE, hour: 'numeric', hourCycle: 'h23' });
  return noon - Number(local.format(noon)) * 3_600_000;
}

/** The last `days` local days up to the end of the newest one. */
function lastDays(days: number): { from: number; to: number } {
  return { from: midnight(days - 1), to: midnight(-1) };
}

/** The figures of the last `days` days stand on the cards. */
async function expectFiguresOf(range: { from: number; to: number }): Promise<void> {
  const { current } = await valueOf(page, 'stats.indicators', { communityId: community.id, range });
  const texts = [
    format.energy(current.producedWh.value!).text,
    format.energy(current.consumedWh.value!).text,
    format.percent(current.selfSufficiency),
    format.percent(current.selfConsumption),
    format.energy(current.tradedWh.value!).text,
    format.money(current.savings.value!).text,
    format.mass(current.co2AvoidedG!).text,
    format.number(current.activeMembers),
    format.number(current.failedCount),
  ];
  for (const [index, label] of labels.entries()) await expect(card(page, label)).toContainText(texts[index]);
}

test('nine cards show the figures of the week with their units', async () => {
  await expect(page.getByRole('list', { name: 'Figures of the period' }).getByRole('listitem')).toHaveCount(9);
  await choosePeriod(page, 'Week');
  await expectFiguresOf(lastDays(7));
  await expect(card(page, 'Traded')).toContainText(/\d\s[kM]Wh/);
  await expect(card(page, 'CO₂ avoided')).toContainText(/\d\s(kg|t)/);
  await expect(card(page, 'Active members')).toContainText('took part');
});

test('with the tab key every figure explains itself: formula, inputs, and the time of its data', async () => {
  const tooltip = page.getByRole('tooltip');
  await page.getByRole('button', { name: 'Help on this page' }).focus();
  for (const label of labels) {
    await page.keyboard.press('Tab');
    await expect(card(page, label).locator('[tabindex="0"]')).toBeFocused();
    await expect(tooltip.filter({ hasText: label.split(' ')[0] })).toContainText('Data until');
    await expect(tooltip).toHaveCount(1);
    await expect(tooltip).toContainText('Period before');
  }
});

test('CO₂ stands with its formula, factor, source, year and method', async () => {
  await card(page, 'CO₂ avoided').locator('[tabindex="0"]').hover();
  const tooltip = page.getByRole('tooltip').filter({ hasText: 'CO₂' });
  await expect(tooltip).toContainText('Community self-consumed of each slot × the grid factor of its hour');
  await expect(tooltip).toContainText('Ember');
  await expect(tooltip).toContainText('location-based average; not an offset');
  await expect(tooltip).toContainText(/(DEU|Germany).*20\d\d/);
  await page.getByRole('heading', { name: 'Overview', level: 1 }).hover();
  await expect(tooltip).toBeHidden();
});

test('the charts and the map are drawn, each with a description in words', async () => {
  for (const title of [ENERGY, 'Energy map', 'Price']) {
    const panel = chart(page, title);
    await panel.scrollIntoViewIfNeeded();
    await expect(panel.getByRole('img', { name: title })).toHaveAccessibleDescription(/\d/);
    await expect(async () => expect(await isDrawn(panel)).toBe(true)).toPass();
  }
});

test('the energy chart has a table twin that sums up to the cards, but for what may be shown only of a whole day', async () => {
  const panel = chart(page, ENERGY);
  await panel.getByRole('button', { name: 'Show as table' }).click();
  const [head, ...rows] = await shownTable(panel);
  expect(head).toEqual(['Time', 'Production kWh', 'Consumption kWh', 'Community trade kWh']);
  const { current } = await valueOf(page, 'stats.indicators', { communityId: community.id, range: lastDays(7) });
  for (const [column, { value }] of [
    [1, current.producedWh],
    [2, current.consumedWh],
    [3, current.tradedWh],
  ] as const) {
    const shown = rows.map((row) => row[column]).filter((text) => text !== 'withheld');
    const left = value! / 1000 - shown.reduce((total, text) => total + Number(text.replaceAll(',', '')), 0);
    // Each row is rounded to what the table shows.
    const rounding = 0.05 * rows.length;
    expect(left).toBeGreaterThan(-rounding);
    expect(left).toBeLessThan(shown.length === rows.length ? rounding : value! / 2000);
  }
  await panel.getByRole('button', { name: 'Show as chart' }).click();
  await expect(panel.getByRole('img', { name: ENERGY })).toBeVisible();
});

test('exported as CSV it is the same table, exactly', async () => {
  const panel = chart(page, ENERGY);
  await panel.getByRole('button', { name: 'Show as table' }).click();
  const [, ...shown] = await shownTable(panel);
  const table = await exportedTable(app, page, ENERGY, path.join(folder, 'energy.csv'));
  expect(table).toHaveLength(shown.length + 1);
  for (const [index, row] of shown.entries()) {
    const [time, ...values] = table[index + 1];
    expect(Number.isNaN(Date.parse(time))).toBe(false);
    // Beside what is shown, each row says that nobody lives there.
    expect(values.pop()).toMatch(/^Demo/);
    const textOf = (value: string): string =>
      value === '' ? 'withheld' : format.energy(Math.round(Number(value) * 1000), { unit: 'kWh' }).value;
    expect(values.map(textOf)).toEqual(row.slice(1));
  }
  const { current } = await valueOf(page, 'stats.indicators', { communityId: community.id, range: lastDays(7) });
  if (shown.every((row) => row[1] !== 'withheld')) {
    expect(sumOfColumn(table, 'Production (kWh)')).toBeCloseTo(current.producedWh.value! / 1000, 6);
  }
  await panel.getByRole('button', { name: 'Show as chart' }).click();
});

test('price and map have their table twins too', async () => {
  const price = chart(page, 'Price');
  await price.getByRole('button', { name: 'Show as table' }).click();
  const [head, ...rows] = await shownTable(price);
  expect(head[0]).toBe('Time');
  expect(head.slice(1).every((name) => name.endsWith('€/kWh'))).toBe(true);
  expect(rows.length).toBeGreaterThan(6 * 24);
  await price.getByRole('button', { name: 'Show as chart' }).click();

  const map = chart(page, 'Energy map');
  await map.getByRole('button', { name: 'Show as table' }).click();
  const [columns, ...cells] = await shownTable(map);
  const members = columns.findIndex((name) => name.startsWith('Members'));
  expect(cells.length).toBeGreaterThan(5);
  for (const cell of cells) expect(Number(cell[members])).toBeGreaterThanOrEqual(5);
  await map.getByRole('button', { name: 'Show as chart' }).click();
});

test('what needs attention leads to the failed settlements it is about', async () => {
  const attention = page.getByRole('region', { name: 'Needs attention first' });
  const failed = attention.getByRole('listitem').filter({ hasText: 'settlements failed' });
  await expect(failed.getByRole('img', { name: 'Urgent' })).toBeVisible();
  await failed.getByRole('link', { name: 'See the cases' }).click();
  await expect(page.getByRole('heading', { name: 'Settlements', level: 1 })).toBeVisible();
  expect(address()).toContain('when=period');
  await goTo(page, 'Overview');
});

test('the latest events are told in words, the newest first', async () => {
  const events = page.getByRole('region', { name: 'Latest events' }).getByRole('listitem');
  await expect(events.first()).toContainText(/House \w+ (bought|joined|left|changed)/);
  const times = await events
    .getByRole('time')
    .evaluateAll((all) => all.map((one) => (one as HTMLTimeElement).dateTime));
  expect(times.length).toBeGreaterThan(1);
  const instants = times.map((time) => Date.parse(time));
  expect(instants).toEqual(instants.toSorted((a, b) => b - a));
});

test('the period stands in the address and changes the numbers', async () => {
  await choosePeriod(page, 'Month');
  expect(address()).toContain('period=month');
  await expectFiguresOf(lastDays(30));
  await page.getByRole('button', { name: 'One period earlier' }).click();
  await expect.poll(address).toMatch(/period=month@\d{4}-\d\d-\d\d|period=month%40\d{4}-\d\d-\d\d/);
  await expectFiguresOf({ from: midnight(59), to: midnight(29) });
  await page.getByRole('button', { name: 'To the newest days' }).click();
  await expectFiguresOf(lastDays(30));
  await choosePeriod(page, 'All');
  expect(address()).toContain('period=all');
  await expectFiguresOf({ from: community.dataFrom!, to: community.dataTo! });
  await choosePeriod(page, 'Week');
});

test('a period from the calendar goes from its first to its last day', async () => {
  await page.getByRole('button', { name: 'Custom' }).click();
  const calendar = page.getByRole('dialog');
  const name = (daysBefore: number): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, dateStyle: 'long' }).format(midnight(daysBefore));
  await calendar
    .getByRole('button', { name: name(3), exact: true })
    .first()
    .click();
  await calendar
    .getByRole('button', { name: name(2), exact: true })
    .first()
    .click();
  await expect.poll(address).toMatch(/period=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d/);
  await expectFiguresOf({ from: midnight(3), to: midnight(1) });
  await choosePeriod(page, 'Week');
});

test('the comparison with the period before can be switched off and on', async () => {
  const against = page.getByText('against the period before');
  await expect(against.first()).toBeAttached();
  const toggle = page.getByRole('button', { name: 'Compare with the period before' });
  await toggle.click();
  await expect(against).toHaveCount(0);
  await expect.poll(address).toContain('compare=off');
  await toggle.click();
  await expect(against.first()).toBeAttached();
});

test('the page speaks German when asked to, and English again', async () => {
  await chooseLook('Deutsch');
  await expect(page.getByRole('heading', { name: 'Übersicht', level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  for (const { label } of Object.values(german.cards).filter((one) => typeof one === 'object')) {
    await expect(page.getByRole('main').getByText(label, { exact: true }).first()).toBeVisible();
  }
  for (const label of labels) await expect(page.getByRole('main').getByText(label, { exact: true })).toHaveCount(0);
  await expect(
    page
      .getByRole('main')
      .getByText(/\d,\d\s?%/)
      .first(),
  ).toBeVisible();
  await chooseLook('English');
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
});

test('the dark scheme darkens the page, and the light one lightens it again', async () => {
  await chooseLook('Dark');
  await expect(async () => expect(await brightness()).toBeLessThan(60)).toPass();
  await expect(async () => expect(await isDrawn(chart(page, ENERGY))).toBe(true)).toPass();
  await chooseLook('Light');
  await expect(async () => expect(await brightness()).toBeGreaterThan(200)).toPass();
});

/** Chooses an entry of the menu for appearance and language. */
async function chooseLook(entry: string): Promise<void> {
  await page.getByRole('button', { name: /Appearance and language|Farben und Sprache/ }).click();
  await page.getByRole('menuitemradio', { name: entry }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
}

/** How bright the page's ground is, 0..255. */
async function brightness(): Promise<number> {
  return await page.evaluate(() => {
    const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/\d+/g)!.map(Number);
    return (red + green + blue) / 3;
  });
}
