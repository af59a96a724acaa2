import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { boardNames } from '#shared/contract/insight-records.ts';
import { HOUR, localDay } from '#shared/domain/slots.ts';
import { resolvePeriod } from '#renderer/app/period-arithmetic.ts';
import { exportedTable, sumOfColumn } from './charts.ts';
import { format } from './console-format.ts';
import { card, choosePeriod, goTo, valueOf } from './console-window.ts';
import { answerOpenDialog } from './dialogs.ts';
import { test } from './shared-demo.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// The insights of the demo community over a month: its health, whom it serves how well, and what other prices would have meant.
test.describe.configure({ mode: 'serial' });

/** A month under every mechanism, on a busy machine. */
const LONG = { timeout: 60_000 } as const;
let app: ElectronApplication;
let page: Page;
let community: CommunitySummary;
let folder: string;
test.beforeAll(async ({ demo }) => {
  ({ app, page, community } = demo);
  folder = await makeFolder();
  await demo.asOpened();
});
test.afterAll(() => removeFolder(folder));

const panel = (name: string | RegExp) => page.getByRole('region', { name });
const main = () => page.getByRole('main');

/** The month that the page shows, and the one before. */
function month() {
  const { timeZone, dataFrom, dataTo } = community;
  const today = localDay(Date.now(), timeZone);
  const { range, previous } = resolvePeriod({ kind: 'month', lastDay: null }, { timeZone, dataFrom, dataTo, today });
  return { communityId: community.id, range, compareWith: previous };
}

async function view(name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Views of the insights' })
    .getByRole('link', { name, exact: true })
    .click();
}

test('the health of the month is told in sentences, each of which leads to its evidence', async () => {
  await choosePeriod(page, 'Month');
  await goTo(page, 'Insights');
  const findings = await valueOf(page, 'health.findings', { ...month(), compareWith: month().compareWith });
  expect(findings.length).toBeGreaterThan(2);
  const sentences = panel('How the community is doing').getByRole('listitem');
  await expect(sentences).toHaveCount(findings.length);
  for (const sentence of await sentences.all()) await expect(sentence.getByRole('link').first()).toBeVisible();
  await sentences
    .filter({ hasText: /lost against retail|worse off than at retail/ })
    .first()
    .getByRole('link')
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Insights|Members/);
  await page.goBack();
  await expect(sentences).toHaveCount(findings.length);
});

test('the indicators of the month stand beside those of the month before, and a role alone too', async () => {
  const asked = { ...month(), step: 'day' as const };
  for (const [group, name] of [
    ['all', 'All members'],
    ['prosumer', 'Prosumers'],
  ] as const) {
    await page.getByRole('radiogroup', { name: 'Members shown' }).getByText(name, { exact: true }).click();
    const { current } = await valueOf(page, 'insights.indicators', { ...asked, group });
    expect(current.totals.producedWh.value).toBeGreaterThan(0);
    await expect(main()).toContainText(format.percent(current.selfSufficiency));
    await expect(main()).toContainText(format.percent(current.selfConsumption));
  }
  await page.getByRole('radiogroup', { name: 'Members shown' }).getByText('All members', { exact: true }).click();
});

test('four boards rank members by pseudonym', async () => {
  await view('Leaderboards');
  const boards = await valueOf(page, 'insights.leaderboards', { ...month(), group: 'all', limit: 10 });
  expect(boards.traded.rows).toHaveLength(10);
  for (const name of boardNames) {
    await expect(main().getByText(boards[name].rows[0].anonymizedId, { exact: true }).first()).toBeVisible();
  }
  await expect(main().getByText(format.energy(boards.traded.rows[0].value).value).first()).toBeVisible();
});

