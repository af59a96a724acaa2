import { app, dialog } from 'electron';
import { isHeadless } from '../reports/headless-order.ts';
import { arrivalsIn, type Arrival } from './arrivals.ts';
import { log } from './log.ts';

export interface LifecycleOptions {
  /** Opens the window or brings it to the front. */
  readonly showWindow: () => void;
  /** Hears of a link or a file that a second start was given. */
  readonly arrive: (arrival: Arrival) => void;
  readonly closeWindow: () => void;
  /** Closes the cache and writes what is still to be written. */
  readonly drain: () => Promise<void>;
}

/** One console per profile: a second start only brings the first one to the front. False in the second one, which ends. */
export function isOnlyConsole(): boolean {
  if (app.requestSingleInstanceLock()) return true;
  app.quit();
  return false;
}

/** Ties the app's life to its window, and lets nothing end before the cache is closed. */
export function followLifecycle({ showWindow, arrive, closeWindow, drain }: LifecycleOptions): void {
  let state: 'running' | 'draining' | 'drained' = 'running';
  app.on('second-instance', (_event, argv, folder) => {
    // A report that a timer wanted is no wish to see the console.
    if (isHeadless(argv)) return;
    showWindow();
    for (const arrival of arrivalsIn(argv, folder)) arrive(arrival);
  });
  app.on('activate', showWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('before-quit', (event) => {
    if (state === 'drained') return;
    event.preventDefault();
    if (state === 'draining') return;
    state = 'draining';
    closeWindow();
    void drain()
      .catch((error: unknown) => log.error('closing down failed', error))
      .finally(() => {
        state = 'drained';
        app.quit();
      });
  });
}

/** An error that nobody expected leaves main in an unknown state: write it down and end; the engine closes the cache by itself. */
export function dieOfFaults(): void {
  process.on('unhandledRejection', (reason) => log.error('unhandled rejection', reason));
  process.on('uncaughtException', (error) => {
    log.error('uncaught exception', error);
    if (app.isPackaged) {
      dialog.showErrorBox(
        'Commonwatt Console',
        'The console met a fault and has to close. What had been saved is safe. Please start it again; the log in the profile folder has the details.',
      );
    }
    app.exit(1);
  });
}
