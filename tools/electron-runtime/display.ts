import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { needsVirtualDisplay } from './system-libraries.ts';

const startLimitMs = 20_000;

/**
 * Runs Xvfb for as long as the shell's stdin stays open: the pipe closes however this process ends, even by SIGKILL, so
 * no server is left behind. The shell gives up its own copy of descriptor 3, whose end then means that Xvfb is gone.
 */
const serverScript = 'Xvfb "$@" & exec 3>&-; read -r _; kill $! 2>/dev/null; wait $!';

/** A display that windows can be opened on. */
export interface Display {
  /** To be set for the app in addition to the environment. */
  env: Record<string, string>;
  /** True when nobody can see it. */
  virtual: boolean;
  /** Takes a virtual display away; does nothing to a real one. */
  close: () => Promise<void>;
}

/**
 * Answers the machine's display, or starts Xvfb (1600 x 1200, 24 bit) where there is none. Xvfb itself looks for a free
 * display number, so any number of them can start at the same time. It ends with this process at the latest.
 *
 * @throws an error with Xvfb's own words when it does not start.
 */
export async function openDisplay(): Promise<Display> {
  if (!needsVirtualDisplay()) return { env: {}, virtual: false, close: async () => undefined };
  // Without -noreset the server would forget everything whenever its last window closes. Without `-s 0` its screen saver would begin after
  // ten minutes without a key: a locked screen to the console, which then locks itself.
  const options = ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-noreset', '-s', '0'];
  const server = spawn('sh', ['-c', serverScript, 'sh', ...options], {
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    // Ctrl-C in a terminal goes to the whole foreground group; the display must outlive the app that is drawing on it.
    detached: true,
  });
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const close = async (): Promise<void> => {
    server.stdin?.end();
    await gone;
  };
  try {
    const number = await displayNumber(server.stdio[3] as Readable, server.stdio[2] as Readable);
    return { env: { DISPLAY: `:${number}` }, virtual: true, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs `work` with a display; `env` is to be set for the app. A virtual display is taken away at the end. */
export async function withDisplay<T>(work: (display: Display) => Promise<T>): Promise<T> {
  const display = await openDisplay();
  try {
    return await work(display);
  } finally {
    await display.close();
  }
}

/** Waits for the number that Xvfb writes to its display descriptor once it accepts connections. */
async function displayNumber(announcement: Readable, stderr: Readable): Promise<number> {
  let errors = '';
  stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return await new Promise<number>((resolve, reject) => {
    const fail = (what: string): void => reject(new Error(`${what} ${errors.trim()}`.trim()));
    const limit = setTimeout(() => fail(`Xvfb did not start within ${startLimitMs / 1000} s.`), startLimitMs);
    let text = '';
    announcement.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (!text.includes('\n')) return;
      clearTimeout(limit);
      resolve(Number(text.trim()));
    });
    announcement.once('close', () => {
      clearTimeout(limit);
      fail('Xvfb, the virtual display, did not start.');
    });
  });
}
