import { expect, test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { Preferences } from '#shared/contract/preferences.ts';
import { valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { openPreparedDemo } from './prepared-demo.ts';

/** One console with the whole demo community, for the tests that leave the community as it is. */
export interface SharedDemo extends OpenConsole {
  readonly community: CommunitySummary;
  /** Puts the page back to how the console opens: the overview, no address, and nothing that an earlier test file chose. */
  readonly asOpened: () => Promise<void>;
}

/**
 * The `test` of every file that shares the demo. The console is opened for the first of them, again after a test that failed, and closed
 * after the last: Playwright runs the files of one worker fixture one after the other. A test fails on what the pages complained about
 * while it ran.
 */
export const test = base.extend<{ withoutComplaints: void }, { demo: SharedDemo }>({
  demo: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are asked for
    async ({}, provide) => {
      const opened = await openPreparedDemo();
      try {
        await provide(await completed(opened));
      } finally {
        await opened.close();
      }
      expect(opened.complaints).toEqual([]);
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  withoutComplaints: [
    async ({ demo }, runTest) => {
      await runTest();
      // Taken out, so that what comes between two tests is told by the next one, and nothing twice.
      expect(demo.complaints.splice(0)).toEqual([]);
    },
    { auto: true },
  ],
});

async function completed(opened: OpenConsole): Promise<SharedDemo> {
  const { app, page } = opened;
  const [community] = await valueOf(page, 'communities.list', {});
  const preferences = await valueOf(page, 'preferences.get', {});
  const bounds = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds());
  const asOpened = async (): Promise<void> => {
    await app.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0].setBounds(wanted), bounds);
    await openAnew(page, preferences);
  };
  return { ...opened, community, asOpened };
}

/** Loads the page again with these preferences, at no address, in the light scheme in which Playwright opens every page. */
async function openAnew(page: Page, preferences: Preferences): Promise<void> {
  await page.mouse.move(0, 0);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.evaluate(() => window.history.replaceState(null, '', '#/'));
  await valueOf(page, 'preferences.set', preferences);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('list', { name: 'Figures of the period' })).toBeVisible();
}
