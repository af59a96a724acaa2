import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { ask, choosePeriod, goTo, valueOf } from './console-window.ts';
import { answerOpenDialog, answerSaveDialog } from './dialogs.ts';
import { test } from './shared-demo.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// Audit & reports with the demo community: a report from its order to paper and back, and the log of what was done on the way.
test.describe.configure({ mode: 'serial' });

/** A report or a verification on a busy machine. */
const LONG = { timeout: 60_000 } as const;
let app: ElectronApplication;
let page: Page;
let community: CommunitySummary;
let folder: string;
let reportId: string;
test.beforeAll(async ({ demo }) => {
  ({ app, page, community } = demo);
  folder = await makeFolder();
  await demo.asOpened();
});
test.afterAll(() => removeFolder(folder));

async function view(name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Views of audit and reports' })
    .getByRole('link', { name, exact: true })
    .click();
}

test('a monthly report is ordered, made, and shown page by page as it will be printed', async () => {
  await choosePeriod(page, 'Week');
  await goTo(page, 'Audit & reports');
  await page.getByRole('button', { name: /^Monthly community report/ }).click();
  const order = page.getByRole('dialog', { name: 'Monthly community report' });
  await order.getByRole('button', { name: 'Make the report' }).click();
  await expect(page.locator('canvas').first()).toBeVisible(LONG);
  await expect(page.getByText(/of \d+/).first()).toBeVisible();
  const [made] = await valueOf(page, 'reports.list', { communityId: community.id });
  expect(made.order.kind).toBe('community-month');
  reportId = made.id;
  await expect(page.getByText(reportId, { exact: true })).toBeVisible();
});

test('its PDF is saved whole, and the file verifies as the one that was saved here', async () => {
  const file = path.join(folder, 'month.pdf');
  await answerSaveDialog(app, file);
  await page.getByRole('button', { name: 'Save as PDF' }).click();
  await expect(page.getByText(`Report ${reportId} was saved.`)).toBeVisible(LONG);
  expect((await readFile(file)).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  await view('Verify a printed report');
  await answerOpenDialog(app, file);
  await page.getByRole('button', { name: /^Choose a PDF/ }).click();
  await expect(page.getByText(/^Genuine, and still true/)).toBeVisible(LONG);
  await expect(page.getByText(/byte for byte/)).toBeVisible();
});

test('what stands on paper is typed, in groups and capitals or not, and a wrong digit is told', async () => {
  const made = (await valueOf(page, 'reports.list', { communityId: community.id })).find(({ id }) => id === reportId)!;
  const printed = made.fingerprint.slice(0, 32).toUpperCase();
  await page.getByLabel('Report id').fill(reportId.toLowerCase());
  await page.getByLabel('Fingerprint').fill(printed.replaceAll(/(.{4})(?=.)/g, '$1 '));
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(page.getByText(/^Genuine, and still true/)).toBeVisible(LONG);
  const wrong = `${printed.startsWith('0') ? '1' : '0'}${printed.slice(1)}`;
  await page.getByLabel('Fingerprint').fill(wrong);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(page.getByText(/with another fingerprint/)).toBeVisible(LONG);
});

test('the log has what was done, in sentences, and is verified as intact', async () => {
  await view('Audit log');
  const entries = page.getByRole('grid', { name: 'Entries of the audit log' });
  await expect(entries.getByText(new RegExp(reportId)).first()).toBeVisible();
  await page.getByRole('button', { name: 'Verify the log' }).click();
  await expect(page.getByText(/^Intact: all [\d,]+ entries are as they were written/)).toBeVisible(LONG);
  const filter = { communityId: null, range: null, kinds: ['export' as const], text: '' };
  const { entries: exports } = await valueOf(page, 'audit.entries', { filter, from: 0, limit: 50 });
  // Written before the file was: what the log says cannot come too late.
  expect(exports.some(({ details }) => Object.values(details).includes(reportId))).toBe(true);
});

test('a command that is refused stands in the log as asked for and as refused', async () => {
  const [member] = await valueOf(page, 'members.list', { communityId: community.id, range: fullRange() });
  const answer = await ask(page, 'identity.reveal', { memberId: member.id, reason: 'short' });
  expect(answer).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
  const taken = await ask(page, 'outbox.withdraw', { id: 'no such decision' });
  expect(taken.ok).toBe(false);
  const filter = { communityId: null, range: null, kinds: ['decision' as const], text: '' };
  const { entries } = await valueOf(page, 'audit.entries', { filter, from: 0, limit: 2 });
  expect(entries.map(({ outcome }) => outcome)).toEqual(['refused', 'asked']);
  expect(entries[0].of).toBe(entries[1].number);
});

test('how rules, clearings, books and log stand is told on top, and each leads to its findings', async () => {
  const standing = page.getByRole('list', { name: 'How things stand' });
  await expect(standing.getByText(/^Intact on /)).toBeVisible();
  await view('Rule audit');
  await page.getByRole('button', { name: 'Audit the period' }).click();
  await expect(standing.getByText(/not explained|are explained/)).toBeVisible(LONG);
  await view('Reconciliation');
  await expect(standing.getByText(/The books of [\d,]+ trades agree|difference/)).toBeVisible(LONG);
});

function fullRange() {
  return { from: community.dataFrom!, to: community.dataTo! };
}