test('the CO₂ that was avoided is that of the overview, with its factor, and follows hourly factors once they are imported', async () => {
  await view('Impact');
  const ofYear = await valueOf(page, 'insights.impact', { ...month(), step: 'day' });
  await expect(main()).toContainText(format.mass(ofYear.totals.co2AvoidedG!).text);
  await expect(main()).toContainText('location-based average; not an offset');
  const table = await exportedTable(app, page, 'Money kept in the community', path.join(folder, 'money.csv'));
  expect(sumOfColumn(table, table[0][1])).toBeCloseTo(ofYear.totals.moneyKept! / 1e6, 1);

  const { from, to } = month().range;
  const rows = Array.from({ length: (to - from) / HOUR }, (_, at) => `${new Date(from + at * HOUR).toISOString()},100`);
  const file = path.join(folder, 'factors.csv');
  await writeFile(file, ['timestamp,g_per_kwh', ...rows].join('\n'));
  await answerOpenDialog(app, file);
  await page.getByRole('button', { name: 'Use hourly factors…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await dialog.getByRole('textbox', { name: /^Source/ }).fill('An invented grid, this month');
  await dialog.getByRole('button', { name: /^Use [\d,]+ hours$/ }).click();
  await expect(dialog).toBeHidden();
  const hourly = await valueOf(page, 'insights.impact', { ...month(), step: 'day' });
  expect(hourly.totals.co2AvoidedG).toBeCloseTo(hourly.totals.selfConsumedWh! / 10, 3);
  await expect(main()).toContainText('An invented grid, this month');
  await expect(main()).toContainText(format.mass(hourly.totals.co2AvoidedG!).text);
  await goTo(page, 'Overview');
  await expect(card(page, 'CO₂ avoided')).toContainText(format.mass(hourly.totals.co2AvoidedG!).text);
  await goTo(page, 'Insights');
  await view('Impact');
  await page
    .getByRole('button', { name: 'Back to the year’s factor…' })
    .or(page.getByRole('button', { name: 'Back to the year’s factor…' }))
    .click();
  await dialog.getByRole('button', { name: 'Use the year’s factor' }).click();
  await expect(main()).toContainText(format.mass(ofYear.totals.co2AvoidedG!).text);
});

test('participation is counted, and what was reached together is listed with how far the rest is', async () => {
  await view('Participation');
  const { totals } = await valueOf(page, 'insights.participation', { ...month(), step: 'day', group: 'all' });
  await expect(main()).toContainText(format.percent(totals.rate));
  const { community: reached } = await valueOf(page, 'insights.achievements', {
    communityId: community.id,
    until: month().range.to,
    limit: 10,
  });
  await expect(panel('Reached together').getByRole('listitem')).toHaveCount(reached.length);
});

test('who lost against retail is told with the cause, and the smallest change that would have avoided it', async () => {
  await view('Fairness');
  const until = month().range.to;
  const { members } = await valueOf(page, 'insights.losses', { communityId: community.id, until });
  expect(members.length).toBeGreaterThan(0);
  const losers = page.getByRole('grid', { name: 'Members who lost against retail' });
  await expect(losers.getByRole('row').nth(1)).toContainText(members[0].anonymizedId);
  await losers.getByRole('row').nth(1).click();
  const sheet = page.getByRole('dialog');
  const { changes } = await valueOf(page, 'insights.lossAdvice', {
    communityId: community.id,
    memberId: members[0].memberId,
    until,
  });
  expect(changes.length).toBeGreaterThan(0);
  await expect(sheet).toContainText(format.price(changes[0].to).value, LONG);
  await expect(sheet.getByText('What would have avoided it')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('the month is replayed under every mechanism: what really was gives the ledger, and three others stand beside it', async () => {
  await view('What if?');
  await page.getByRole('button', { name: 'Replay this period' }).click();
  await expect(page.getByText(/gives the ledger to the micro-unit: [\d,]{4,} trades/)).toBeVisible(LONG);
  const choice = page.getByRole('group', { name: 'Beside what was' });
  for (const box of await choice.getByRole('checkbox').all()) await box.setChecked(false);
  for (const name of ['Retail only', 'Pay as bid, cheapest first', 'Mid-market rate']) {
    await choice.getByRole('checkbox', { name }).check();
  }
  // Not `check`: it would wait for what must not happen.
  await choice.getByRole('checkbox', { name: 'Trade reduction' }).click();
  await expect(page.getByText('Take one away to see “Trade reduction”.')).toBeVisible();
  await expect(choice.getByRole('checkbox', { name: 'Trade reduction' })).not.toBeChecked();

  const tasks = await valueOf(page, 'tasks.list', {});
  const { id } = tasks.findLast(({ kind }) => kind === 'counterfactual')!;
  const result = (await valueOf(page, 'insights.counterfactualResult', { taskId: id }))!;
  expect(result.reproduction).toMatchObject({ isExact: true, differingMembers: 0, damaged: 0 });
  const actual = result.scenarios.find(({ name }) => name === 'actual')!;
  const own = result.scenarios.find(({ name }) => name === community.mechanism)!;
  expect(own.spread).toEqual(actual.spread);
  for (const name of ['actual', 'pay-as-bid', 'mid-market-rate']) {
    const { spread } = result.scenarios.find((one) => one.name === name)!;
    await expect(panel('The community under each mechanism')).toContainText(format.money(spread.total!).value);
  }
});

test('a comparison is kept under a name, and found again after another view', async () => {
  await page.getByRole('button', { name: 'Saved scenarios' }).click();
  await page.getByRole('textbox', { name: /name/i }).fill('For the assembly');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'Mid-market rate' }).uncheck();
  await view('Fairness');
  await view('What if?');
  await expect(page.getByText(/gives the ledger to the micro-unit/)).toBeVisible();
  await page.getByRole('button', { name: 'Saved scenarios' }).click();
  await page.getByRole('button', { name: 'For the assembly', exact: true }).click();
  await expect(page.getByRole('checkbox', { name: 'Mid-market rate' })).toBeChecked();
  expect(new URL(page.url()).hash).toContain('mid-market-rate');
});
