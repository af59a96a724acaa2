import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { goTo, openConsole, openDemo } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { ImportDialog } from './import-dialog.ts';
import { pageAfterLock, protect } from './protection.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { writeReadings } from './test-data.ts';

// What axe finds on each page, in light and dark. Serious and critical findings fail; lesser ones are attached to the result.

const SCHEMES = ['light', 'dark'] as const;

/** Looks at what the page shows in both colour schemes. */
async function expectNothingSerious(page: Page): Promise<void> {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    await settled(page);
    // The legacy mode needs no second page, which Electron cannot open for axe.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const found = violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      where: nodes.map(({ html }) => html.slice(0, 300)),
    }));
    const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const lesser = found.filter((one) => !serious.includes(one));
    if (lesser.length > 0) {
      test.info().annotations.push({ type: `lesser findings, ${scheme}`, description: JSON.stringify(lesser) });
    }
    expect.soft(serious, scheme).toEqual([]);
  }
}

/** Waits until nothing moves: a half transparent text has half its contrast. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const running = () => document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    while (running().length > 0) await Promise.allSettled(running().map(({ finished }) => finished));
  });
}

test.describe('before a cache is open', () => {
  let folder: string;
  let opened: OpenConsole;
  let page: Page;
  test.beforeAll(async () => {
    folder = await makeFolder();
    opened = await openConsole({ profile: path.join(folder, 'profile') });
    page = opened.page;
  });
  test.afterAll(async () => {
    await opened.close();
    await removeFolder(folder);
  });

  test('the first-run page', async () => {
    await expect(page.getByRole('heading', { name: 'How would you like to begin?' })).toBeVisible();
    await expectNothingSerious(page);
  });

  test('the choice of a protection, with what is wrong about it', async () => {
    await page.getByRole('button', { name: 'Import files' }).click();
    await page.getByLabel('Passphrase', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Protect and go on' }).click();
    await expect(page.getByText('The passphrase needs at least 10 characters.')).toBeVisible();
    await expectNothingSerious(page);
  });

  test('the empty console', async () => {
    await protect(page);
    await expectNothingSerious(page);
  });

  test('the import dialog with a file', async () => {
    const dialog = new ImportDialog(opened.app, page);
    await dialog.choose(await writeReadings(folder, { members: 6, days: 2 }));
    await expectNothingSerious(page);
    await dialog.button('Import nothing').click();
    await expect(dialog.locator).toBeHidden();
  });

  test('the unlock page', async () => {
    page = await pageAfterLock(opened.app, () => page.getByRole('button', { name: 'Lock', exact: true }).click());
    await expectNothingSerious(page);
  });
});

test.describe('with a community', () => {
  let opened: OpenConsole;
  let page: Page;
  test.beforeAll(async () => {
    opened = await openDemo();
    page = opened.page;
    await expect(page.getByRole('region', { name: 'Latest events' }).getByRole('listitem').first()).toBeVisible();
  });
  test.afterAll(async () => {
    await opened.close();
  });

  test('the overview', async () => {
    await expectNothingSerious(page);
  });

  test('the overview with a table in place of a chart', async () => {
    await page.getByRole('button', { name: 'Show as table' }).first().click();
    await expect(page.getByRole('table')).toBeVisible();
    await expectNothingSerious(page);
    await page.getByRole('button', { name: 'Show as chart' }).click();
  });

  test('the menu of the community', async () => {
    await page.getByRole('button', { name: /^Community/ }).click();
    await expect(page.getByRole('menuitem', { name: 'Import a file…' })).toBeVisible();
    await expectNothingSerious(page);
    await page.keyboard.press('Escape');
  });

  test('the menu of appearance and language', async () => {
    await page.getByRole('button', { name: 'Appearance and language' }).click();
    await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeVisible();
    await expectNothingSerious(page);
    await page.keyboard.press('Escape');
  });

  test('the members page', async () => {
    await goTo(page, 'Members');
    await expect(page.getByRole('grid', { name: 'Members' }).getByRole('row').nth(5)).toBeVisible();
    await expectNothingSerious(page);
  });

  test('the sheet of a member', async () => {
    await goTo(page, 'Members');
    await page.getByRole('grid', { name: 'Members' }).getByRole('row').nth(5).click();
    await expect(page.getByRole('dialog').getByRole('region', { name: 'Reputation' })).toBeVisible();
    await expectNothingSerious(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  test('the marketplace', async () => {
    await goTo(page, 'Marketplace');
    await expect(page.getByRole('region', { name: /^What (would clear now|cleared)$/ })).toBeVisible();
    await expect(page.getByRole('grid', { name: 'Bids to buy' }).getByRole('row').nth(3)).toBeVisible();
    await expectNothingSerious(page);
  });

  test('an explanation and the offer wizard', async () => {
    await page.getByRole('grid', { name: 'Bids to buy' }).getByRole('row').nth(2).click();
    await expect(page.getByRole('dialog', { name: 'Why not me?' })).toBeVisible();
    await expectNothingSerious(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Place an offer' }).click();
    await expect(page.getByRole('dialog', { name: 'Place an offer' })).toBeVisible();
    await expectNothingSerious(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  test('the palette', async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('textbox', { name: 'Find anything' })).toBeVisible();
    await expectNothingSerious(page);
  });
});
