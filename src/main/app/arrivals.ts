import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from 'electron';
import { LINK_SCHEME, MOST_LINK } from '#shared/desk/deep-link.ts';

/** What the system hands over: a link that was followed, or a file that was opened. */
export type Arrival =
  | { readonly kind: 'link'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

/** The extension of snapshots, which the packages register for. */
const SNAPSHOT_EXTENSION = '.commonwatt';

/** Longer arguments are no path and no link. */
const MOST_ARGUMENT = 4096;

/**
 * Has the system open the console for its links. On Linux the packages do that, and a console that is not packed is none to open.
 */
export function registerLinks(app: Pick<App, 'setAsDefaultProtocolClient'>, platform: NodeJS.Platform): void {
  // Behind `--` nothing is a switch, whatever a link holds.
  if (platform === 'win32') app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
  if (platform === 'darwin') app.setAsDefaultProtocolClient(LINK_SCHEME);
}

/**
 * Links and snapshots on a command line, where Windows and Linux put them; every other argument is no affair of it.
 * @param folder that relative paths start from
 */
export function arrivalsIn(argv: readonly string[], folder: string): Arrival[] {
  return argv.slice(1).flatMap((argument): Arrival[] => {
    if (argument.startsWith('-') || argument.length > MOST_ARGUMENT) return [];
    if (argument.toLowerCase().startsWith(`${LINK_SCHEME}:`)) return [linkArrival(argument)];
    const file = pathOf(argument);
    return file !== null && isSnapshotName(file) ? [{ kind: 'file', path: path.resolve(folder, file) }] : [];
  });
}

/**
 * Hears, on macOS, of links and files; from before the app is ready on, as the one that starts the console comes first.
 * @returns takes what hears of them; those that came before are handed over at once
 */
export function listenForArrivals(app: Pick<App, 'on'>): (hear: (arrival: Arrival) => void) => void {
  const early: Arrival[] = [];
  let deliver = (arrival: Arrival): void => void early.push(arrival);
  app.on('open-url', (event, text) => {
    event.preventDefault();
    deliver(linkArrival(text));
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    if (isSnapshotName(file)) deliver({ kind: 'file', path: file });
  });
  return (hear) => {
    deliver = hear;
    for (const arrival of early.splice(0)) hear(arrival);
  };
}

function linkArrival(text: string): Arrival {
  // Cut so that nothing long is kept; a link that was cut is none.
  return { kind: 'link', text: text.slice(0, MOST_LINK + 1) };
}

/** File managers of Linux may hand over `file:` addresses; one that names another machine is refused. */
function pathOf(argument: string): string | null {
  if (!/^file:/i.test(argument)) return argument;
  try {
    const address = new URL(argument);
    return address.host === '' ? fileURLToPath(address) : null;
  } catch {
    return null;
  }
}

function isSnapshotName(file: string): boolean {
  return file.toLowerCase().endsWith(SNAPSHOT_EXTENSION) && !file.includes('\0');
}
