import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';

const LAUNCHED_WITHIN = 30_000;
const LOADED_WITHIN = 20_000;
const STARTS = 3;
/** Milliseconds, as the others. */
const FORGOTTEN_AFTER = 60_000;

/**
 * Starts an app and answers it with its first page. The older runtime that development falls back to now and then, about once in fifty
 * starts on a busy machine, never gives its first window the page that it loads: main answers, and the page's process idles; and more
 * seldom it never answers at all. Such a start is ended, told on the error stream, and made again; any other failure is the test's.
 * @param profile the folder that the app is started with, by which its processes are found
 */
export async function startWithPage(
  profile: string,
  launch: () => Promise<ElectronApplication>,
): Promise<{ app: ElectronApplication; page: Page }> {
  for (let start = 1; ; start++) {
    const launching = launch();
    const app = await (start === STARTS ? launching : Promise.race([launching, delay(LAUNCHED_WITHIN, null)]));
    if (app === null) {
      process.stderr.write(`The app did not answer within ${LAUNCHED_WITHIN / 1000} s; it is started again.\n`);
      await killProcessesOf(profile);
      forget(launching);
      continue;
    }
    const page = await app.firstWindow().catch((error: unknown) => {
      if (start === STARTS) throw error;
      return null;
    });
    const isLoaded = await Promise.race([
      page?.waitForLoadState('domcontentloaded').then(
        () => true,
        () => true,
      ),
      delay(LOADED_WITHIN, false),
    ]);
    if (page !== null && (isLoaded || start === STARTS)) return { app, page };
    process.stderr.write(`The first page was not loaded within ${LOADED_WITHIN / 1000} s; the app is started again.\n`);
    const ended = once(app.process(), 'exit');
    app.process().kill('SIGKILL');
    await ended;
  }
}

/** Ends what was started with a profile and gives nobody a handle. Only Linux tells; elsewhere the start is waited for. */
async function killProcessesOf(profile: string): Promise<void> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.split('\0').includes(`--user-data-dir=${profile}`)) process.kill(Number(pid), 'SIGKILL');
  }
}

/**
 * Leaves a launch to itself whose processes are killed: Playwright may wait for them longer than a test has. It also forgets some promises of
 * a launch that fails late; their failures, which nobody hears, would be those of the test that runs by then.
 */
function forget(launching: Promise<ElectronApplication>): void {
  const listeners = process.rawListeners('unhandledRejection') as NodeJS.UnhandledRejectionListener[];
  process.removeAllListeners('unhandledRejection');
  const ignore = (): void => undefined;
  process.on('unhandledRejection', ignore);
  const end = async (): Promise<void> => {
    const late = await Promise.race([launching.catch(() => null), delay(FORGOTTEN_AFTER, null)]);
    late?.process().kill('SIGKILL');
    process.off('unhandledRejection', ignore);
    for (const listener of listeners) process.on('unhandledRejection', listener);
  };
  void end();
}
