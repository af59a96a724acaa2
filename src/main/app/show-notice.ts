import { Notification } from 'electron';
import { log } from './log.ts';
import type { Notice } from './notifications.ts';

/** Those that may still be clicked: without a reference their clicks would be lost. */
const shown = new Set<Notification>();
/** The system keeps its own list of what was not looked at. */
const MOST_SHOWN = 20;

/** Shows a notification of the system. Where it has none, nothing is shown. */
export function showNotice({ title, body }: Notice, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body, silent: true });
  const forget = (): void => void shown.delete(notification);
  notification.once('click', () => {
    forget();
    onClick();
  });
  notification.once('failed', (_event, error) => {
    forget();
    log.warn(`a notification could not be shown: ${error}`);
  });
  shown.add(notification);
  const [oldest] = shown;
  if (shown.size > MOST_SHOWN) shown.delete(oldest);
  notification.show();
}
