import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { contract, methodNames } from '#shared/contract/contract.ts';
import { mayCall } from '#shared/contract/method.ts';
import { emailOf, HUB_PASSWORD, makeHubFolder, startHubProcess } from '../hub/hub-process.ts';
import type { HubFolder, HubProcess } from '../hub/hub-process.ts';
import { ask, goTo, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { filesThatHold } from './profile-files.ts';
import { PASSPHRASE } from './protection.ts';
import { finishedTask } from './report-orders.ts';

// From a first run to a console that is connected to a real hub, which then goes away, comes back, and refuses.
test.describe.configure({ mode: 'serial' });

let data: HubFolder;
let hub: HubProcess;
let opened: OpenConsole;
let page: Page;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  data = await makeHubFolder({ members: 10, days: 2 });
  hub = await startHubProcess(data.folder);
  opened = await openConsole();
  page = opened.page;
});
test.afterAll(async () => {
  await opened.close();
  await hub.end('SIGTERM');
  await data.remove();
  expect(opened.complaints).toEqual([]);
});

const bar = (): Locator => page.getByRole('region', { name: 'Community and status' });
/** What a person reads of the sync. */
const says = (words: RegExp): Locator => bar().getByRole('button', { name: words });
const connecting = (): Locator => page.getByRole('dialog', { name: 'Connect to a hub' });

test('the first run leads over the protection to the sign-in at a hub', async () => {
  await page.getByRole('button', { name: 'Connect to a hub' }).click();
  await expect(page.getByText('Then you enter the hub’s address and sign in.')).toBeVisible();
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Repeat the passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Protect and go on' }).click();
  await expect(connecting().getByLabel('Address of the hub')).toBeVisible();
});

test('an address that would send the password readable through the network is refused while it is typed', async () => {
  await connecting().getByLabel('Address of the hub').fill('http://hub.example.org');
  await expect(connecting().getByText(/your password would travel readable/)).toBeVisible();
});

test('a wrong password is told and nothing is kept of the attempt', async () => {
  await connecting().getByLabel('Address of the hub').fill(hub.address);
  await connecting().getByLabel('E-mail').fill(emailOf('manager'));
  await connecting().getByLabel('Password', { exact: true }).fill('not this one');
  await connecting().getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(connecting().getByText(/does not accept this e-mail with this password/)).toBeVisible();
  expect(await valueOf(page, 'sync.status', {})).toMatchObject({ state: 'off', connection: null });
});

test('the right one fetches the community, and the overview opens', async () => {
  await connecting().getByLabel('Password', { exact: true }).fill(HUB_PASSWORD);
  await connecting().getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 60_000 });
  await expect(says(/^Up to date/)).toBeVisible({ timeout: 60_000 });
  const [community] = await valueOf(page, 'communities.list', {});
  expect(community.id).toBe(data.communityId);
  // Members come and go: those that a simulated community of ten has on its last day.
  expect(community.memberCount).toBeGreaterThan(5);
  expect(await valueOf(page, 'sync.status', {})).toMatchObject({
    state: 'up-to-date',
    live: 'stream',
    connection: { email: emailOf('manager'), role: 'manager' },
  });
});

test('a decision reaches the hub, and comes back as an offer of the book', async () => {
  const before = await idsOfOffers();
  await placeOffer('00000000-0000-4000-8000-000000000001', 100);
  await expect.poll(async () => (await idsOfOffers()).length, { timeout: 15_000 }).toBe(before.length + 1);
  await expect.poll(async () => (await valueOf(page, 'outbox.list', { communityId: data.communityId })).length).toBe(0);
  await expect(says(/^Up to date/)).toBeVisible();
});

test('without its hub the console goes on, says since when it shows what, and keeps what is decided', async () => {
  await hub.end('SIGKILL');
  await expect(says(/^Offline: showing data of/)).toBeVisible({ timeout: 30_000 });
  await placeOffer('00000000-0000-4000-8000-000000000002', 200);
  await goTo(page, 'Marketplace');
  await expect(page.getByText('1 decision waiting to be sent').first()).toBeVisible();
  const { state, outbox } = await valueOf(page, 'sync.status', {});
  expect([state, outbox.waiting]).toEqual(['waiting', 1]);
  await bar()
    .getByRole('button', { name: /^Offline/ })
    .click();
  await expect(page.getByRole('dialog').getByText('Next attempt')).toBeVisible();
  await page.keyboard.press('Escape');
});

