import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { sql } from 'kysely';
import type { MemberSummary } from '#shared/contract/members.ts';
import { startNewFeeds } from '#hub/db/feed.ts';
import { FaultyProxy, PASS } from '../engine/sync/faults/faulty-proxy.ts';
import { emailOf, HUB_PASSWORD, makeHubFolder, startHubProcess } from '../hub/hub-process.ts';
import type { HubFolder, HubProcess } from '../hub/hub-process.ts';
import { goTo, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { buyInWindow, editHub, endSignIns, namePseudonym, saveNextVersion } from './hub-edits.ts';
import { pageAfterLock, protect, unlock } from './protection.ts';
import { isInLog, isTold, languages, readAs, referenceOf, wordsOf } from './told.ts';

// What a person reads when hub and console do not agree or do not hear of each other, in both languages, and that each way out works.
// A real hub, behind a stretch of network that has bad days; its data are changed as other desks and its operator change them.
test.describe.configure({ mode: 'serial' });

const SLOT = 900_000;
const EMAIL = emailOf('admin');

let data: HubFolder;
let hub: HubProcess;
let network: FaultyProxy;
let opened: OpenConsole;
let page: Page;
let members: MemberSummary[];
/** Of the member that loses it for a while. */
let pseudonym: string;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  data = await makeHubFolder({ members: 20, days: 2 });
  [hub, opened] = await Promise.all([startHubProcess(data.folder), openConsole()]);
  network = await FaultyProxy.start(() => hub.address);
  page = opened.page;
  await protect(page);
});
test.afterAll(async () => {
  await opened.close();
  await network.stop();
  await hub.end('SIGTERM');
  await data.remove();
  expect(opened.complaints).toEqual([]);
});

const dialog = (): Locator => page.getByRole('dialog');
const bar = (): Locator => page.getByRole('region', { name: /^(Community and status|Gemeinschaft und Stand)$/ });
const status = async (): Promise<string> => (await valueOf(page, 'sync.status', {})).state;
const isUpToDate = (): Promise<void> => expect.poll(status, { timeout: 60_000 }).toBe('up-to-date');

/** Opens what the status has to say. */
async function openStatus(): Promise<void> {
  if (await dialog().isHidden()) await bar().locator('[aria-haspopup="dialog"]').last().click();
}

/** Reads the status in both languages and closes it. */
async function statusTells(...texts: readonly string[]): Promise<void> {
  await openStatus();
  await isTold(page, { at: dialog(), texts, open: openStatus });
  await closeDialog();
}

async function closeDialog(): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(dialog()).toBeHidden();
}

async function goToAddress(hash: string): Promise<void> {
  await page.evaluate((place) => void (window.location.hash = place), hash);
}

/** Changes the hub's data while it is away for a moment. */
async function whileAway(edit: Parameters<typeof editHub>[1]): Promise<void> {
  await hub.end('SIGKILL');
  await editHub(data.folder, edit);
  hub = await startHubProcess(data.folder, hub.port);
}

async function tryAgain(): Promise<void> {
  await valueOf(page, 'sync.now', {});
}

test('RATE_LIMITED: an account with too many wrong passwords is locked, and says until when', async () => {
  const wrong = { method: 'POST', headers: { 'content-type': 'application/json', 'commonwatt-protocol': '1' } };
  const body = JSON.stringify({ email: emailOf('viewer'), password: 'not this one' });
  for (let attempt = 0; attempt < 5; attempt++) await fetch(`${hub.address}/api/auth/sign-in`, { ...wrong, body });
  await page.getByRole('button', { name: 'Connect to a hub' }).click();
  await dialog().getByLabel('Address of the hub').fill(network.address);
  await dialog().getByLabel('E-mail').fill(emailOf('viewer'));
  await dialog().getByLabel('Password', { exact: true }).fill(HUB_PASSWORD);
  await dialog().getByRole('button', { name: 'Connect', exact: true }).click();
  await isTold(page, { at: dialog(), texts: ['connection:problem.lockedUntil'] });
  await dialog().getByLabel('E-mail').fill(EMAIL);
  await dialog().getByRole('button', { name: 'Connect', exact: true }).click();
  await isUpToDate();
});

