import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { pageNames, pageViews, viewPath } from '#shared/desk/page-views.ts';
import type { PageName, ViewName } from '#shared/desk/page-views.ts';
import { expectAccessible } from './axe.ts';
import { test } from './shared-demo.ts';
import { expectToFitAt200Percent } from './zoom.ts';

// What axe finds on each page, view, sheet and dialog with a community, and whether each view fits a window that is zoomed.
let page: Page;
test.beforeAll(async ({ demo }) => {
  page = demo.page;
  await demo.asOpened();
  await expect(page.getByRole('region', { name: 'Latest events' }).getByRole('listitem').first()).toBeVisible();
});

const main = (): Locator => page.getByRole('main');
const dialog = (name?: string | RegExp): Locator => page.getByRole('dialog', { name });
const grid = (name: string): Locator => main().getByRole('grid', { name });

/** Opens a view as a link does, without loading the page again. */
async function open(of: PageName, view: ViewName = pageViews[of][0]): Promise<void> {
  const path = viewPath(of, view);
  await page.evaluate((to) => {
    window.location.hash = `#${to}`;
  }, path);
  const current = pageViews[of].length > 1 ? main() : page.getByRole('navigation', { name: 'Pages' });
  await expect(current.locator('nav a[aria-current=page], a[aria-current=page]').first()).toHaveAttribute(
    'href',
    new RegExp(`^#${path}(\\?|$)`),
  );
  await expect(main().getByRole('heading', { level: 1 })).toBeVisible();
}

/** Looks at what a press opens over the page, and closes it again. */
async function expectAccessibleOver(opener: Locator, opened: Locator): Promise<void> {
  await opener.click();
  await expectAccessible(page, opened);
  await page.keyboard.press('Escape');
  await expect(opened).toBeHidden();
}

test('the whole window with the overview', async () => {
  await expectAccessible(page, page.locator('html'));
});

for (const name of pageNames) {
  test(`every view of the ${name} page`, async ({ demo }) => {
    for (const view of pageViews[name]) {
      await open(name, view);
      await expectAccessible(page, main());
      await expectToFitAt200Percent(demo.app, page);
    }
  });
}

test('a table in place of a chart', async () => {
  await open('overview');
  await main().getByRole('button', { name: 'Show as table' }).first().click();
  await expectAccessible(
    page,
    main()
      .getByRole('region')
      .filter({ has: page.getByRole('table') }),
  );
});

test('what opens from the top of the window', async () => {
  await expectAccessibleOver(page.getByRole('button', { name: /^Community/ }), page.getByRole('menu'));
  await expectAccessibleOver(page.getByRole('button', { name: 'Appearance and language' }), page.getByRole('menu'));
  await expectAccessibleOver(page.getByRole('button', { name: 'Custom' }), dialog('Choose the first and the last day'));
  await page.keyboard.press('Control+k');
  await expectAccessible(page, dialog('Find anything'));
  await page.keyboard.press('Escape');
  await expect(dialog()).toBeHidden();
  await page.keyboard.press('Shift+?');
  await expectAccessible(page, dialog('Keyboard'));
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await expectAccessible(page, dialog(/^Help/));
  await page.keyboard.press('Escape');
});

test('the sheets of a member, a trade, a case, and a member who lost', async () => {
  const sheets = [
    ['members', 'members', 'Members', 'Reputation'],
    ['ledger', 'table', 'Trades', /Certificate/],
    ['settlements', 'work', 'Cases to be resolved', 'What went wrong'],
    ['insights', 'fairness', 'Members who lost against retail', /avoided/],
  ] as const;
  for (const [name, view, list, part] of sheets) {
    await open(name, view);
    await grid(list).getByRole('row').nth(1).click();
    await expect(dialog().getByText(part).first()).toBeVisible();
    await expectAccessible(page, dialog());
    await page.keyboard.press('Escape');
    await expect(dialog()).toBeHidden();
  }
});

test('an explanation and the offer wizard', async () => {
  await open('marketplace');
  await expectAccessibleOver(grid('Bids to buy').getByRole('row').nth(2), dialog('Why not me?'));
  await expectAccessibleOver(main().getByRole('button', { name: 'Place an offer' }), dialog('Place an offer'));
});

test('the sheet of a rule, and over it the editor', async () => {
  await open('rules');
  await grid('Rules').getByRole('row').nth(3).click();
  await expect(dialog().getByText('Version 1', { exact: true })).toBeVisible();
  await expectAccessible(page, dialog());
  await dialog().getByRole('button', { name: 'Change…' }).click();
  await expect(dialog(/^Change a rule of/)).toBeVisible();
  // Two dialogs, one over the other, must not be taken for two windows.
  await expectAccessible(page, page.locator('html'));
  await page.keyboard.press('Escape');
  await expect(dialog(/^Change a rule of/)).toBeHidden();
  await page.keyboard.press('Escape');
});

test('the audit of rules with the trace of a finding', async () => {
  await open('rules', 'audit');
  await main().getByRole('button', { name: 'Audit the period' }).click();
  const kinds = main().getByRole('list', { name: 'What is not explained' });
  await kinds.getByRole('button').first().click({ timeout: 60_000 });
  await kinds.getByRole('listitem').getByRole('listitem').first().getByRole('button').click();
  await expectAccessible(page, main());
});

test('a period under other mechanisms', async () => {
  await open('insights', 'counterfactual');
  await main().getByRole('button', { name: 'Replay this period' }).click();
  await expect(main().getByText(/gives the ledger to the micro-unit/)).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page, main());
});

test('the order of a report', async () => {
  await open('audit');
  await main()
    .getByRole('button', { name: /^Monthly community report/ })
    .click();
  await expect(dialog().getByRole('combobox', { name: 'Month' })).toBeVisible();
  await expectAccessible(page, dialog());
  await page.keyboard.press('Escape');
});

test('where the system asks for less motion, a dialog opens and closes without any', async () => {
  await open('audit');
  const report = main().getByRole('button', { name: /^Monthly community report/ });
  /** How many transitions and animations begin while the dialog opens and closes. */
  const motions = async (reducedMotion: 'reduce' | 'no-preference'): Promise<number> => {
    await page.emulateMedia({ reducedMotion });
    await page.evaluate(() => {
      const counted = Object.assign(window, { motions: 0 });
      for (const kind of ['transitionrun', 'animationstart']) document.addEventListener(kind, () => counted.motions++);
    });
    await report.click();
    await expect(dialog().getByRole('combobox', { name: 'Month' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog()).toBeHidden();
    return await page.evaluate(() => (window as unknown as { motions: number }).motions);
  };
  // A machine with much to do may paint a dialog only when it has arrived, without a motion: such an opening tells nothing.
  await expect.poll(() => motions('no-preference')).toBeGreaterThan(0);
  expect(await motions('reduce')).toBe(0);
});
