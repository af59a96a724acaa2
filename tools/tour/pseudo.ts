/** The tour in the language that does not exist: every page and its dialogs at 1024 px, and what on them does not fit or is not translated. */
import type { Page } from '@playwright/test';
import { openConsole } from '../../tests/e2e/console-window.ts';
import { unfitTexts } from '../../tests/e2e/text-fit.ts';
import { textOf } from '../../tests/e2e/told.ts';
import { PSEUDO_END, pseudoText } from '../../src/renderer/i18n/pseudo.ts';
import { reportStep } from '../report.ts';
import { shootSmall } from './pictures.ts';

/** Views of the pages by their addresses. */
const places = [
  'overview',
  'members',
  'marketplace',
  'rules',
  'rules/audit',
  'ledger',
  'ledger/savings',
  'ledger/compare',
  'settlements',
  'settlements/resolved',
  'settlements/reconciliation',
  ...['', '/leaderboards', '/impact', '/participation', '/fairness', '/counterfactual'].map(
    (view) => `insights${view}`,
  ),
  ...['', '/verify', '/rules', '/replay', '/reconciliation', '/log'].map((view) => `audit${view}`),
  ...['', '/documents', '/consents', '/requests', '/retention', '/meter'].map((view) => `legal${view}`),
  ...['', '/backups', '/appearance', '/updates', '/diagnostics', '/about'].map((view) => `settings${view}`),
];

/** Dialogs and menus: where they are opened, and by the text of which button. */
const dialogs: readonly (readonly [name: string, place: string, button: string])[] = [
  ['offer', 'marketplace', 'marketplace:placeOffer'],
  ['export', 'ledger', 'ledger:export.open'],
  ['look', 'overview', 'shell:settingsMenu'],
  ['new-rule', 'rules', 'rules:newRule'],
];

/** @throws an error that lists what does not fit, with its place on the page */
export async function pseudo(): Promise<void> {
  const { app, page, close, complaints } = await openConsole({
    args: ['--demo'],
    env: { COMMONWATT_PSEUDO_LOCALE: '1' },
  });
  const problems: string[] = [];
  const look = async (name: string): Promise<void> => {
    await shootSmall(app, page, name);
    for (const { kind, text, place } of await unfitTexts(page))
      problems.push(`${name}: ${kind}: "${text}" in ${place}`);
  };
  try {
    await page.getByRole('heading', { level: 1 }).waitFor({ timeout: 60_000 });
    for (const place of [...places, ...(await sheets(page))]) {
      await show(page, place);
      await look(nameOf(place));
    }
    await page.keyboard.press('Control+K');
    await look('palette');
    await page.keyboard.press('Escape');
    for (const [name, place, key] of dialogs) {
      if (!(await openDialog(page, place, key))) {
        reportStep(`${name} could not be opened: no button "${key}"`);
        continue;
      }
      await look(`dialog-${name}`);
      await page.keyboard.press('Escape');
    }
  } finally {
    await close();
  }
  problems.push(...complaints);
  if (problems.length > 0) throw new Error(`${problems.length} texts do not fit:\n${problems.join('\n')}`);
}

const nameOf = (place: string): string => place.split('?')[0].split('/').slice(0, 2).join('-');

/** The sheets of a member, a rule, a trade and a case, whichever come first. */
async function sheets(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const found: string[] = [];
    for (const path of ['members', 'rules', 'ledger', 'settlements']) {
      window.location.hash = `#/${path}`;
      for (let tries = 0; tries < 40; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        const row = document.querySelector<HTMLElement>(
          'main [role="grid"] [role="row"]:not(:first-child) [role="gridcell"], main tbody tr td',
        );
        if (row === null) continue;
        row.click();
        await new Promise((resolve) => setTimeout(resolve, 800));
        if (window.location.hash.split('?')[0] !== `#/${path}`) found.push(window.location.hash.slice(2));
        break;
      }
    }
    return found;
  });
}

async function show(page: Page, place: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/${place}`);
  await page
    .waitForFunction(() => document.querySelector('.mantine-Skeleton-root, [data-skeleton]') === null, undefined, {
      timeout: 20_000,
    })
    .catch(() => undefined);
}

async function openDialog(page: Page, place: string, key: string): Promise<boolean> {
  await show(page, place);
  const text = pseudoText(await textOf('en', key));
  const button = page.getByRole('button', { name: text.replace(PSEUDO_END, '') }).first();
  const isThere = await button.waitFor({ timeout: 10_000 }).then(
    () => true,
    () => false,
  );
  if (!isThere) return false;
  await button.click();
  return true;
}
