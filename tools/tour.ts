// `npm run tour`: walks the whole console and writes a picture of every page to out/tour/, in light and dark, at 1280 and 1024 px,
// with tour.json naming what each picture shows. The community is the demo, real readings where they are at hand, and that of a real hub.
//
//   npm run tour                  everything
//   npm run tour -- first-run     only the named parts: first-run, demo, hub, guide, pseudo
//   npm run tour -- pseudo        every page in a language that does not exist: fails on texts that are clipped or not translated
//   npm run tour -- guide hub     also the pictures of docs/guide, which the whole tour leaves as they are
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { demoIsComplete, valueOf } from '../tests/e2e/console-window.ts';
import { launchConsole } from '../tests/e2e/launch.ts';
import { pageAfterLock, protect } from '../tests/e2e/protection.ts';
import { buildWhenNeeded } from './build.ts';
import { withDisplay } from './electron-runtime/display.ts';
import { readyElectron } from './electron-runtime/ready.ts';
import { repositoryRoot } from './paths.ts';
import { reportStep, runTool } from './report.ts';
import { audit } from './tour/audit.ts';
import { guide } from './tour/guide.ts';
import { hub } from './tour/hub.ts';
import { insights } from './tour/insights.ts';
import { ledger } from './tour/ledger.ts';
import { legal } from './tour/legal.ts';
import { heading, papers, pictures, shoot, tourFolder } from './tour/pictures.ts';
import { pseudo } from './tour/pseudo.ts';
import { reports } from './tour/reports.ts';
import { rules } from './tour/rules.ts';
import { settings, trouble } from './tour/settings.ts';
import { settlements } from './tour/settlements.ts';

const readings = path.join(repositoryRoot, '..', 'shared', 'data', 'konstanz-homes', 'readings.csv');

const parts: Readonly<Record<string, () => Promise<void>>> = { 'first-run': firstRun, demo, hub, guide, pseudo };
/** What is walked when nothing is named: what is written to out/tour. */
const whole: readonly string[] = ['first-run', 'demo', 'hub'];

await runTool(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined)
    throw new Error(`There is no part "${unknown}" of the tour; there are ${Object.keys(parts).join(', ')}.`);
  await readyElectron();
  await buildWhenNeeded();
  await rm(tourFolder, { recursive: true, force: true });
  await mkdir(tourFolder, { recursive: true });
  await withDisplay(async (display) => {
    Object.assign(process.env, display.env);
    for (const [name, walk] of Object.entries(parts))
      if ((names.length === 0 ? whole : names).includes(name)) await walk();
  });
  await writeFile(path.join(tourFolder, 'tour.json'), `${JSON.stringify({ pictures, papers }, null, 2)}\n`);
  reportStep(`${pictures.length} pictures in ${path.relative(repositoryRoot, tourFolder)}`);
  return 0;
});

/** The pages before there is a cache, the empty console, its settings, the locked one, and one whose data are damaged. */
async function firstRun(): Promise<void> {
  const { app, page, profile, close } = await launchConsole();
  try {
    await heading(page, 'How would you like to begin?');
    await shoot(app, page, 'first-run');
    await page.getByRole('button', { name: /^Import files/ }).click();
    await shoot(app, page, 'protect');
    await protect(page);
    await shoot(app, page, 'empty');
    await valueOf(page, 'backups.make', { reason: 'by-hand' });
    await settings(app, page);
    const lock = page.getByRole('button', { name: 'Lock', exact: true });
    const locked = await pageAfterLock(app, () => lock.click());
    await shoot(app, locked, 'unlock');
    await trouble(app, locked, path.join(profile, 'cache', 'commonwatt.db'));
  } finally {
    await close();
  }
}

