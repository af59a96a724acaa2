import type { ElectronApplication } from '@playwright/test';

/**
 * Keeps what the console opens in the system's browser from being opened, and tells it. Wait for it before anything is clicked: on a busy
 * machine a link that is clicked meanwhile would open a real browser.
 * @returns answers the addresses so far
 */
export async function watchOutside(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { openedOutside: seen });
    shell.openExternal = (url) => {
      seen.push(url);
      return Promise.resolve();
    };
  });
  return () => app.evaluate(() => (globalThis as unknown as { openedOutside: string[] }).openedOutside);
}
