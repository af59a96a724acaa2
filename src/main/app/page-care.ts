import { dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import { AFTER_CRASH } from '#shared/contract/bridge.ts';
import { log } from './log.ts';
import type { MainTexts } from './texts.ts';

/** A page that dies again sooner than this after it was loaded again may do so for ever: then the person decides. */
const AGAIN_TOO_SOON_MS = 10_000;

/** Loads a page again whose process died, and asks what to do about one that dies again and again, or does not respond any more. */
export class PageCare {
  readonly #texts: () => MainTexts;
  #crashes = 0;
  #lastReload = Number.NEGATIVE_INFINITY;

  constructor(texts: () => MainTexts) {
    this.#texts = texts;
  }

  /** How often the page's process ended since the console was started. */
  get crashes(): number {
    return this.#crashes;
  }

  /** @param isCurrent whether it is still the console's window; nobody cares for an older one */
  watch(window: BrowserWindow, isCurrent: () => boolean): void {
    const { webContents } = window;
    let answered: AbortController | null = null;
    const withdraw = (): void => answered?.abort();

    webContents.on('render-process-gone', (_event, { reason }) => {
      log.error(`the page's process ended: ${reason}`);
      withdraw();
      if (!isCurrent() || window.isDestroyed()) return;
      this.#crashes += 1;
      const now = performance.now();
      if (now - this.#lastReload < AGAIN_TOO_SOON_MS) void this.#askAfterCrashes(window);
      else this.#loadAgain(window);
    });

    window.on('responsive', withdraw);
    window.on('unresponsive', () => {
      log.warn('the page does not respond');
      if (answered !== null || !isCurrent()) return;
      answered = new AbortController();
      this.#wantsReload(window, 'stuck', answered.signal)
        .then((isWanted) => {
          if (!isWanted || window.isDestroyed()) return;
          this.#lastReload = Number.NEGATIVE_INFINITY;
          // A page that hangs does not hear a reload; without a process it is loaded again as after a crash.
          webContents.forcefullyCrashRenderer();
        })
        .catch(ofDialog)
        .finally(() => (answered = null));
    });
  }

  async #askAfterCrashes(window: BrowserWindow): Promise<void> {
    try {
      const isWanted = await this.#wantsReload(window, 'crashes', new AbortController().signal);
      if (window.isDestroyed()) return;
      if (isWanted) this.#loadAgain(window);
      else window.close();
    } catch (error) {
      ofDialog(error);
    }
  }

  #loadAgain(window: BrowserWindow): void {
    this.#lastReload = performance.now();
    const url = new URL(window.webContents.getURL());
    url.search = AFTER_CRASH;
    window.webContents.loadURL(url.href).catch((error: unknown) => log.error('the page could not be loaded', error));
  }

  async #wantsReload(window: BrowserWindow, why: 'stuck' | 'crashes', signal: AbortSignal): Promise<boolean> {
    const texts = this.#texts();
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      title: 'Commonwatt Console',
      message: texts[why === 'stuck' ? 'pageStuck' : 'pageCrashes'],
      detail: texts.pageKept,
      buttons: [texts[why === 'stuck' ? 'wait' : 'closeWindow'], texts.loadAgain],
      defaultId: why === 'stuck' ? 0 : 1,
      cancelId: 0,
      noLink: true,
      signal,
    });
    return response === 1;
  }
}

function ofDialog(error: unknown): void {
  log.warn('the question about the page could not be asked', error);
}