test('when the hub is back the decision is carried out once, without anybody doing anything', async () => {
  const before = (await idsOfOffers()).length;
  hub = await startHubProcess(data.folder, hub.port);
  await expect.poll(async () => (await idsOfOffers()).length, { timeout: 60_000 }).toBe(before + 1);
  await expect(says(/^Up to date/)).toBeVisible({ timeout: 30_000 });
});

test('nothing of the sign-in is on the page or in its storage', async () => {
  const seen = await page.evaluate(
    () => document.documentElement.outerHTML + JSON.stringify(Object.entries(localStorage)),
  );
  expect(seen).not.toContain(HUB_PASSWORD);
  expect(JSON.stringify(await valueOf(page, 'sync.status', {}))).not.toContain('token');
});

test('a viewer of the hub is refused by the engine, whatever the page would ask for', async () => {
  await valueOf(page, 'sync.disconnect', {});
  const viewer = { address: hub.address, email: emailOf('viewer'), password: HUB_PASSWORD };
  await valueOf(page, 'sync.connect', viewer);
  expect((await valueOf(page, 'sync.status', {})).connection).toMatchObject({ role: 'viewer' });
  await expect.poll(async () => (await valueOf(page, 'communities.list', {})).length, { timeout: 60_000 }).toBe(1);
  await expect(says(/^Up to date/)).toBeVisible({ timeout: 60_000 });
  const before = await idsOfOffers();

  const refused = methodNames.filter((name) => !mayCall('viewer', contract[name].role) && name !== 'backups.restore');
  expect(refused.length).toBeGreaterThan(20);
  for (const name of refused) {
    const answer: unknown = await ask(page, name, {});
    expect(answer, name).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  }
  await expect(placeOffer('00000000-0000-4000-8000-000000000003', 100)).rejects.toThrow('FORBIDDEN');
  expect(await idsOfOffers()).toEqual(before);
  expect(await valueOf(page, 'outbox.list', { communityId: data.communityId })).toEqual([]);
});

test('nor does a viewer put an older state in place of the data, by settings or by way of recovery', async () => {
  const { taskId } = await valueOf(page, 'backups.make', { reason: 'by-hand' });
  await finishedTask(page, taskId);
  const [{ id: backupId }] = await valueOf(page, 'backups.list', {});
  expect(await ask(page, 'backups.restore', { backupId })).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  await valueOf(page, 'recovery.begin', {});
  expect(await ask(page, 'recovery.restore', { backupId })).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  // The same cache is open again.
  expect(await valueOf(page, 'session.state', {})).toMatchObject({ state: 'unlocked' });
  expect(await valueOf(page, 'communities.list', {})).toHaveLength(1);
});

test('no password, name, address or token of the hub’s people stands readable in a file of the profile, the log included', async () => {
  // Every signed token begins with the same letters.
  const secrets = [HUB_PASSWORD, emailOf('manager'), emailOf('viewer'), 'Vera Viewer', 'eyJhbGci'];
  expect(await filesThatHold(opened.profile, secrets)).toEqual([]);
});

async function idsOfOffers(): Promise<string[]> {
  const { firstSlot } = await valueOf(page, 'market.book', { communityId: data.communityId, slot: null });
  const { offers } = await valueOf(page, 'market.offers', {
    communityId: data.communityId,
    range: { from: firstSlot, to: firstSlot + 7 * 86_400_000 },
    limit: 500,
  });
  return offers.map(({ id }) => id);
}

/** Somebody sells a little, late enough that nothing clears it meanwhile, at a price that nobody pays. */
async function placeOffer(key: string, quantityWh: number): Promise<void> {
  const range = { from: Date.now() - 3_600_000, to: Date.now() + 3_600_000 };
  const [member] = await valueOf(page, 'members.list', { communityId: data.communityId, range });
  const windowStart = Math.ceil(Date.now() / 900_000) * 900_000 + 4 * 3_600_000;
  const offer = {
    memberId: member.id,
    type: 'sell' as const,
    quantityWh,
    price: 950_000,
    windowStart,
    windowEnd: windowStart + 900_000,
  };
  await valueOf(page, 'market.placeOffer', { communityId: data.communityId, offer, key });
}