test('REALTIME_LOST: without its stream of events the console asks, says so, and hears of changes again by itself', async () => {
  await expect.poll(async () => (await valueOf(page, 'sync.status', {})).live).toBe('stream');
  network.hasStreams = false;
  network.cutAll();
  await expect
    .poll(async () => (await valueOf(page, 'sync.status', {})).liveProblem?.code, { timeout: 30_000 })
    .toBe('REALTIME_LOST');
  await isUpToDate();
  await openStatus();
  expect(await isInLog(opened.profile, await referenceOf(dialog(), 'REALTIME_LOST'))).toBe(true);
  await statusTells(...wordsOf('REALTIME_LOST'));
  network.hasStreams = true;
  await expect.poll(async () => (await valueOf(page, 'sync.status', {})).live, { timeout: 60_000 }).toBe('stream');
  expect((await valueOf(page, 'sync.status', {})).liveProblem).toBeNull();
});

test('NETWORK_FAILURE: an answer that breaks off is told, and asked for again by itself', async () => {
  network.fault = ({ path }) => (path === '/api/auth/me' ? { type: 'cut-inside', share: 0.5 } : PASS);
  await tryAgain();
  await expect.poll(status).toBe('waiting');
  await statusTells(...wordsOf('NETWORK_FAILURE'));
  network.fault = () => PASS;
  await isUpToDate();
});

test('HUB_UNREACHABLE: with nothing at the hub’s address the console goes on, and comes back by itself', async () => {
  const { port } = new URL(network.address);
  await network.stop();
  await tryAgain();
  await expect
    .poll(async () => (await valueOf(page, 'sync.status', {})).problem?.code, { timeout: 30_000 })
    .toBe('HUB_UNREACHABLE');
  await openStatus();
  expect(await isInLog(opened.profile, await referenceOf(dialog(), 'HUB_UNREACHABLE'))).toBe(true);
  await statusTells(...wordsOf('HUB_UNREACHABLE'));
  network = await FaultyProxy.start(() => hub.address, Number(port));
  await isUpToDate();
});

test('API_TIMEOUT: a hub that takes the question and says nothing is given up after half a minute; meanwhile people decide', async () => {
  test.setTimeout(180_000);
  const { communityId } = data;
  const range = { from: Date.now() - 3_600_000, to: Date.now() };
  members = (await valueOf(page, 'members.list', { communityId, range })).filter(({ isActive }) => isActive);
  expect(members.length).toBeGreaterThan(12);
  const [seller, poor, leaver, twice, dear, late, slow, ruler, nameless] = members;
  const windowStart = Math.ceil(Date.now() / SLOT) * SLOT + 4 * 3_600_000;
  const window = { windowStart, windowEnd: windowStart + SLOT };
  const place = async ({ id }: MemberSummary, type: 'buy' | 'sell', price: number): Promise<void> => {
    const offer = { memberId: id, type, quantityWh: 100, price, ...window };
    await valueOf(page, 'market.placeOffer', { communityId, offer, key: randomUUID() });
  };
  await place(seller, 'sell', 250_000);
  await place(seller, 'sell', 260_000);
  const ofSeller = async (): Promise<{ id: string }[]> => {
    const all = { communityId, range: { from: windowStart, to: windowStart + SLOT }, limit: 500 };
    const { offers } = await valueOf(page, 'market.offers', all);
    return offers.filter(({ memberId, quantityWh }) => memberId === seller.id && quantityWh === 100);
  };
  await expect.poll(async () => (await ofSeller()).length, { timeout: 30_000 }).toBe(2);
  await isUpToDate();
  const [taken, expired] = await ofSeller();
  const [rule] = await valueOf(page, 'rules.list', { communityId });

  network.fault = () => ({ type: 'silent' });
  await tryAgain();
  await place(poor, 'buy', 300_000);
  await place(leaver, 'sell', 300_000);
  await place(twice, 'sell', 300_000);
  await place(dear, 'sell', 950_000);
  const take = (offerId: string, { id: memberId }: MemberSummary): Promise<unknown> =>
    valueOf(page, 'market.takeOffer', { communityId, offerId, memberId, quantityWh: 100, key: randomUUID() });
  await take(taken.id, late);
  await take(expired.id, slow);
  const { id: ruleId, baseVersion, isEnabled } = rule;
  await valueOf(page, 'rules.setEnabled', {
    communityId,
    ruleId,
    baseVersion,
    isEnabled: !isEnabled,
    key: randomUUID(),
  });
  const draft = {
    type: 'buy' as const,
    maxQuantityWh: 1000,
    maxPrice: 950_000,
    minPrice: null,
    minBatterySoc: null,
    timeWindows: ['Mo-Fr 06:00-09:00'],
    isEnabled: true,
  };
  const made = { communityId, memberId: ruler.id, ruleId: null, baseVersion: 0, draft, reason: null };
  await valueOf(page, 'rules.save', { ...made, key: randomUUID() });

  await whileAway(async (tx) => {
    const member = (id: string) => tx.updateTable('community_members').where('id', '=', id);
    await member(poor.id).set({ balance: 0, credit_limit: 0 }).execute();
    await member(leaver.id).set({ is_active: false }).execute();
    await buyInWindow(tx, communityId, twice.id, [windowStart, windowStart + SLOT]);
    await sql`UPDATE communities SET market = jsonb_set(market, '{price_cap}', '0.9')`.execute(tx);
    const offer = (id: string) => tx.updateTable('trading_offers').where('id', '=', id);
    await offer(taken.id).set({ status: 'matched', remaining_kwh: 0 }).execute();
    await offer(expired.id).set({ status: 'expired' }).execute();
    await saveNextVersion(tx, ruleId);
    pseudonym = await namePseudonym(tx, nameless.id, '');
  });
  await expect
    .poll(async () => (await valueOf(page, 'sync.status', {})).problem?.code, { timeout: 60_000 })
    .toBe('API_TIMEOUT');
  await statusTells(...wordsOf('API_TIMEOUT'));
  network.fault = () => PASS;
});

