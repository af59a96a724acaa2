/** The pictures of the guide for managers, in each of its languages, written to docs/guide/pictures/ under fixed names. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { valueOf } from '../../tests/e2e/console-window.ts';
import { launchConsole } from '../../tests/e2e/launch.ts';
import { madeReport, reportOrders } from '../../tests/e2e/report-orders.ts';
import { PASSPHRASE } from '../../tests/e2e/protection.ts';
import { picturesFolder, takeForGuide, writeForGuide, type GuideLanguage } from './guide-pictures.ts';
import { tourFolder } from './pictures.ts';
import { pageAsPng, savedReport } from './reports.ts';
import { textsOf, type Texts } from './texts.ts';

/** What a long look takes at most. */
const LONG = { timeout: 120_000 } as const;

/** A console in one language, and how a picture of it is taken. */
interface Desk {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly texts: Texts;
  readonly take: (name: string, part?: Locator) => Promise<void>;
}

/** Takes every picture of the guide but that of a conflict, which the part about the hub takes. */
export async function guide(): Promise<void> {
  for (const language of ['en', 'de'] as const) {
    await mkdir(path.join(picturesFolder, language), { recursive: true });
    await withDesk(language, ['--demo'], demo);
    await withDesk(language, [], ownData);
  }
}

async function withDesk(
  language: GuideLanguage,
  args: readonly string[],
  walk: (desk: Desk, profile: string) => Promise<void>,
): Promise<void> {
  const locale = { en: 'en-GB', de: 'de-DE' }[language];
  const { app, page, profile, close } = await launchConsole({
    args: [`--lang=${locale}`, '--password-store=basic', ...args],
    env: { TZ: 'Europe/Berlin' },
  });
  try {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setContentSize(1280, 800));
    await walk(deskOf(app, page, language), profile);
  } finally {
    await close();
  }
}

function deskOf(app: ElectronApplication, page: Page, language: GuideLanguage): Desk {
  return {
    app,
    page,
    texts: textsOf(language),
    take: (name, part) => takeForGuide(page, language, name, part),
  };
}

/** The pages with the demo community. */
async function demo(desk: Desk): Promise<void> {
  const { page, texts, take } = desk;
  await heading(page, texts.say('shell:pages.overview'));
  const demoState = async () => (await valueOf(page, 'tasks.list', {}))[0]?.state;
  await expect.poll(demoState, { timeout: 300_000, message: 'the demo community is made' }).toBe('done');
  // The note that says so would cover a corner of the first pictures.
  await page.getByText(texts.say('tasks:demo.done')).waitFor({ state: 'hidden', timeout: 30_000 });
  await show(page, '/overview');
  await take('overview');
  await show(page, '/insights');
  await take('health', page.getByRole('region', { name: texts.say('health:titleOfAll') }));
  await show(page, '/members');
  await take('members');
  await members(desk);
  await market(desk);
  await rules(desk);
  await settlements(desk);
  await show(page, '/insights/fairness');
  await take('fairness');
  await show(page, '/insights/counterfactual');
  await page.getByRole('button', { name: texts.say('counterfactual:start') }).click();
  const comparison = page.getByRole('region', { name: texts.say('counterfactual:comparison.title') });
  await comparison.waitFor(LONG);
  await comparison.evaluate((panel) => panel.scrollIntoView({ block: 'end' }));
  await take('what-if', comparison);
  await reports(desk);
  await legal(desk);
}

async function members({ page, take }: Desk): Promise<void> {
  await page
    .getByRole('grid')
    .getByText(/^House /)
    .nth(2)
    .click();
  await take('member', page.getByRole('dialog'));
}

