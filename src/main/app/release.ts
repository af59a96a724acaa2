import path from 'node:path';

/** Switches of Chromium and Node by which somebody else's program or file would get into a running console. */
const refusedSwitches = [
  // A debugger reads everything that the page or main holds.
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-wait',
  'auto-open-devtools-for-tabs',
  // Foreign code, or a foreign program in the place of the console's own processes.
  'js-flags',
  'load-extension',
  'browser-subprocess-path',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'zygote-cmd-prefix',
  'gpu-launcher',
  // Protections that pages would be without.
  'no-sandbox',
  'single-process',
  'disable-web-security',
  'disable-site-isolation-trials',
  'ignore-certificate-errors',
  // Files that would keep what was transferred.
  'log-net-log',
  'ssl-key-log-file',
];

/**
 * Whether this is a packed console, for which nothing counts that belongs to development. Electron tells it from the program's name, and
 * a copy of the program may have another name; the archive that the code lies in is a second witness.
 * @param codeFolder where main's code lies
 */
export function isReleased(codeFolder: string, isPackaged: boolean): boolean {
  return isPackaged || codeFolder.split(path.sep).includes('app.asar');
}

/** Why a packed console does not start with the switches it was given, on one line; null when it does. */
export function switchRefusal(hasSwitch: (name: string) => boolean): string | null {
  const found = refusedSwitches.find(hasSwitch);
  if (found === undefined) return null;
  return `The console does not start with --${found}, which would open it to other programs. Nothing was changed. Start it without that.`;
}