const refusedCodes = [
  'INSUFFICIENT_BALANCE',
  'MEMBER_INACTIVE',
  'SELF_TRADE',
  'PRICE_INVALID',
  'OFFER_TAKEN',
  'OFFER_EXPIRED',
  'VERSION_CONFLICT',
  'RULE_CONFLICT',
] as const;

test(`${refusedCodes.join(', ')}: each decision that the hub turns down says why, and is put away by whom it concerns`, async () => {
  await tryAgain();
  const codes = async (): Promise<string[]> => {
    const items = await valueOf(page, 'outbox.list', { communityId: data.communityId });
    return items.map(({ problem }) => problem?.code ?? '').sort();
  };
  await expect.poll(codes, { timeout: 60_000 }).toEqual([...refusedCodes].sort());
  await goTo(page, 'Marketplace');
  await isTold(page, { at: page.getByRole('main'), texts: refusedCodes.flatMap((code) => wordsOf(code)) });
  const away = page.getByRole('button', { name: /^(Dismiss|Take the hub’s): / });
  for (let left = refusedCodes.length; left > 0; left--) {
    await expect(away).toHaveCount(left);
    await away.first().click();
    await dialog()
      .getByRole('button', { name: /^(Dismiss it|Take the hub’s)/ })
      .click();
  }
  await isUpToDate();
});

test('QUANTITY_INVALID: a quantity that cannot be is told while it is typed, and nothing is placed before it is corrected', async () => {
  await page.getByRole('button', { name: 'Place an offer' }).click();
  const [member] = members;
  await dialog().getByRole('combobox', { name: 'Member' }).fill(member.anonymizedId);
  await page.getByRole('option', { name: member.anonymizedId, exact: true }).click();
  await dialog().getByLabel('At any price').check();
  const quantity = dialog().getByRole('textbox', { name: /^Quantity in kWh/ });
  await quantity.fill('0');
  const texts = ['offers:problems.QUANTITY_NOT_POSITIVE', 'offers:preview.problems'];
  await isTold(page, { at: dialog(), texts });
  await quantity.fill('0.123');
  await expect(dialog()).not.toContainText(await readAs('en', texts[0]));
  await closeDialog();
});