/** A cleared slot, an order that asks why, a trade of a rule that is explained, and an offer on its way. */
async function market({ page, texts, take }: Desk): Promise<void> {
  await show(page, `/marketplace?slot=${noonOfYesterday()}`);
  await page.getByRole('button', { name: texts.say('marketplace:certificate.verify'), exact: true }).click();
  await page.getByText(texts.say('marketplace:verdict.verified')).waitFor();
  await take('cleared-slot');
  await page.getByRole('grid').last().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await take('why-not-me', page.getByRole('dialog'));
  await page.keyboard.press('Escape');

  await show(page, '/marketplace');
  await page.getByRole('button', { name: texts.say('marketplace:placeOffer') }).click();
  const wizard = page.getByRole('dialog', { name: texts.say('offers:wizard.title') });
  await wizard.getByRole('combobox', { name: texts.say('offers:fields.member') }).fill('House B2');
  await page.getByRole('option', { name: 'House B2', exact: true }).click();
  await wizard.getByRole('textbox', { name: texts.like('offers:fields.quantity') }).fill(texts.decimal('0.4'));
  await wizard.getByRole('textbox', { name: texts.like('offers:fields.price.buy') }).fill(texts.decimal('0.29'));
  await take('offer', wizard);
  await wizard.getByRole('button', { name: texts.say('offers:wizard.next') }).click();
  await take('offer-effect', wizard);
  await wizard.getByRole('button', { name: texts.say('offers:wizard.place') }).click();
  await wizard.waitFor({ state: 'hidden' });
  const outbox = page.getByRole('region', { name: texts.like('sync:waiting_one') });
  await outbox.scrollIntoViewIfNeeded();
  await take('outbox', outbox);
}

/** A rule that is changed and tried on the past, and the reasons of a trade that one placed. */
async function rules({ page, texts, take }: Desk): Promise<void> {
  await show(page, '/rules');
  await page.getByRole('grid', { name: texts.say('rules:list.title') }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: texts.say('rules:sheet.change') }).click();
  const editor = page.getByRole('dialog', { name: texts.like('rule-editor:title.change') });
  await editor
    .getByRole('textbox', { name: texts.like('rule-editor:fields.lowest') })
    .or(editor.getByRole('textbox', { name: texts.like('rule-editor:fields.highest') }))
    .fill(texts.decimal('0.2'));
  await take('rule', editor);
  await editor.getByRole('tab', { name: texts.say('rule-editor:tabs.trial') }).click();
  await editor.getByRole('button', { name: texts.say('rule-trials:trial.start') }).click();
  await editor.getByText(texts.say('rule-trials:figures.fired')).first().waitFor(LONG);
  await take('rule-trial', editor);

  const [community] = await valueOf(page, 'communities.list', {});
  const all = await valueOf(page, 'rules.list', { communityId: community.id });
  const [latest] = all.toSorted((a, b) => (b.lastMatchedAt ?? 0) - (a.lastMatchedAt ?? 0));
  await show(page, `/members/${latest.memberId}`);
  await page
    .getByRole('button', { name: texts.like('members:trades.whyName') })
    .first()
    .click();
  await take('trade-reasons', page.getByRole('dialog', { name: texts.say('rule-audit:reasons.title') }));
}

async function settlements({ page, texts, take }: Desk): Promise<void> {
  await show(page, '/settlements');
  await take('settlements');
  const [community] = await valueOf(page, 'communities.list', {});
  const { cases } = await valueOf(page, 'settlement.cases', {
    communityId: community.id,
    filter: { range: null, cause: 'QUANTITY_EXCEEDS_METER', states: ['open'], memberId: null, text: '' },
    from: 0,
    limit: 1,
  });
  const [one] = cases;
  await show(page, `/settlements/case/${one.executedAt}/${one.tradeId}`);
  await take('settlement-case', page.getByRole('dialog'));
  await show(page, '/settlements/reconciliation');
  await take('proof', page.getByRole('region', { name: texts.say('reconciliation:proof.title') }));
}

