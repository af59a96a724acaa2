import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { Book } from '#shared/contract/market-records.ts';
import { chart, isDrawn, shownTable } from './charts.ts';
import { format } from './console-format.ts';
import { choosePeriod, goTo, valueOf } from './console-window.ts';
import { test } from './shared-demo.ts';

// The marketplace of the demo community: the next slot, a past one with its certificate, the orders, and the proof of a day.
test.describe.configure({ mode: 'serial' });

const CURVES = 'Supply and demand';
const HOUR = 3_600_000;

let page: Page;
let community: CommunitySummary;
test.beforeAll(async ({ demo }) => {
  ({ page, community } = demo);
  await demo.asOpened();
});

const address = () => new URLSearchParams(new URL(page.url()).hash.split('?')[1]);
const region = (name: string) => page.getByRole('region', { name, exact: true });
const list = (name: 'Bids to buy' | 'Offers to sell') => page.getByRole('grid', { name });
const rowsOf = (name: 'Bids to buy' | 'Offers to sell') =>
  list(name)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });
const explanation = () => page.getByRole('dialog', { name: 'Why not me?' });

async function bookOf(slot: number | null): Promise<Book> {
  return await valueOf(page, 'market.book', { communityId: community.id, slot });
}

/** A slot around noon of the last whole day, when the demo has sun and trades. */
function noonSlot(): number {
  const day = Math.floor((community.dataTo! - 1) / (24 * HOUR)) * 24 * HOUR;
  return day - 24 * HOUR + 11 * HOUR;
}

async function showSlot(slot: number): Promise<void> {
  await page.evaluate((wanted) => {
    const [path, search = ''] = window.location.hash.split('?');
    const params = new URLSearchParams(search);
    params.set('slot', String(wanted));
    window.location.hash = `${path}?${params.toString()}`;
  }, slot);
  await expect(page.getByText(format.date(slot), { exact: false }).first()).toBeVisible();
}

test('opens from the navigation on the next slot, with its curves and what would clear', async () => {
  await goTo(page, 'Marketplace');
  const book = await bookOf(null);
  expect(book.openSlot).toBe(book.slot);
  await expect(page.getByText(/^Next slot: /)).toContainText(format.time(book.slot));
  await expect.poll(async () => await isDrawn(chart(page, CURVES))).toBe(true);
  await expect(region('What would clear now')).toContainText(book.clearing!.type);
});

test('the step before the next slot is cleared, and its certificate verifies', async () => {
  const { previousSlot } = await bookOf(null);
  await page.getByRole('button', { name: 'Previous slot' }).click();
  await expect.poll(() => address().get('slot')).toBe(String(previousSlot));
  const cleared = region('What cleared');
  const { certificate } = await bookOf(previousSlot);
  await expect(cleared).toContainText(certificate!.fingerprint!.slice(0, 8));
  await cleared.getByRole('button', { name: 'Verify' }).click();
  await expect(cleared.getByText(/^Verified:/)).toBeVisible();
  await page.getByRole('button', { name: 'Back to the next slot' }).click();
  await expect.poll(() => address().get('slot')).toBeNull();
});

test('the numbers of a slot at noon are those of its book', async () => {
  const slot = noonSlot();
  await showSlot(slot);
  const { clearing, orders } = await bookOf(slot);
  const cleared = region('What cleared');
  await expect(cleared).toContainText(format.energy(clearing!.quantityWh).value);
  await expect(cleared).toContainText(format.number(clearing!.tradeCount));
  if (clearing!.price !== null) await expect(cleared).toContainText(format.price(clearing!.price).value);
  const curves = chart(page, CURVES);
  await curves.getByRole('button', { name: 'Show as table' }).click();
  const table = await shownTable(curves);
  const quantity = table.slice(1).reduce((sum, [, , kwh]) => sum + Number(kwh.replaceAll(',', '')), 0);
  expect(Math.round(quantity * 1000)).toBe(orders.quantityWh.reduce((sum, wh) => sum + wh, 0));
  await curves.getByRole('button', { name: 'Show as chart' }).click();
});

test('filters stand in the address, and leave the orders they say', async () => {
  await page.getByRole('radiogroup', { name: 'Type' }).getByText('Buy', { exact: true }).click();
  await expect(list('Offers to sell')).toBeHidden();
  await page.getByRole('textbox', { name: 'Highest price' }).fill('0.15');
  await expect.poll(() => address().get('max')).toBe('0.15');
  expect(address().get('type')).toBe('buy');
  const { orders } = await bookOf(noonSlot());
  const left = orders.id.filter((_, row) => orders.type[row] === 'buy' && (orders.price[row] ?? Infinity) <= 150_000);
  if (left.length === 0) await expect(page.getByText('No bids')).toBeVisible();
  else await expect(list('Bids to buy')).toHaveAttribute('aria-rowcount', String(left.length + 1));
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(list('Offers to sell')).toBeVisible();
});

test('"why not me?" answers from the keyboard, for a bid that did not trade', async () => {
  await list('Bids to buy').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const { orders } = await bookOf(noonSlot());
  const hasLeftOvers = orders.tradedWh.some((wh, row) => orders.type[row] === 'buy' && wh === 0);
  await expect(explanation().getByText(hasLeftOvers ? /^Did not trade: / : /^Bought /)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(explanation()).toBeHidden();
  await expect(list('Bids to buy')).toBeFocused();
});

test('the offers of the period come as the list is scrolled', async () => {
  await page.getByRole('radiogroup', { name: 'Time' }).getByText('Whole period', { exact: true }).click();
  await expect.poll(() => address().get('orders')).toBe('period');
  const count = async () => Number(await list('Bids to buy').getAttribute('aria-rowcount'));
  await expect.poll(count).toBeGreaterThan(100);
  const before = await count();
  await list('Bids to buy').focus();
  await page.keyboard.press('End');
  await expect.poll(count).toBeGreaterThan(before);
  await expect(rowsOf('Bids to buy').last()).toBeVisible();
});

const latestReplay = async () => (await valueOf(page, 'tasks.list', {})).findLast(({ kind }) => kind === 'replay');

test('the replay of all days tells how far it is, delays no query, and stops when asked', async () => {
  await choosePeriod(page, 'All');
  const verify = region('Verify a period');
  await verify.getByRole('button', { name: 'Verify the period' }).click();
  // At 0 % the bar has no width, so that it is there but not to be seen.
  await expect(verify.getByRole('progressbar')).toBeAttached();
  await expect.poll(async () => (await latestReplay())?.done).toBeGreaterThan(0);
  const range = { from: community.dataFrom!, to: community.dataTo! };
  await valueOf(page, 'members.list', { communityId: community.id, range });
  expect((await latestReplay())?.state).toBe('running');
  await verify.getByRole('button', { name: /^Cancel/ }).click();
  await expect.poll(async () => (await latestReplay())?.state).toBe('cancelled');
});

test('every clearing of a day verifies', async () => {
  await choosePeriod(page, 'Yesterday');
  const verify = region('Verify a period');
  await verify.getByRole('button', { name: 'Verify the period' }).click();
  await expect(verify.getByText(/clearings verified, 0 differ and 0 without a certificate/)).toBeVisible({
    timeout: 60_000,
  });
  await expect.poll(async () => (await latestReplay())?.state).toBe('done');
});
