import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { AuditKind } from '#shared/contract/audit-records.ts';
import { goTo, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { answerSaveDialog } from './dialogs.ts';
import { watchOutside } from './opened-outside.ts';
import { openPreparedDemo } from './prepared-demo.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// Legal & privacy in a demo community of its own, because what is erased here is gone: what the law says, who somebody is, a consent
// withdrawn, a copy of all data for a member, old readings cleared, and a member erased with the books still balanced.
test.describe.configure({ mode: 'serial' });

/** Long work on a busy machine. */
const LONG = { timeout: 90_000 } as const;
const PASSWORD = 'told by telephone';
let opened: OpenConsole;
let community: CommunitySummary;
let folder: string;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = await makeFolder();
  opened = await openPreparedDemo();
  [community] = await valueOf(opened.page, 'communities.list', {});
});
test.afterAll(async () => {
  await opened.close();
  await removeFolder(folder);
  expect(opened.complaints).toEqual([]);
});

const page = () => opened.page;
const whole = () => ({ communityId: community.id, range: { from: community.dataFrom!, to: community.dataTo! } });

async function view(name: string): Promise<void> {
  await page()
    .getByRole('navigation', { name: 'Views of legal and privacy' })
    .getByRole('link', { name, exact: true })
    .click();
}

/** The newest entry of a kind in the audit log. */
async function lastEntry(kind: AuditKind) {
  const filter = { communityId: null, range: null, kinds: [kind], text: '' };
  const { entries } = await valueOf(page(), 'audit.entries', { filter, from: 0, limit: 1 });
  return entries[0];
}