/** The monthly report on the screen and on paper, and paper that is verified. */
async function reports({ app, page, texts, take }: Desk): Promise<void> {
  const [community] = await valueOf(page, 'communities.list', {});
  const orders = await reportOrders(page, community);
  const monthly = orders.find(({ kind }) => kind === 'community-month');
  if (monthly === undefined) throw new Error('The demo has no month to report on.');
  const reportId = await madeReport(page, monthly, texts.language);
  await show(page, `/audit/report/${reportId}`);
  await page.locator('canvas').first().waitFor(LONG);
  await take('report');
  const pdf = await savedReport(app, page, reportId, path.join(tourFolder, `report-guide-${texts.language}.pdf`));
  await writeForGuide(texts.language, 'monthly-report', (await pageAsPng(pdf, 1)).png);
  await pdf.loadingTask.destroy();
  const made = (await valueOf(page, 'reports.list', { communityId: community.id })).find(({ id }) => id === reportId);
  await show(page, '/audit/verify');
  await page.getByLabel(texts.say('reports:verify.paper.id')).fill(reportId);
  await page.getByLabel(texts.say('reports:verify.paper.fingerprint')).fill(made?.fingerprint.slice(0, 32) ?? '');
  await page.getByRole('button', { name: texts.say('reports:verify.paper.start'), exact: true }).click();
  await page.getByText(texts.like('reports:check.verdicts.same.said')).waitFor(LONG);
  await take('verify-report');
}

async function legal({ page, texts, take }: Desk): Promise<void> {
  await show(page, '/legal/requests');
  await page.getByRole('combobox', { name: texts.say('legal-requests:choose.label') }).click();
  await page.getByRole('option').nth(3).click();
  await take('member-request');
  await show(page, '/legal/retention');
  await page.getByRole('button', { name: texts.say('legal-retention:dryRun.look') }).click();
  await page.getByText(texts.say('legal-retention:dryRun.due'), { exact: true }).waitFor(LONG);
  await take('retention', page.getByRole('region', { name: texts.say('legal-retention:dryRun.title') }));
}

/** A profile of one's own: how it begins, is protected, locked and backed up, and what is shown when its data do not open. */
async function ownData({ app, page, texts, take }: Desk, profile: string): Promise<void> {
  await heading(page, texts.say('unlock:begin.title'));
  await take('begin');
  await page.getByRole('button', { name: texts.like('unlock:begin.import.title') }).click();
  await page.getByLabel(texts.say('unlock:passphrase'), { exact: true }).fill(PASSPHRASE);
  await take('protect');
  await valueOf(page, 'session.setUp', { passphrase: PASSPHRASE, keychain: false });
  await heading(page, texts.say('shell:empty.title'));
  await valueOf(page, 'backups.make', { reason: 'by-hand' });
  await show(page, '/settings/backups');
  await take('backups');
  await show(page, '/settings/diagnostics');
  await take('diagnostics');

  const replaced = app.waitForEvent('window');
  await page
    .getByRole('button', { name: texts.say('shell:lock'), exact: true })
    .click()
    // The page may be gone before the click that took it away has ended.
    .catch(() => undefined);
  const locked = deskOf(app, await replaced, texts.language);
  await heading(locked.page, texts.say('unlock:locked'));
  await locked.take('unlock');
  const cacheFile = path.join(profile, 'cache', 'commonwatt.db');
  const bytes = await readFile(cacheFile);
  await writeFile(cacheFile, bytes.fill(0x5a, bytes.length / 2));
  await locked.page.getByLabel(texts.say('unlock:passphrase'), { exact: true }).fill(PASSPHRASE);
  await locked.page.getByRole('button', { name: texts.say('unlock:unlock.confirm'), exact: true }).click();
  await heading(locked.page, texts.say('recovery:trouble.damaged.title'));
  await locked.take('recovery');
}

/** Opens a place with the last month, and waits until nothing on it is still a skeleton. What was open closes by it. */
async function show(page: Page, place: string): Promise<void> {
  await page.evaluate(
    (hash) => {
      window.location.hash = hash;
    },
    `#${place}${place.includes('?') ? '&' : '?'}period=month`,
  );
  // A page that is loaded anew has no sheet, no editor with a question and no filter left over.
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor({ timeout: 60_000 });
  await page.waitForFunction(
    () => document.querySelector('.mantine-Skeleton-root, [data-skeleton]') === null,
    undefined,
    { timeout: 60_000 },
  );
}

async function heading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { name, level: 1 }).waitFor({ timeout: 60_000 });
}

/** A slot with sun, whatever the time of the tour. */
function noonOfYesterday(): number {
  const day = 24 * 3_600_000;
  return Math.floor(Date.now() / day) * day - day + 11 * 3_600_000;
}
