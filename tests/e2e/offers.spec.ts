import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { Book } from '#shared/contract/market-records.ts';
import { ask, demoIsComplete, goTo, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { protect } from './protection.ts';

// What a person decides in the marketplace: an offer placed, another taken, both waiting in the outbox, one withdrawn.
test.describe.configure({ mode: 'serial' });

const DAYS = 20;

let opened: OpenConsole;
let page: Page;
let community: CommunitySummary;
test.beforeAll(async () => {
  opened = await openConsole();
  page = opened.page;
  await protect(page);
  // As many members as the demo has, for a book that is as full, but of its days only as many as it takes to have accounts.
  await valueOf(page, 'demo.create', { days: DAYS });
  await demoIsComplete(page);
  [community] = await valueOf(page, 'communities.list', {});
  await goTo(page, 'Marketplace');
});
test.afterAll(async () => {
  await opened.close();
  expect(opened.complaints).toEqual([]);
});

const dialog = (name: string): Locator => page.getByRole('dialog', { name });
const outbox = (): Locator =>
  page.getByRole('region', { name: /^(\d+ decisions? waiting to be sent|Decisions of this desk)$/ });

async function nextBook(): Promise<Book> {
  return await valueOf(page, 'market.book', { communityId: community.id, slot: null });
}

/** A member with no order in the next slot, so that it cannot trade with itself. */
async function idleMember(): Promise<{ id: string; anonymizedId: string }> {
  const { orders } = await nextBook();
  const range = { from: community.dataTo! - 86_400_000, to: community.dataTo! };
  const members = await valueOf(page, 'members.list', { communityId: community.id, range });
  return members.find(({ id, isActive }) => isActive && !orders.memberId.includes(id))!;
}

async function choose(within: Locator, field: string, member: string): Promise<void> {
  await within
    .getByRole('combobox', { name: field })
    .or(within.getByRole('textbox', { name: field }))
    .first()
    .fill(member);
  await page.getByRole('option', { name: member, exact: true }).click();
}

test('an offer is judged while it is typed, previewed, and placed with its effect stated', async () => {
  const member = await idleMember();
  await page.getByRole('button', { name: 'Place an offer' }).click();
  const wizard = dialog('Place an offer');
  await choose(wizard, 'Member', member.anonymizedId);
  await wizard.getByRole('radiogroup', { name: 'What the member does' }).getByText('Buys', { exact: true }).click();
  const quantity = wizard.getByRole('textbox', { name: /^Quantity in kWh/ });
  const price = wizard.getByRole('textbox', { name: /^Pay at most/ });
  await quantity.fill('0.12345');
  await expect(wizard.getByText('Too many decimals: a quantity has at most three.')).toBeVisible();
  await quantity.fill('0.2');
  await price.fill('7');
  await expect(wizard.getByText(/^Above the cap: at most/)).toBeVisible();
  await price.fill('0.31');
  await expect(wizard.getByText(/^Would trade /)).toBeVisible();
  await expect(wizard.getByText('Held back by this offer')).toBeVisible();

  await wizard.getByRole('button', { name: 'See what it means' }).click();
  await expect(wizard.getByText(new RegExp(`^${member.anonymizedId} offers to buy up to 0\\.200\\skWh`))).toBeVisible();
  await wizard.getByRole('button', { name: 'Place the offer' }).click();
  await expect(wizard).toBeHidden();
  await expect(outbox()).toContainText('1 decision waiting to be sent');
  await expect(outbox()).toContainText(member.anonymizedId);
});

test('the offer that waits is part of what would clear now', async () => {
  const { orders, clearing } = await nextBook();
  const at = orders.origin.indexOf('waiting');
  expect([orders.type[at], orders.quantityWh[at], orders.price[at]]).toEqual(['buy', 200, 310_000]);
  expect(clearing).not.toBeNull();
  const list = page.getByRole('grid', { name: 'Bids to buy' });
  await expect(list.getByText('waiting to be sent').first()).toBeVisible();
});

test('taking an offer shows what it does to both members first', async () => {
  const { orders } = await nextBook();
  // The cheapest stands at the top: only rows in sight are in the page.
  const sells = [...orders.id.keys()].filter((row) => orders.type[row] === 'sell' && orders.quantityWh[row] >= 10);
  const [at] = sells.sort((a, b) => orders.price[a]! - orders.price[b]!);
  const seller = orders.anonymizedId[at]!;
  const buyer = await idleMember();
  const row = page
    .getByRole('grid', { name: 'Offers to sell' })
    .getByRole('row')
    .filter({ has: page.getByText(seller, { exact: true }) });
  await row.getByRole('button', { name: /^Take/ }).first().click();
  const taking = dialog('Take an offer');
  await choose(taking, 'Who buys', buyer.anonymizedId);
  await taking.getByRole('textbox', { name: /^Quantity in kWh/ }).fill('0.01');
  await expect(taking.getByText(new RegExp(`^This binds both: ${buyer.anonymizedId} pays`))).toBeVisible();
  await expect(taking.getByText(/^(saves|loss)/).first()).toBeVisible();
  await taking.getByRole('button', { name: 'Take the offer' }).click();
  await expect(taking).toBeHidden();
  await expect(outbox()).toContainText('2 decisions waiting to be sent');
  await expect(outbox()).toContainText(`buys 0.010 kWh from ${seller}`);
});

test('what waits can be withdrawn, and then is no part of the book any more', async () => {
  await outbox()
    .getByRole('button', { name: /^Withdraw: .* offers to buy/ })
    .click();
  await page.getByRole('button', { name: 'Withdraw it' }).click();
  await expect(outbox()).toContainText('1 decision waiting to be sent');
  await expect.poll(async () => (await nextBook()).orders.origin.includes('waiting')).toBe(false);
  await outbox()
    .getByRole('button', { name: /^Show 1 that is done/ })
    .click();
  await expect(outbox()).toContainText('withdrawn before it was sent');
});

test('the engine refuses what no page would send', async () => {
  const member = await idleMember();
  const { firstSlot } = await nextBook();
  const offer = {
    memberId: member.id,
    type: 'buy',
    quantityWh: 1_000_000_000,
    price: 300_000,
    windowStart: firstSlot,
    windowEnd: firstSlot + 900_000,
  } as const;
  const key = '0192f000-0000-4000-8000-000000000001';
  const refused = await ask(page, 'market.placeOffer', { communityId: community.id, offer, key });
  expect(refused).toMatchObject({ ok: false, error: { code: 'INSUFFICIENT_BALANCE' } });
  const past = { ...offer, quantityWh: 1000, windowStart: firstSlot - 900_000 };
  expect(await ask(page, 'market.checkOffer', { communityId: community.id, offer: past })).toMatchObject({
    ok: true,
    value: { problems: [{ field: 'window', code: 'WINDOW_IN_PAST' }], preview: null },
  });
});