test('CONSENT_MISSING: of a member who has withdrawn the consent to advice nothing is looked at, until it is given again', async () => {
  const { communityId } = data;
  const memberId = members[10].id;
  const at = Date.now();
  const about = { memberId, purpose: 'advice' as const, at };
  await valueOf(page, 'consents.record', { ...about, decision: 'withdrawn', documentVersion: null });
  await goToAddress(`#/insights/fairness?loser=${memberId}`);
  await isTold(page, { at: dialog(), texts: wordsOf('CONSENT_MISSING') });
  const text = { title: 'Consent', language: 'en' as const, text: 'We may advise you.', validFrom: at };
  const { version } = await valueOf(page, 'documents.save', { communityId, kind: 'consent-text', ...text });
  await valueOf(page, 'consents.record', { ...about, decision: 'given', documentVersion: version });
  await expect(dialog()).not.toContainText(await readAs('en', 'errors:CONSENT_MISSING.happened'));
  await closeDialog();
});

test('ANONYMISATION_FAILED: what belongs to a member without a pseudonym is held back, until there is one', async () => {
  await goToAddress(`#/members/${members[8].id}`);
  await isTold(page, { at: dialog(), texts: wordsOf('ANONYMISATION_FAILED') });
  await closeDialog();
});

test('FORBIDDEN: a community that the hub does not show any more stays as it is and says so', async () => {
  await whileAway((tx) => tx.deleteFrom('hub_user_communities').execute());
  await tryAgain();
  await expect.poll(status, { timeout: 30_000 }).toBe('blocked');
  await statusTells(...wordsOf('FORBIDDEN', 'notListed'));
});

test('HUB_REFUSED: a sign-in that has ended is asked for again, and then all goes on', async () => {
  await whileAway(async (tx) => {
    await sql`INSERT INTO hub_user_communities SELECT id, ${data.communityId} FROM hub_users`.execute(tx);
    await namePseudonym(tx, members[8].id, pseudonym);
    await endSignIns(data.folder, tx);
  });
  await tryAgain();
  await expect.poll(status, { timeout: 30_000 }).toBe('sign-in-needed');
  await statusTells(...wordsOf('HUB_REFUSED', 'signIn'));
  await openStatus();
  await dialog().getByRole('button', { name: 'Sign in again' }).click();
  await dialog().getByLabel('Password', { exact: true }).fill(HUB_PASSWORD);
  await dialog().getByRole('button', { name: 'Sign in', exact: true }).click();
  await isUpToDate();
  await goToAddress(`#/members/${members[8].id}`);
  await expect(dialog()).toContainText(pseudonym);
  await closeDialog();
});

test('RESYNC_REQUIRED: a hub that was set back to suspiciously few trades replaces nothing until a person says so', async () => {
  await whileAway(async (tx) => {
    await tx.deleteFrom('change_feed').where('kind', 'in', ['trade', 'settlement']).execute();
    await startNewFeeds(tx);
  });
  await tryAgain();
  await expect.poll(status, { timeout: 60_000 }).toBe('blocked');
  await statusTells('sync:details.shrunken');
  await openStatus();
  await dialog().getByRole('button', { name: 'Replace all the same…' }).click();
  await dialog().getByRole('button', { name: 'Replace it', exact: true }).click();
  await isUpToDate();
});

test('CLIENT_TOO_OLD and KEY_UNAVAILABLE: an old console goes on with what it has; a wrong passphrase opens nothing', async () => {
  network.headers = { 'commonwatt-protocol': '0' };
  await tryAgain();
  await expect.poll(status, { timeout: 30_000 }).toBe('too-old');
  await statusTells(...wordsOf('CLIENT_TOO_OLD'));
  // The update.
  network.headers = {};
  page = await pageAfterLock(opened.app, () => page.getByRole('button', { name: 'Lock' }).click());
  for (const language of languages) {
    await valueOf(page, 'preferences.set', { language });
    await page.reload();
    await page.locator('input[type=password]').fill('not this passphrase');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toContainText(await readAs(language, 'unlock:unlock.wrong'));
  }
  await valueOf(page, 'preferences.set', { language: 'en' });
  await page.reload();
  await unlock(page);
  await expect(bar()).toBeVisible();
  await isUpToDate();
});
