import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { WebContents } from 'electron';
import type { JsonFile } from './json-file.ts';
import { log } from './log.ts';
import { originOf } from './origin.ts';
import { PageCare } from './page-care.ts';
import type { MainTexts } from './texts.ts';
import { MIN_HEIGHT, MIN_WIDTH, placeWindow } from './window-bounds.ts';
import type { WindowMemory } from './window-bounds.ts';

/** The grounds of the page, so that nothing flashes before it is painted. */
const ground = { light: '#ffffff', dark: '#14171c' };

export interface WindowsOptions {
  readonly url: string;
  readonly preload: string;
  readonly devTools: boolean;
  /** A picture for the window; only Linux does not take the program's own. */
  readonly icon?: string;
  readonly memory: JsonFile<WindowMemory>;
  readonly texts: () => MainTexts;
  /** The page starts over: by a reload of its own, or because its process had died. */
  readonly onPageStart: () => void;
}

/** The console's one window. */
export class Windows {
  readonly #options: WindowsOptions;
  readonly #care: PageCare;
  #window: BrowserWindow | null = null;

  constructor(options: WindowsOptions) {
    this.#options = options;
    this.#care = new PageCare(options.texts);
  }

  /** See `PageCare`. */
  get crashes(): number {
    return this.#care.crashes;
  }

  get current(): BrowserWindow | null {
    return this.#window;
  }

  /** Whether these are the contents of the console's own window. */
  isKnown(contents: WebContents): boolean {
    return this.#window !== null && !this.#window.isDestroyed() && this.#window.webContents === contents;
  }

  /** Opens the window, or brings it to the front when it is open. */
  show(): void {
    if (!this.#window) {
      this.#window = this.#open((window) => {
        window.show();
        if (this.#options.memory.get().isFullScreen) window.setFullScreen(true);
      });
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Replaces the window by a new one in the same place: nothing of the old page's memory is left. */
  replace(): void {
    const old = this.#window;
    if (!old) return;
    this.#remember(old);
    const isMinimized = old.isMinimized();
    const isFullScreen = old.isFullScreen();
    const isFocused = old.isFocused();
    this.#window = this.#open((window) => {
      // A lock in the background must not come to the front of what the person is doing.
      if (isMinimized) window.minimize();
      else if (isFocused) window.show();
      else window.showInactive();
      if (isFullScreen) window.setFullScreen(true);
    });
    old.destroy();
  }

  /** Closes the window as the person would; its place is remembered. */
  close(): void {
    this.#window?.close();
  }

  /** Sends an event to the page, if there is one. */
  send(channel: string, ...values: unknown[]): void {
    if (this.#window && !this.#window.isDestroyed()) this.#window.webContents.send(channel, ...values);
  }

  /** @param present shows the window once its page is painted. */
  #open(present: (window: BrowserWindow) => void): BrowserWindow {
    const { memory, preload, devTools, icon, url } = this.#options;
    const { bounds, isMaximized, zoomLevel } = memory.get();
    const main = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter((display) => display.id !== main.id);
    const window = new BrowserWindow({
      ...placeWindow(
        bounds,
        [main, ...others].map((display) => display.workArea),
      ),
      minWidth: MIN_WIDTH,
      minHeight: MIN_HEIGHT,
      title: 'Commonwatt Console',
      ...(icon === undefined ? {} : { icon }),
      show: false,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
      webPreferences: {
        preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        devTools,
      },
    });
    let isZoomed = false;
    window.once('ready-to-show', () => {
      if (isMaximized) window.maximize();
      present(window);
    });
    window.on('close', () => this.#remember(window));
    window.on('closed', () => {
      if (this.#window === window) this.#window = null;
    });
    this.#care.watch(window, () => this.#window === window);
    window.webContents.on('did-start-loading', () => this.#options.onPageStart());
    window.webContents.on('did-finish-load', () => {
      log.info('the page is there');
      // Chromium keeps it for as long as the console runs; the memory of the desk is what counts at a start.
      if (!isZoomed) window.webContents.setZoomLevel(zoomLevel);
      isZoomed = true;
    });
    const load = (): void =>
      void window.loadURL(url).catch((error: unknown) => log.error('the page could not be loaded', error));
    // Nobody is asked before a page makes itself blank, so that it cannot be refused like every other address.
    window.webContents.on('did-navigate', (_event, address) => {
      if (originOf(address) === originOf(url)) return;
      log.warn('the page left its address and is put back');
      load();
    });
    load();
    return window;
  }

  #remember(window: BrowserWindow): void {
    const { memory } = this.#options;
    const zoomLevel = window.webContents.getZoomLevel();
    const isFullScreen = window.isFullScreen();
    if (window.isMinimized() || isFullScreen) {
      // Where it was before is what it goes back to.
      void memory.note({ zoomLevel, isFullScreen });
      return;
    }
    const { x, y, width, height } = window.getNormalBounds();
    const bounds = { x, y, width, height };
    void memory.note({ bounds, isMaximized: window.isMaximized(), isFullScreen, zoomLevel });
  }
}
