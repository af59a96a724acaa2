import { expect } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { valueOf } from './console-window.ts';

/** Long enough, and found nowhere but where a test typed it. */
export const PASSPHRASE = 'seven lanterns over the quarry';

/** Sets a fresh profile up, as the first-run page does, and waits for the open, empty console. */
export async function protect(page: Page, passphrase = PASSPHRASE): Promise<void> {
  await valueOf(page, 'session.setUp', { passphrase, keychain: false });
  await expect(page.getByRole('heading', { name: 'No community yet' })).toBeVisible();
}

/** Types the passphrase on the page that a locked console shows. */
export async function unlock(page: Page, passphrase = PASSPHRASE): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
}

/** Does what locks the console, and answers the page that takes the place of the one that was open. */
export async function pageAfterLock(app: ElectronApplication, lock: () => Promise<unknown>): Promise<Page> {
  const replaced = app.waitForEvent('window');
  // The page may be gone before Playwright has finished the click that took it away.
  await lock().catch((error: unknown) => {
    if (!String(error).includes('has been closed')) throw error;
  });
  const page = await replaced;
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  return page;
}
