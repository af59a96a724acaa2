/** The tour of everything about a hub, over a real one: from the first run to a hub that has less than the console. */
import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { DEFAULT_SLOT_MINUTES, HOUR, MINUTE } from '#shared/domain/slots.ts';
import { valueOf } from '../../tests/e2e/console-window.ts';
import { launchConsole } from '../../tests/e2e/launch.ts';
import { PASSPHRASE } from '../../tests/e2e/protection.ts';
import { emailOf, HUB_PASSWORD, makeHubFolder, startHubProcess, type HubProcess } from '../../tests/hub/hub-process.ts';
import { openHubLine, type HubLine } from './hub-line.ts';
import { takeForGuide } from './guide-pictures.ts';
import { otherDeskAt, type WireOffer } from './other-desk.ts';
import { heading, shoot, shootDialog } from './pictures.ts';
import { textsOf } from './texts.ts';

const SLOT = DEFAULT_SLOT_MINUTES * MINUTE;
const PERSON = { email: emailOf('admin'), password: HUB_PASSWORD };

interface CommunitySize {
  readonly members: number;
  readonly days: number;
}

type HubAtWork = HubProcess & { readonly communityId: string };

/** What every scene needs. */
interface Scene {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly line: HubLine;
}

/** Connects, fetches, decides without a network, hears the hub's no, and meets another hub at the same address. */
export async function hub(): Promise<void> {
  const ends: (() => Promise<void>)[] = [];
  try {
    await scenes((end) => void ends.push(end));
  } finally {
    // One at a time: what is still being made at the end of a tour that failed adds its own.
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  }
}

/** @param atEnd takes what has to be done after the tour, in the reverse order */
async function scenes(atEnd: (end: () => Promise<void>) => void): Promise<void> {
  const make = async (size: CommunitySize): Promise<HubAtWork> => {
    const { folder, communityId, remove } = await makeHubFolder(size);
    atEnd(remove);
    const process = await startHubProcess(folder);
    atEnd(() => process.end('SIGTERM'));
    return { ...process, communityId };
  };
  const start = (size: CommunitySize): Promise<HubAtWork> => {
    const made = make(size);
    atEnd(() =>
      made.then(
        () => undefined,
        () => undefined,
      ),
    );
    return made;
  };
  const { app, page, close } = await launchConsole();
  atEnd(close);
  // Made while the first pictures are taken.
  const [first] = await Promise.all([start({ members: 24, days: 8 }), firstRun(app, page)]);
  const line = await openHubLine(first.port);
  atEnd(line.close);
  const scene: Scene = { app, page, line };
  await firstSignIn(scene);
  await firstFetch(scene);
  // The same seed is the same community, of which this hub knows much less.
  const [less] = await Promise.all([start({ members: 6, days: 1 }), withFirstHub(scene, first)]);
  line.cut();
  line.leadTo(less.port);
  await anotherHub(scene);
}

async function withFirstHub(scene: Scene, first: HubAtWork): Promise<void> {
  await upToDate(scene);
  await withoutNetwork(scene, first);
  await refusals(scene);
}

/** From the first run to the form, and an address that cannot be. */
async function firstRun(app: ElectronApplication, page: Page): Promise<void> {
  await heading(page, 'How would you like to begin?');
  await page.getByRole('button', { name: /^Connect to a hub/ }).click();
  await page.getByLabel('Passphrase', { exact: true }).waitFor();
  await shootDialog(app, page, 'hub-protect');
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Repeat the passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Protect and go on' }).click();
  const form = page.getByRole('dialog', { name: 'Connect to a hub' });
  const address = form.getByLabel('Address of the hub');
  await address.waitFor();
  await shoot(app, page, 'hub-connect');
  await address.fill('http://hub.example.org');
  await form.getByText(/your password would travel readable/).waitFor();
  await shootDialog(app, page, 'hub-insecure-address');
}

