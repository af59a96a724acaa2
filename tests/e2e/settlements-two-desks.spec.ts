import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import { emailOf, HUB_PASSWORD, makeHubFolder, SECOND_ADMIN, startHubProcess } from '../hub/hub-process.ts';
import type { HubFolder, HubProcess } from '../hub/hub-process.ts';
import { openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { protect } from './protection.ts';

// Two admins at two consoles with the same failed trade, over a real hub.
test.describe.configure({ mode: 'serial' });

let data: HubFolder;
let hub: HubProcess;
let ada: OpenConsole;
let ben: OpenConsole;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  data = await makeHubFolder({ members: 20, days: 6 });
  hub = await startHubProcess(data.folder);
  [ada, ben] = await Promise.all([deskOf(emailOf('admin')), deskOf(SECOND_ADMIN)]);
});
test.afterAll(async () => {
  await Promise.all([ada.close(), ben.close()]);
  await hub.end('SIGTERM');
  await data.remove();
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

/** A console that is connected to the hub and has fetched the community. */
async function deskOf(email: string): Promise<OpenConsole> {
  const opened = await openConsole();
  await protect(opened.page);
  await valueOf(opened.page, 'sync.connect', { address: hub.address, email, password: HUB_PASSWORD });
  await expect
    .poll(async () => (await valueOf(opened.page, 'sync.status', {})).state, { timeout: 60_000 })
    .toBe('up-to-date');
  return opened;
}

const sheet = (page: Page): Locator => page.getByRole('dialog');

async function casesOf(page: Page): Promise<CaseSummary[]> {
  const filter = { range: null, cause: null, states: [], memberId: null, text: '' };
  const { cases } = await valueOf(page, 'settlement.cases', {
    communityId: data.communityId,
    filter,
    from: 0,
    limit: 100,
  });
  return cases;
}

/** The case of a trade on a desk; undefined once it is resolved. */
async function caseOf(page: Page, tradeId: string): Promise<CaseSummary | undefined> {
  return (await casesOf(page)).find((one) => one.tradeId === tradeId);
}

async function openCase(page: Page, { executedAt, tradeId, buyer, seller }: CaseSummary): Promise<void> {
  await page.evaluate((place) => {
    window.location.hash = place;
  }, `#/settlements/case/${executedAt}/${tradeId}`);
  await expect(sheet(page)).toContainText(`${buyer} bought from ${seller}`, { timeout: 20_000 });
}

/** Chooses to void the trade of the open case, with a reason. */
async function voidIt(page: Page, reason: string): Promise<void> {
  await sheet(page).getByRole('radio', { name: /^Void/ }).check();
  await sheet(page)
    .getByRole('textbox', { name: /^Why it should/ })
    .fill(reason);
  await sheet(page)
    .getByRole('button', { name: /^Propose: / })
    .click();
}

let first: CaseSummary;
let second: CaseSummary;

test('both see the same open cases', async () => {
  const open = (await casesOf(ada.page)).filter(({ state }) => state === 'open');
  expect(open.length).toBeGreaterThan(1);
  [first, second] = open;
  expect((await casesOf(ben.page)).map(({ tradeId }) => tradeId)).toEqual(
    (await casesOf(ada.page)).map(({ tradeId }) => tradeId),
  );
});

test('a void waits for a second person, whom the proposer is not', async () => {
  await openCase(ada.page, first);
  await voidIt(ada.page, 'Both members say that this trade never was meant.');
  await expect(sheet(ada.page)).toContainText('You proposed this; another person has to approve it.', {
    timeout: 20_000,
  });
  await expect(sheet(ada.page).getByRole('button', { name: 'Approve', exact: true })).toBeHidden();
});

test('the second person sees who proposed it and why, approves, and both see it resolved', async () => {
  await expect.poll(async () => (await caseOf(ben.page, first.tradeId))?.state, { timeout: 20_000 }).toBe('proposed');
  await openCase(ben.page, first);
  await expect(sheet(ben.page)).toContainText('Ada Admin');
  await expect(sheet(ben.page)).toContainText('Both members say that this trade never was meant.');
  await sheet(ben.page)
    .getByRole('textbox', { name: /^Why you agree/ })
    .fill('Asked both of them, they say the same.');
  await sheet(ben.page).getByRole('button', { name: 'Approve', exact: true }).click();
  for (const { page } of [ada, ben]) {
    await expect.poll(async () => await caseOf(page, first.tradeId), { timeout: 20_000 }).toBeUndefined();
    await expect(sheet(page)).toContainText('Nothing is left to do.', { timeout: 20_000 });
  }
});

test('two decide on the same case while neither hears of the other: one wins, the other sees why and what holds now', async () => {
  const { communityId } = data;
  await hub.end('SIGKILL');
  for (const [{ page }, reason] of [
    [ada, 'The meter was exchanged on that day.'],
    [ben, 'This was booked twice, as I see it.'],
  ] as const) {
    await openCase(page, second);
    await voidIt(page, reason);
    await expect(
      sheet(page)
        .getByText(/your proposal (waits|is sent)/)
        .first(),
    ).toBeVisible();
  }
  hub = await startHubProcess(data.folder, hub.port);
  const outcomes = async (): Promise<string[]> => {
    const items = await Promise.all([ada, ben].map(({ page }) => valueOf(page, 'outbox.list', { communityId })));
    return items.flat().map(({ state }) => state);
  };
  await expect.poll(outcomes, { timeout: 90_000 }).toEqual(['conflict']);
  const isAda = (await valueOf(ada.page, 'outbox.list', { communityId })).length > 0;
  const { page } = isAda ? ada : ben;
  await expect(sheet(page)).toContainText('somebody was faster', { timeout: 20_000 });
  await expect(sheet(page)).toContainText(isAda ? 'Ben Admin' : 'Ada Admin');
});
