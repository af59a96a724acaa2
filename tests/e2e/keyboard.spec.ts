import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { choosePeriod, valueOf } from './console-window.ts';
import { answerSaveDialog } from './dialogs.ts';
import { KeyboardOnly } from './keyboard-only.ts';
import { test } from './shared-demo.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// The keys that work everywhere in an open window, and the paths of a desk with a whole community, by someone who has no mouse.
let folder: string;
let page: Page;
let keyboard: KeyboardOnly;
let community: CommunitySummary;
test.beforeAll(async ({ demo }) => {
  folder = await makeFolder();
  ({ page, community } = demo);
  keyboard = new KeyboardOnly(page);
  await demo.asOpened();
});
test.afterAll(() => removeFolder(folder));

/** A long look at the whole demo, on a busy machine. */
const LONG = { timeout: 60_000 } as const;
const main = (): Locator => page.getByRole('main');
const dialog = (name?: string | RegExp): Locator => page.getByRole('dialog', { name });
const button = (name: string | RegExp): Locator => page.getByRole('button', { name });

/** Goes from the top of a page into its table. */
async function intoTable(name: string): Promise<Locator> {
  const table = main().getByRole('grid', { name });
  await expect(table.getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  await expect(table).toBeFocused();
  return table;
}

/** Takes back what a test has decided. */
async function withdrawAll(): Promise<void> {
  for (const { id, state } of await valueOf(page, 'outbox.list', { communityId: community.id })) {
    if (state === 'waiting') await valueOf(page, 'outbox.withdraw', { id });
  }
}

const heading = (name: string) => page.getByRole('heading', { name, level: 1 });

test('Ctrl and a digit open a page, also right after a period was chosen', async () => {
  await choosePeriod(page, 'Month');
  await page.keyboard.press('Control+2');
  await expect(heading('Members')).toBeVisible();
  await page.getByRole('textbox', { name: 'Find a pseudonym' }).focus();
  await page.keyboard.press('Control+1');
  await expect(heading('Overview')).toBeVisible();
});

test('Ctrl+K finds a member by a part of its pseudonym, and Enter opens its sheet', async () => {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('textbox', { name: 'Find anything' })).toBeFocused();
  await page.keyboard.type('house a1');
  const found = page
    .getByRole('dialog')
    .getByText(/^House A1\d*$/)
    .first();
  await expect(found).toBeVisible();
  const name = await found.innerText();
  await found.click();
  // It fades out, and takes the Escape as long as it is there.
  await expect(page.getByRole('dialog', { name: 'Find anything' })).toBeHidden();
  await expect(page.getByRole('dialog').getByRole('heading', { level: 2, name })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('"?" lists the keys, and Escape closes the list', async () => {
  await heading('Members').click();
  await page.keyboard.press('Shift+?');
  const list = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(list.getByRole('row')).not.toHaveCount(0);
  await expect(list).toContainText('Ctrl');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
});

test('a trade opens by Enter, and Escape gives the focus back to its row', async () => {
  await page.keyboard.press('Control+5');
  await expect(page.getByRole('main', { name: 'Ledger' })).toBeFocused();
  const trades = await intoTable('Trades');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('heading').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(trades).toBeFocused();
});

test('an offer is placed and withdrawn, and the focus of its row is not lost', async () => {
  const { orders } = await valueOf(page, 'market.book', { communityId: community.id, slot: null });
  const range = { from: community.dataTo! - 86_400_000, to: community.dataTo! };
  const members = await valueOf(page, 'members.list', { communityId: community.id, range });
  const names = members.map(({ anonymizedId }) => anonymizedId);
  const buyer = members.find(
    ({ id, isActive, anonymizedId }) =>
      isActive && !orders.memberId.includes(id) && names.filter((name) => name.startsWith(anonymizedId)).length === 1,
  )!;
  await keyboard.openPage('3', 'Marketplace');
  await keyboard.press(main().getByRole('button', { name: 'Place an offer' }));
  const wizard = dialog('Place an offer');
  await keyboard.write(wizard.getByRole('combobox', { name: 'Member' }), buyer.anonymizedId);
  await expect(page.getByRole('option', { name: buyer.anonymizedId, exact: true })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await keyboard.write(wizard.getByRole('textbox', { name: /^Quantity in kWh/ }), '0.2');
  await keyboard.write(wizard.getByRole('textbox', { name: /^Pay at most/ }), '0.31');
  await keyboard.press(wizard.getByRole('button', { name: 'See what it means' }));
  await keyboard.press(wizard.getByRole('button', { name: 'Place the offer' }));
  await expect(wizard).toBeHidden();
  await keyboard.press(main().getByRole('button', { name: /^Withdraw: / }));
  await keyboard.press(button('Withdraw it'));
  await expect(dialog()).toBeHidden();
  await expect(page.locator('[data-outbox]')).toBeFocused();
});

test('a rule is tried on the past and changed', async () => {
  await keyboard.openPage('4', 'Rules');
  const rules = await intoTable('Rules');
  await page.keyboard.press('Enter');
  await keyboard.press(dialog(/^Rule of/).getByRole('button', { name: 'Change…' }));
  const editor = dialog(/^Change a rule of/);
  await keyboard.write(editor.getByRole('textbox', { name: /^(Lowest|Highest) price/ }), '0.15');
  await keyboard.tabTo(editor.getByRole('tab', { name: 'The rule' }), 'Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await keyboard.press(editor.getByRole('button', { name: 'Try it', exact: true }));
  await expect(editor.getByText(/^Over \d+ weeks?/)).toBeVisible(LONG);
  await keyboard.tabTo(editor.getByRole('tab', { name: 'Try it on past data' }), 'Shift+Tab');
  await page.keyboard.press('ArrowLeft');
  await keyboard.write(editor.getByRole('textbox', { name: /^Why/ }), 'Tried on the past first');
  await keyboard.press(editor.getByRole('button', { name: 'Save the change' }));
  await expect(editor).toBeHidden();
  await expect(dialog(/^Rule of/).getByText('“Tried on the past first”')).toBeVisible();
  await keyboard.closeBackTo(rules);
  await withdrawAll();
});

test('the ledger is filtered and exported', async ({ demo }) => {
  const file = path.join(folder, 'trades.csv');
  await answerSaveDialog(demo.app, file);
  await keyboard.openPage('5', 'Ledger');
  await intoTable('Trades');
  await page.keyboard.press('/');
  await page.keyboard.type('House A1');
  await expect(main().getByRole('button', { name: 'Clear filters' })).toBeVisible();
  await keyboard.press(main().getByRole('button', { name: 'Export' }));
  await keyboard.press(button('Choose where…'));
  await expect.poll(() => readFile(file, 'utf8').catch(() => ''), LONG).toContain('House A1');
  await keyboard.press(main().getByRole('button', { name: 'Clear filters' }));
});

test('a case is decided', async () => {
  await keyboard.openPage('6', 'Settlements');
  const cases = await intoTable('Cases to be resolved');
  await page.keyboard.press('Enter');
  await keyboard.tabTo(dialog().getByRole('radio', { name: /^Void/ }));
  await page.keyboard.press('Space');
  await keyboard.write(dialog().getByRole('textbox', { name: /^Why/ }), 'Both members say that this never was meant.');
  await keyboard.press(dialog().getByRole('button', { name: /^Propose/ }));
  await expect(dialog().getByRole('note').getByText('your proposal waits')).toBeVisible();
  await keyboard.closeBackTo(cases);
  await withdrawAll();
});

test('a report is made and saved', async ({ demo }) => {
  const file = path.join(folder, 'record.pdf');
  await answerSaveDialog(demo.app, file);
  await keyboard.openPage('8', 'Audit & reports');
  await keyboard.press(main().getByRole('button', { name: /^Record of processing/ }));
  await keyboard.press(dialog().getByRole('button', { name: 'Make the report' }));
  const save = main().getByRole('button', { name: 'Save as PDF' });
  await expect(save).toBeEnabled(LONG);
  await keyboard.press(save);
  await expect.poll(() => readFile(file, 'latin1').catch(() => ''), LONG).toContain('%PDF');
});

test('the first press of Tab offers to skip to the content', async () => {
  await page.reload();
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('Tab');
  const skip = page.getByRole('button', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