/** The form that is filled in, with a password that is wrong at first. */
async function firstSignIn({ app, page, line }: Scene): Promise<void> {
  const form = page.getByRole('dialog', { name: 'Connect to a hub' });
  await form.getByLabel('Address of the hub').fill(line.address);
  await form.getByLabel('E-mail').fill(PERSON.email);
  await form.getByLabel('Password', { exact: true }).fill('not this one');
  await form.getByRole('button', { name: 'Connect', exact: true }).click();
  await form.getByText(/does not accept this e-mail with this password/).waitFor();
  await shootDialog(app, page, 'hub-wrong-password');
}

/** The hub is asked and has not answered; then the first page is here and the next one is not. */
async function firstFetch({ app, page, line }: Scene): Promise<void> {
  const form = page.getByRole('dialog', { name: 'Connect to a hub' });
  await form.getByLabel('Password', { exact: true }).fill(HUB_PASSWORD);
  const isAsked = line.keepBack('GET /api/sync');
  await form.getByRole('button', { name: 'Connect', exact: true }).click();
  await isAsked;
  await form.getByText(/^Asking the hub/).waitFor();
  await shootDialog(app, page, 'hub-asking');
  line.letGo();
  await line.keepBack('GET /api/sync?');
  await heading(page, 'Overview');
  await shoot(app, page, 'hub-fetching');
  line.letGo();
  await page.getByRole('button', { name: /^Up to date/ }).waitFor({ timeout: 60_000 });
  await putAway(page, 'Sonnenhang was fetched');
}

async function upToDate({ app, page }: Scene): Promise<void> {
  await page.getByRole('button', { name: /^Up to date/ }).click();
  await page.getByRole('dialog').getByText('Complete as of').waitFor();
  await shoot(app, page, 'hub-status');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Sonnenhang/ }).click();
  await page.getByRole('menuitem', { name: 'Disconnect…' }).waitFor();
  await shootDialog(app, page, 'hub-menu');
  await page.getByRole('menuitem', { name: 'Disconnect…' }).click();
  await page.getByRole('button', { name: 'Stay connected' }).waitFor();
  await shootDialog(app, page, 'hub-disconnect');
  await page.getByRole('button', { name: 'Stay connected' }).click();
}

/**
 * Two decisions are made while the line is cut, and both come too late: the offer is taken by somebody else, and the member who wants to buy
 * has offered to sell for less.
 */
async function withoutNetwork({ app, page, line }: Scene, { address, port, communityId }: HubAtWork): Promise<void> {
  const desk = await otherDeskAt(address, PERSON, communityId);
  const [seller, taker, other, both] = await activeMembers(page, communityId);
  const slot = nextSlot();
  const window = { time_window_start: new Date(slot).toISOString(), time_window_end: hoursAfter(slot, 2) };
  const offer: WireOffer = {
    ...window,
    member_id: seller,
    type: 'sell',
    quantity_kwh: 0.8,
    price_per_kwh: 0.195,
  };
  const offerId = await desk.place(offer);
  await expect(async () => expect(await offerIds(page, communityId, slot)).toContain(offerId)).toPass();

  line.cut();
  await page.getByRole('button', { name: /^Offline/ }).waitFor({ timeout: 30_000 });
  const taking = { communityId, offerId, memberId: taker, quantityWh: 800, key: randomUUID() };
  await valueOf(page, 'market.takeOffer', taking);
  const buys = { memberId: both, type: 'buy', quantityWh: 400, price: 290_000 } as const;
  await valueOf(page, 'market.placeOffer', {
    communityId,
    key: randomUUID(),
    offer: { ...buys, windowStart: slot, windowEnd: Date.parse(window.time_window_end) },
  });
  await page.getByRole('link', { name: 'Marketplace', exact: true }).click();
  await heading(page, 'Marketplace');
  await page.getByRole('button', { name: /^Offline/ }).click();
  await page.getByRole('dialog').getByText('Next attempt').waitFor();
  await shoot(app, page, 'hub-offline');
  await page.keyboard.press('Escape');

  await desk.take(offerId, offer, other);
  await desk.place({ ...offer, member_id: both, quantity_kwh: 0.5, price_per_kwh: 0.21 });
  line.leadTo(port);
}

