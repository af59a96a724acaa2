import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

type Scheme = 'light' | 'dark';
type RunOptions = Parameters<AxeBuilder['options']>[0];
type AxeResults = Awaited<ReturnType<AxeBuilder['analyze']>>;

/** The promise of docs/accessibility.md, and axe's own advice. */
const EVERY_RULE: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** A scheme changes nothing but colours: in the second one axe needs to look at nothing else. */
const COLOURS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/** The script that Playwright's builder carries. The builder itself brings it into the page again for each look. */
const builder = createRequire(import.meta.url).resolve('@axe-core/playwright');
const axeSource = readFile(createRequire(builder).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Looks with axe at a part of the page in light and dark; any finding fails, however small.
 * @param part what has changed since the last look: a page's `main`, a dialog. Only a look at the whole `html` judges the landmarks.
 */
export async function expectAccessible(page: Page, part: Locator): Promise<void> {
  await expect(part).toBeVisible();
  // What only shows under the mouse, where the last click left it, is no part of the page.
  await page.mouse.move(0, 0);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  // A part that still loads is not what a person reads.
  await expect(part.locator('.mantine-Skeleton-root')).toHaveCount(0, { timeout: 30_000 });
  // The scheme stays as the last look left it: to change it draws every chart anew.
  const first = (await page.locator('html').getAttribute('data-mantine-color-scheme')) === 'dark' ? 'dark' : 'light';
  expect.soft(await findings(page, part, first, EVERY_RULE), first).toEqual([]);
  const second = first === 'light' ? 'dark' : 'light';
  expect.soft(await findings(page, part, second, COLOURS), second).toEqual([]);
}

async function findings(page: Page, part: Locator, scheme: Scheme, options: RunOptions): Promise<unknown[]> {
  await page.emulateMedia({ colorScheme: scheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
  await settled(page);
  // Once per page: it is half a megabyte.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await axeSource);
  return part.evaluate(async (element, chosen) => {
    const { axe } = window as unknown as { axe: { run: (part: Element, options: RunOptions) => Promise<AxeResults> } };
    // Elements without a finding are not described one by one, which takes longer than the looking.
    const { violations } = await axe.run(element, { ...chosen, resultTypes: ['violations'] });
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      where: nodes.map(({ html }) => html.slice(0, 300)),
    }));
  }, options);
}

/** Waits until nothing moves: a half transparent text has half its contrast. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const running = () => document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    while (running().length > 0) await Promise.allSettled(running().map(({ finished }) => finished));
  });
}
