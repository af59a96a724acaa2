import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import fc from 'fast-check';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { contract, methodNames } from '#shared/contract/contract.ts';
import { harmIn } from '../engine/fuzz/harmless.ts';
import { knownValuesOf } from '../engine/fuzz/known-values.ts';
import { valuesOf } from '../engine/fuzz/schema-values.ts';
import { goTo, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { answerOpenDialog, answerSaveDialog } from './dialogs.ts';
import { hostileText, HOSTILE_NAME, writeHostileCommunity } from './hostile-community.ts';
import { ImportDialog } from './import-dialog.ts';
import { protect } from './protection.ts';
import { finishedTask, madeReport } from './report-orders.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// A community whose every text is an attack is imported from a file, looked at on every page, printed and exported: nothing of it runs.
test.describe.configure({ mode: 'serial' });

let folder: string;
let opened: OpenConsole;
let page: Page;
let pseudonym: string;
let community: CommunitySummary;
/** What the attacks would ask for, if one of them ran. */
let server: Server;
let arrived = 0;
test.beforeAll(async () => {
  server = createServer(() => (arrived += 1));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  folder = await makeFolder();
  const made = await writeHostileCommunity(folder, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  pseudonym = made.pseudonym;
  opened = await openConsole({ profile: path.join(folder, 'profile') });
  page = opened.page;
  await protect(page);
  const dialog = new ImportDialog(opened.app, page);
  await dialog.choose(made.file);
  await expect(dialog.locator).toContainText(path.basename(made.file));
  await dialog.button(/^Import [\d,]+ rows$/).click();
  await dialog.openOverview();
  [community] = await valueOf(page, 'communities.list', {});
});
test.afterAll(async () => {
  await opened.close();
  server.close();
  await removeFolder(folder);
});
test.afterEach(async () => {
  expect(await page.evaluate(() => (window as { ran?: unknown }).ran)).toBeUndefined();
  expect(arrived).toBe(0);
  // What the policy has to refuse would be written into the page's console: nothing came so far.
  expect(opened.complaints.splice(0)).toEqual([]);
});

test('texts that a person types are as hostile as those of a file', async () => {
  const communityId = community.id;
  const [member] = await valueOf(page, 'members.list', { communityId, range: period() });
  const text = hostileText(5_000);
  await valueOf(page, 'documents.setOrganiser', {
    communityId,
    organiser: {
      name: hostileText(200),
      address: hostileText(500),
      contact: hostileText(200),
      representative: HOSTILE_NAME,
      protectionOfficer: HOSTILE_NAME,
    },
  });
  for (const kind of ['statutes', 'privacy-notice', 'consent-text'] as const) {
    const version = { kind, title: hostileText(150), language: 'en' as const, text, validFrom: community.dataFrom! };
    await valueOf(page, 'documents.save', { communityId, ...version });
  }
  await valueOf(page, 'privacy.setHold', { communityId, memberId: member.id, class: null, reason: hostileText(250) });
  await valueOf(page, 'identity.reveal', { memberId: member.id, reason: hostileText(150) });
});

test('the area of a file keeps nothing but its shape and a name', async () => {
  await answerOpenDialog(opened.app, path.join(folder, 'area.geojson'));
  const chosen = await valueOf(page, 'files.choose', { purpose: 'boundary' });
  await valueOf(page, 'communities.setBoundary', { communityId: community.id, fileId: chosen!.fileId });
  const { boundary } = await valueOf(page, 'map.cells', { communityId: community.id, range: period() });
  expect(boundary).not.toContain('style');
});

const pages = [
  'Overview',
  'Members',
  'Marketplace',
  'Rules',
  'Ledger',
  'Settlements',
  'Insights',
  'Audit & reports',
  'Legal & privacy',
  'Settings',
] as const;

for (const name of pages) {
  test(`${name} shows every text as text, in each of its views and the sheet of what is listed first`, async () => {
    await goTo(page, name);
    const views = page.getByRole('navigation', { name: /^Views of/ }).getByRole('link');
    for (let view = 0; view < Math.max(1, await views.count()); view += 1) {
      if ((await views.count()) > 0) await views.nth(view).click();
      await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
      const row = page.getByRole('grid').first().getByRole('row').nth(1);
      if ((await row.count()) > 0) await row.click();
      const markup = '[onerror], [onload], [href^="javascript:"], [style*="url("], main script, [role=dialog] script';
      await expect(page.locator(markup)).toHaveCount(0);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
  });
}

test('the name of a member is read as it is written', async () => {
  await goTo(page, 'Members');
  await expect(page.getByText(pseudonym).first()).toBeVisible();
});

test('paper has the texts as text, and its window runs nothing', async () => {
  const communityId = community.id;
  const [member] = await valueOf(page, 'members.list', { communityId, range: period() });
  const range = { from: community.dataTo! - 6 * 3_600_000, to: community.dataTo! };
  const orders = [
    { kind: 'member-statement', communityId, memberId: member.id, range },
    { kind: 'ledger', communityId, range },
    { kind: 'processing-record', communityId },
  ] as const;
  for (const order of orders) {
    const reportId = await madeReport(page, order, 'en');
    const { html, header, footer } = await valueOf(page, 'reports.content', { reportId });
    const markup = /<(script|iframe|object|embed|link|form|img(?! src="data:))|<[^>]*\s(on\w+|href="javascript:)/i;
    for (const text of [html, header, footer]) expect(text).not.toMatch(markup);
    expect(html).toContain('&lt;img src=x');
    expect((await valueOf(page, 'reports.pdf', { reportId })).pages).toBeGreaterThan(0);
  }
});

test('a sheet that is exported begins no field as a formula', async () => {
  const file = path.join(folder, 'trades.csv');
  await answerSaveDialog(opened.app, file);
  const chosen = await valueOf(page, 'files.chooseTarget', { suggestedName: '../../=1+1<img>', type: 'csv' });
  const { taskId } = await valueOf(page, 'ledger.export', {
    communityId: community.id,
    fileId: chosen!.fileId,
    filter: {
      range: period(),
      memberId: null,
      side: 'either',
      status: null,
      failureCode: null,
      price: { from: null, to: null },
      quantityWh: { from: null, to: null },
      mechanism: null,
      ruleId: null,
      text: '',
    },
    sort: { by: 'executedAt', descending: false },
    format: 'csv',
    columns: ['buyer', 'seller', 'status'],
    notation: 'iso',
    language: 'en',
  });
  await finishedTask(page, taskId);
  const fields = (await readFile(file, 'utf8'))
    .split(/\r?\n/)
    .flatMap((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  expect(fields.length).toBeGreaterThan(20);
  expect(fields.filter((field) => /^"?[=+\-@\t]/.test(field))).toEqual([]);
});

/** What ends the session, opens a dialog of the system, or takes the community away has its own tests. */
const isTriedElsewhere =
  /^(session|security|recovery|files|demo|communities\.remove|privacy\.eraseMember|reports\.(pdf|save|print|setSchedule)|backups\.restore|sync\.connect)/;
const tried = methodNames.filter((name) => !isTriedElsewhere.test(name));

test('every method answers inputs of its shape over the real bridge, hostile in their leaves, without harm', async () => {
  const known = await knownValuesOf((method, input) => valueOf(page, method, input), community.id);
  const calls = tried.flatMap((method) =>
    fc.sample(valuesOf(contract[method].input, known), { numRuns: 2, seed: 5 }).map((input) => ({ method, input })),
  );
  const answers = await page.evaluate(async (all) => {
    const given: unknown[] = [];
    for (const { method, input } of all) given.push(await window.commonwatt!.invoke(method, input as never));
    return given;
  }, calls);
  for (const [index, { method, input }] of calls.entries())
    expect(harmIn(answers[index], input, [folder]), `${method} ${JSON.stringify(input)}`).toBeNull();
});

test('every method answers values of every kind over the real bridge, also such as cannot be copied', async () => {
  const answers = await page.evaluate(async (methods) => {
    const loop: unknown[] = [];
    loop.push(loop, { loop });
    const deep: unknown[] = [];
    for (let level = 0, at = deep; level < 900; level += 1) at.push((at = []));
    const values: unknown[] = [
      undefined,
      null,
      10n ** 400n,
      new Map([['communityId', 'x']]),
      new Set([1]),
      new Date(Number.NaN),
      new Error('of the page'),
      /(a+)+$/,
      '\ud800',
      loop,
      deep,
      JSON.parse('{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}'),
      () => undefined,
      Symbol('s'),
      document.body,
      new Proxy({}, {}),
      {
        get communityId() {
          throw new Error('of the page');
        },
      },
    ];
    const invoke = window.commonwatt!.invoke as (name: unknown, input: unknown) => Promise<unknown>;
    const tell = async (method: string, value: unknown): Promise<unknown> => {
      try {
        return await invoke(method, value);
      } catch (error) {
        // What the page's own world could not hand to the bridge never left the page.
        return { ok: false, thrownInPage: String(error) };
      }
    };
    const big = [new Uint8Array(500_000), Array.from({ length: 50_000 }, (_, index) => index), 'x'.repeat(2_000_000)];
    const given: { method: string; kind: number; answer: unknown }[] = [];
    for (const [index, method] of methods.entries()) {
      // Size is looked at before the name is.
      const all = await Promise.all([...values, ...(index < 3 ? big : [])].map((value) => tell(method, value)));
      given.push(...all.map((answer, kind) => ({ method, kind, answer })));
    }
    return given;
  }, tried);
  const [thrown, told] = [true, false].map((wanted) => answers.filter(({ answer }) => isThrown(answer) === wanted));
  for (const { answer } of thrown)
    expect((answer as { thrownInPage: string }).thrownInPage).toMatch(
      /recursion depth exceeded|could not be cloned|of the page/,
    );
  for (const { method, kind, answer } of told) expect(harmIn(answer, null, [folder]), `${method}, ${kind}`).toBeNull();
  expect(told.length).toBeGreaterThan(tried.length * 10);
});

function isThrown(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'thrownInPage' in answer;
}

test('what a hub says of itself and of what went wrong is text too', async () => {
  const hub = createHttpServer((request, response) => {
    const signsIn = request.url?.startsWith('/api/auth/') ?? false;
    const user = { email: 'a@example.org', name: HOSTILE_NAME, role: 'admin' };
    const tokens = { access_token: hostileText(50), expires_in: 600, refresh_token: hostileText(50) };
    const communities = [{ id: randomUUID(), name: HOSTILE_NAME }];
    const error = {
      code: 'HUB_REFUSED',
      message: hostileText(900),
      remedy: hostileText(900),
      details: { file: HOSTILE_NAME },
    };
    response.writeHead(signsIn ? 200 : 409, { 'content-type': 'application/json' });
    response.end(JSON.stringify(signsIn ? { user, communities, ...tokens } : { error }));
  });
  await new Promise<void>((listening) => hub.listen(0, '127.0.0.1', listening));
  const address = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
  await valueOf(page, 'sync.connect', { address, email: 'a@example.org', password: 'a password' });
  await expect.poll(async () => (await valueOf(page, 'sync.status', {})).problem).not.toBeNull();
  expect((await valueOf(page, 'sync.status', {})).connection).toMatchObject({ name: HOSTILE_NAME });
  await page.reload();
  for (const name of ['Overview', 'Legal & privacy', 'Settings'] as const) await goTo(page, name);
  hub.closeAllConnections();
  hub.close();
});

function period(): { from: number; to: number } {
  return { from: community.dataFrom!, to: community.dataTo! };
}
