import path from 'node:path';
// Not electron-log/main: that one listens on an IPC channel and offers a preload script, which the console must not have.
import log from 'electron-log/node';

/** Keys are 32 bytes; whatever looks like one never reaches the file. */
const keyLike = /\b[0-9a-f]{64}\b|\b[A-Za-z0-9+/]{43}=(?!=)/gi;

/** Takes out of a log line what could be a key. */
function redact(line: string): string {
  return line.replace(keyLike, '[removed]');
}

/**
 * Sends the log to `<folder>/main.log` (1 MiB, then one older file is kept).
 *
 * @param toConsole also to the terminal: for development.
 */
export function startLog(folder: string, toConsole: boolean): void {
  log.transports.file.resolvePathFn = () => path.join(folder, 'main.log');
  log.transports.file.level = 'info';
  log.transports.console.level = toConsole ? 'info' : false;
  log.hooks.push((message) => ({ ...message, data: message.data.map(redactValue) }));
}

function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (value instanceof Error) return redact(value.stack ?? value.message);
  return value;
}

export { log };