test('rights and duties name their source, which opens in the browser of the system', async () => {
  await goTo(page(), 'Legal & privacy');
  await expect(
    page()
      .getByText(/not legal advice/)
      .first(),
  ).toBeVisible();
  const outside = await watchOutside(opened.app);
  await page()
    .getByRole('link', { name: /2018\/2001/ })
    .first()
    .click();
  await expect.poll(outside).toEqual([expect.stringMatching(/^https:\/\/eur-lex\.europa\.eu\/eli\/dir\/2018\/2001\//)]);
  expect(opened.app.windows()).toHaveLength(1);
});

test('who somebody is shows for a reason, with an entry that was written before, and can be hidden', async () => {
  await goTo(page(), 'Members');
  await page().getByRole('grid', { name: 'Members' }).getByRole('row').nth(3).click();
  const sheet = page().getByRole('dialog');
  await sheet.getByRole('button', { name: 'Reveal identity…' }).click();
  const reveal = page().getByRole('dialog', { name: /^Who is House / });
  await reveal.getByRole('textbox').fill('Letter of 3 June: asks for a copy of the data');
  await reveal.getByRole('button', { name: 'Record and reveal' }).click();
  const shown = sheet.getByRole('group', { name: /^Identity of House / });
  await expect(shown.getByText(/^hidden again in 1[45]:/)).toBeVisible();
  const userId = await shown.locator('code').innerText();
  const entry = await lastEntry('identity-reveal');
  expect(entry).toMatchObject({ outcome: 'asked', role: 'admin' });
  expect(JSON.stringify(entry)).not.toContain(userId);
  await shown.getByRole('button', { name: 'Hide now' }).click();
  await expect(shown).toBeHidden();
  await page().keyboard.press('Escape');
});

test('whoever withdraws from the leaderboards is on none any more, and everybody is told that one is missing', async () => {
  const asked = { ...whole(), compareWith: null, group: 'all' as const, limit: 50 };
  const before = await valueOf(page(), 'insights.leaderboards', asked);
  const { members } = await valueOf(page(), 'consents.list', { communityId: community.id });
  const named = JSON.stringify(before);
  const member = members.find(({ anonymizedId, isActive }) => isActive && named.includes(`"${anonymizedId}"`))!;
  await goTo(page(), 'Legal & privacy');
  await view('Consents');
  await page().getByPlaceholder('Pseudonym').fill(member.anonymizedId);
  await page()
    .getByRole('grid', { name: 'Consents of the members' })
    .getByText(member.anonymizedId, { exact: true })
    .click();
  const sheet = page().getByRole('dialog', { name: `Consents of ${member.anonymizedId}` });
  await sheet.getByRole('button', { name: 'Record a decision' }).click();
  await sheet.getByRole('radio', { name: 'Consent withdrawn' }).check();
  await sheet.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(sheet.getByText(/^The decision is recorded/)).toBeVisible();
  const after = await valueOf(page(), 'insights.leaderboards', asked);
  expect(JSON.stringify(after)).not.toContain(`"${member.anonymizedId}"`);
  await page().keyboard.press('Escape');
});

test('a member gets all that is kept as an encrypted archive that nobody opens without the password', async () => {
  const file = path.join(folder, 'pack.zip');
  await view('Requests of members');
  await page().getByRole('combobox', { name: 'Choose a member' }).click();
  await page().getByRole('option').nth(4).click();
  await page()
    .getByRole('button', { name: /^Make an access pack/ })
    .click();
  const dialog = page().getByRole('dialog');
  await dialog.getByLabel(/^Password( \*)?$/).fill(PASSWORD);
  await dialog.getByLabel(/^Password again/).fill(PASSWORD);
  await dialog.getByLabel(/^Reason/).fill('Request by letter of 3 November');
  await answerSaveDialog(opened.app, file);
  await dialog.getByRole('button', { name: /^Choose where to save/ }).click();
  await expect(page().getByText(/pack\.zip was written/)).toBeVisible(LONG);
  const content = new Blob([await readFile(file)]);
  const entriesWith = async (password: string) => {
    const reader = new ZipReader(new BlobReader(content), { password });
    const entries = await reader.getEntries();
    const json = entries.find(({ filename }) => filename === 'data.json')!;
    if (json.directory) throw new Error('data.json is a folder');
    return { names: entries.map(({ filename }) => filename).sort(), text: await json.getData(new TextWriter()) };
  };
  const { names, text } = await entriesWith(PASSWORD);
  expect(names).toEqual(['data.json', 'index.html']);
  expect(Object.keys(JSON.parse(text) as object).length).toBeGreaterThan(3);
  await expect(entriesWith('some other password')).rejects.toThrow();
  expect((await lastEntry('access-pack')).details).not.toHaveProperty('password');
});

test('old readings go after a dry run has counted them; the sums stay, and a record without a name says what went', async () => {
  const { communityId } = whole();
  const { current: before } = await valueOf(page(), 'stats.indicators', whole());
  await valueOf(page(), 'privacy.setClocks', { communityId, clocks: { meter: 2, offer: 2 } });
  await view('Retention');
  await page().getByRole('button', { name: 'See what is due' }).click();
  await page()
    .getByRole('button', { name: /^Delete [\d,]+ rows…/ })
    .click();
  await page()
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete [\d,]+ rows$/ })
    .click();
  await expect(
    page()
      .getByText(/^Old data of .* were cleared$/)
      .first(),
  ).toBeVisible(LONG);
  const { records } = await valueOf(page(), 'privacy.retention', { communityId });
  expect(records.length).toBeGreaterThan(0);
  expect(JSON.stringify(records)).not.toContain('House ');
  const { current: after } = await valueOf(page(), 'stats.indicators', whole());
  expect(after).toEqual(before);
  const next = await valueOf(page(), 'privacy.dryRun', { communityId });
  expect(next.classes.filter(({ class: name }) => name === 'meter' || name === 'offer').map(({ due }) => due)).toEqual([
    0, 0,
  ]);
});

test('a member who left is erased for good, and the books still balance', async () => {
  const { communityId } = whole();
  const books = await valueOf(page(), 'settlement.reconcile', whole());
  const { members } = await valueOf(page(), 'consents.list', { communityId });
  let chosen: (typeof members)[number] | undefined;
  for (const one of members.filter(({ isActive }) => !isActive)) {
    const preview = await valueOf(page(), 'privacy.erasurePreview', { memberId: one.memberId });
    if (preview.refusal === null) chosen = one;
  }
  const { anonymizedId } = chosen!;
  await view('Requests of members');
  await page().getByRole('combobox', { name: 'Choose a member' }).fill(anonymizedId);
  await page()
    .getByRole('option', { name: new RegExp(`^${anonymizedId} `) })
    .click();
  await page()
    .getByRole('button', { name: /^Erase this member/ })
    .click();
  const dialog = page().getByRole('dialog', { name: `Erase ${anonymizedId}` });
  await dialog.getByRole('radio').first().check();
  await dialog.getByRole('textbox').fill(anonymizedId);
  await dialog.getByRole('button', { name: `Erase ${anonymizedId}`, exact: true }).click();
  await expect(async () => {
    const now = await valueOf(page(), 'consents.list', { communityId });
    expect(now.members.map((one) => one.anonymizedId)).not.toContain(anonymizedId);
  }).toPass(LONG);
  const after = await valueOf(page(), 'settlement.reconcile', whole());
  expect({ ...after, members: [] }).toEqual({ ...books, members: [] });
  expect(JSON.stringify(await lastEntry('erasure'))).not.toContain(anonymizedId);
});