/** Every page with the demo community, and the import of real readings where they are at hand. */
async function demo(): Promise<void> {
  const { app, page, close } = await launchConsole({ args: ['--demo'] });
  try {
    await heading(page, 'Overview');
    await demoIsComplete(page);
    // The note that says so would cover a corner of the first pictures.
    await page.getByText('The demo community is complete').waitFor({ state: 'hidden', timeout: 30_000 });
    await shoot(app, page, 'overview', { whole: true });
    await page.keyboard.press('Control+K');
    await shoot(app, page, 'palette');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Members', exact: true }).click();
    await heading(page, 'Members');
    await shoot(app, page, 'members');
    await page
      .getByRole('grid')
      .getByText(/^House /)
      .nth(2)
      .click();
    await page.getByRole('dialog').waitFor();
    await shoot(app, page, 'member-sheet', { whole: true });
    await page.keyboard.press('Escape');
    await marketplace(app, page);
    await rules(app, page);
    await ledger(app, page);
    await settlements(app, page);
    await insights(app, page);
    await audit(app, page);
    await reports(app, page);
    await legal(app, page);
    if (existsSync(readings)) await realReadings(app, page);
    else reportStep('No real readings beside the project (../shared/data): the import is left out of the tour');
  } finally {
    await close();
  }
}

/** The next slot, a cleared one with its proof, an order explained, an offer on its way, and a period verified. */
async function marketplace(app: ElectronApplication, page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Marketplace', exact: true }).click();
  await heading(page, 'Marketplace');
  await shoot(app, page, 'marketplace', { whole: true });

  await page.getByRole('button', { name: 'Place an offer' }).click();
  const wizard = page.getByRole('dialog', { name: 'Place an offer' });
  await wizard.getByRole('combobox', { name: 'Member' }).fill('House B2');
  await page.getByRole('option', { name: 'House B2', exact: true }).click();
  await wizard.getByRole('textbox', { name: /^Quantity in kWh/ }).fill('0.4');
  await wizard.getByRole('textbox', { name: /^Pay at most/ }).fill('0.29');
  await wizard.getByText('Held back by this offer').waitFor();
  await shoot(app, page, 'offer-wizard');
  await wizard.getByRole('button', { name: 'See what it means' }).click();
  await shoot(app, page, 'offer-effect');
  await wizard.getByRole('button', { name: 'Place the offer' }).click();
  await wizard.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^Take/ }).last().click();
  const taking = page.getByRole('dialog', { name: 'Take an offer' });
  await taking.getByRole('combobox', { name: 'Who buys' }).fill('House B2');
  await page.getByRole('option', { name: 'House B2', exact: true }).click();
  await taking.getByText(/^This binds both/).waitFor();
  await shoot(app, page, 'quick-trade');
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: /waiting to be sent$/ }).scrollIntoViewIfNeeded();
  await shoot(app, page, 'outbox');

  await showNoon(page);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByText(/^Verified:/).waitFor();
  await page.getByRole('button', { name: 'Verify the period' }).click();
  await page.getByText(/[1-9][\d,]* clearings verified, 0 differ/).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Previous slot' }).scrollIntoViewIfNeeded();
  await shoot(app, page, 'marketplace-cleared', { whole: true });
  await page.getByText('Depth', { exact: true }).click();
  await shoot(app, page, 'marketplace-depth');
  await page.getByText('Curves', { exact: true }).click();
  await page.getByRole('grid', { name: 'Offers to sell' }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Why not me?' }).waitFor();
  await shoot(app, page, 'why-not-me');
  await page.keyboard.press('Escape');
}

/** A slot of yesterday with sun, whatever the time of the tour. */
async function showNoon(page: Page): Promise<void> {
  const day = 24 * 3_600_000;
  const noon = Math.floor(Date.now() / day) * day - day + 11 * 3_600_000;
  await page.evaluate((slot) => {
    window.location.hash = `#/marketplace?slot=${slot}`;
  }, noon);
  await page.getByRole('button', { name: 'Back to the next slot' }).waitFor();
}

async function realReadings(app: ElectronApplication, page: Page): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, readings);
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await heading(page, 'Overview');
  await page.getByRole('button', { name: /Sonnenhang/ }).click();
  await page.getByRole('menuitem', { name: 'Import a file…' }).click();
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  const start = page.getByRole('button', { name: /^Import [\d,]+ rows$/ });
  await start.waitFor({ timeout: 60_000 });
  await shoot(app, page, 'import');
  await start.click();
  await page.getByRole('button', { name: 'Open overview' }).click({ timeout: 60_000 });
  await heading(page, 'Overview');
  await shoot(app, page, 'overview-real-homes', { whole: true });
}
