import { shell } from 'electron';
import { log } from './log.ts';

/** The address to hand to the system's browser, or null: only https, and no credentials in it. */
export function externalUrl(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null;
}

/** The one door to the system's browser. What may not pass is refused and logged. */
export function openExternal(text: string): void {
  const url = externalUrl(text);
  if (url === null) {
    log.warn('refused to open an address outside the console');
    return;
  }
  log.info(`opened in the system's browser: ${new URL(url).host}`);
  shell.openExternal(url).catch((error: unknown) => log.error('the system could not open the address', error));
}
