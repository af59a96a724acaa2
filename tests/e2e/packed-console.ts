import { spawn } from 'node:child_process';
import { chmod, chown, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { NOBODY, openSharedDisplay } from './sandboxed-console.ts';

/** A program that was packed, looked at from outside: it lets no debugger in. */
export interface PackedRun {
  readonly pid: number;
  /** What it has said so far. */
  readonly said: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export interface PackedRunner {
  readonly start: (args: string[], env?: Record<string, string>) => PackedRun;
  /** A folder that the program may write to. */
  readonly home: string;
  readonly close: () => void;
}

/**
 * Makes a packed console ready to be started with Chromium's sandbox on, which root has to do as somebody else.
 * @param folder for a home; everybody may enter it afterwards
 */
export async function preparePacked(executable: string, folder: string): Promise<PackedRunner> {
  const asNobody = process.getuid?.() === 0;
  const home = path.join(folder, 'home');
  await mkdir(home);
  if (asNobody) {
    await chmod(folder, 0o755);
    await chown(home, NOBODY, NOBODY);
    // Chromium starts its sandbox through this program, which has to belong to root and act as root.
    await chmod(path.join(path.dirname(executable), 'chrome-sandbox'), 0o4755);
  }
  const display = await openSharedDisplay();
  const drop = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', executable];
  const [program, before] = asNobody ? ['setpriv', drop] : [executable, []];
  const start: PackedRunner['start'] = (args, env = {}) => {
    const child = spawn(program, [...before, ...args], {
      cwd: home,
      env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: home, DISPLAY: display.name, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    return {
      pid: child.pid ?? 0,
      said: () => said,
      kill: (signal) => void child.kill(signal),
      ended: new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code, signal) => resolve(code ?? signal ?? 0));
      }),
    };
  };
  return { start, home, close: display.close };
}