/** What the hub did not do: the reasons, and both versions of the conflict. */
async function refusals({ app, page }: Scene): Promise<void> {
  await valueOf(page, 'sync.now', {});
  await page.getByRole('button', { name: '2 decisions need you' }).waitFor({ timeout: 30_000 });
  const outbox = page.getByRole('region', { name: /need you/ });
  await outbox.scrollIntoViewIfNeeded();
  await shoot(app, page, 'hub-outbox', { whole: true });
  await takeForGuide(page, 'en', 'conflict', outbox);
  await inGerman(page, async () => {
    await page.getByRole('button', { name: '2 Entscheidungen warten auf Sie' }).click();
    const seeOutbox = page.getByRole('dialog').getByRole('button', { name: 'Postausgang ansehen' });
    await seeOutbox.waitFor();
    await shootDialog(app, page, 'hub-refused-german');
    await seeOutbox.click();
    await shootDialog(app, page, 'hub-outbox-german');
    await takeForGuide(
      page,
      'de',
      'conflict',
      page.getByRole('region', { name: textsOf('de').like('sync:needsPerson_other') }),
    );
  });
}

/** Another hub answers at the address: it knows nobody's sign-in, and holds much less of the community. */
async function anotherHub({ app, page }: Scene): Promise<void> {
  await valueOf(page, 'sync.now', {});
  const notices = page.getByRole('complementary', { name: 'Notices' });
  await notices.getByRole('button', { name: 'Sign in again' }).waitFor({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await heading(page, 'Overview');
  await shootDialog(app, page, 'hub-sign-in-needed');
  await notices.getByRole('button', { name: 'Sign in again' }).click();
  const signIn = page.getByRole('dialog', { name: 'Sign in again' });
  await signIn.getByLabel('Password', { exact: true }).waitFor();
  await shootDialog(app, page, 'hub-sign-in');
  await signIn.getByLabel('Password', { exact: true }).fill(HUB_PASSWORD);
  await signIn.getByRole('button', { name: 'Sign in', exact: true }).click();
  await notices.getByText(/suspiciously few/i).waitFor({ timeout: 60_000 });
  await putAway(page, 'You are signed in again.');
  await shoot(app, page, 'hub-has-less');
  await page.getByRole('button', { name: /^Fetching has stopped/ }).click();
  await page
    .getByRole('dialog')
    .getByText(/suspiciously few/i)
    .waitFor();
  await shootDialog(app, page, 'hub-has-less-status');
  await page.keyboard.press('Escape');
  await notices.getByRole('button', { name: /^Replace/ }).click();
  await page.getByRole('button', { name: 'Replace it' }).waitFor();
  await shootDialog(app, page, 'hub-replace');
}

/** Puts a notice away that would cover a corner of the next pictures. */
async function putAway(page: Page, text: string): Promise<void> {
  const notice = page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: text });
  await notice.getByRole('button').click();
  await notice.waitFor({ state: 'hidden' });
}

/** Shows the same in German. */
async function inGerman(page: Page, look: () => Promise<void>): Promise<void> {
  await chooseLanguage(page, 'Appearance and language', 'Deutsch');
  await look();
  await chooseLanguage(page, 'Farben und Sprache', 'English');
}

async function chooseLanguage(page: Page, menu: string, language: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitemradio', { name: language }).click();
  await page.keyboard.press('Escape');
}

/** Ids of members who can trade: the first one sells. */
async function activeMembers(page: Page, communityId: string): Promise<string[]> {
  const range = { from: Date.now() - 24 * HOUR, to: Date.now() };
  const members = await valueOf(page, 'members.list', { communityId, range });
  const active = members.filter(({ isActive, leftAt }) => isActive && leftAt === null);
  return active.toSorted((one, two) => two.exportedWh - one.exportedWh).map(({ id }) => id);
}

async function offerIds(page: Page, communityId: string, slot: number): Promise<string[]> {
  const range = { from: slot, to: slot + SLOT };
  return (await valueOf(page, 'market.offers', { communityId, range, limit: 500 })).offers.map(({ id }) => id);
}

/** A slot that is still open when the pictures are taken. */
function nextSlot(): number {
  return Math.ceil((Date.now() + 2 * MINUTE) / SLOT) * SLOT;
}

function hoursAfter(slot: number, hours: number): string {
  return new Date(slot + hours * HOUR).toISOString();
}
