import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';

const LOADED_WITHIN = 20_000;
const STARTS = 3;

/**
 * Starts an app and answers it with its first page. The older runtime that development falls back to now and then, about once in fifty
 * starts on a busy machine, never gives its first window the page that it loads: main answers, and the page's process idles. Such a start
 * is ended, told on the error stream, and made again; any other failure is the test's.
 */
export async function startWithPage(
  launch: () => Promise<ElectronApplication>,
): Promise<{ app: ElectronApplication; page: Page }> {
  for (let start = 1; ; start++) {
    const app = await launch();
    const page = await app.firstWindow();
    const isLoaded = await Promise.race([
      page.waitForLoadState('domcontentloaded').then(
        () => true,
        () => true,
      ),
      delay(LOADED_WITHIN, false),
    ]);
    if (isLoaded || start === STARTS) return { app, page };
    process.stderr.write(`The first page was not loaded within ${LOADED_WITHIN / 1000} s; the app is started again.\n`);
    const ended = once(app.process(), 'exit');
    app.process().kill('SIGKILL');
    await ended;
  }
}
