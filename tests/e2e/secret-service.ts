import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { ensurePrograms } from '#tools/electron-runtime/system-libraries.ts';

const run = promisify(execFile);

/** Whether a desktop's keychain can be had here. */
export async function canHaveSecretService(): Promise<boolean> {
  return await ensurePrograms({ 'dbus-daemon': 'dbus', 'gnome-keyring-daemon': 'gnome-keyring' });
}

/** The keychain of a Linux desktop (GNOME Keyring behind the Secret Service), as it is there for who is signed in. */
export class SecretService {
  /** What a program needs to find it. */
  readonly env: Record<string, string>;
  readonly #processes: readonly ChildProcess[];

  private constructor(env: Record<string, string>, processes: readonly ChildProcess[]) {
    this.env = env;
    this.#processes = processes;
  }

  /** @param folder where it keeps its secrets; those of an earlier one in the same folder are there again */
  static async start(folder: string): Promise<SecretService> {
    const own = { XDG_DATA_HOME: path.join(folder, 'data'), XDG_RUNTIME_DIR: path.join(folder, 'run') };
    for (const one of Object.values(own)) await mkdir(one, { recursive: true, mode: 0o700 });
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
      env: { ...process.env, ...own },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [address] = (await once(createInterface(bus.stdout), 'line')) as [string];
    const env = { ...own, DBUS_SESSION_BUS_ADDRESS: address };
    const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    keyring.stdin.end('the password of the desktop');
    await expect.poll(() => collections(env), { timeout: 20_000 }).toContain('/collection/login');
    return new SecretService(env, [keyring, bus]);
  }

  async stop(): Promise<void> {
    for (const one of this.#processes) {
      if (one.exitCode !== null || one.signalCode !== null) continue;
      one.kill();
      await once(one, 'exit');
    }
  }
}

/** What the keychain answers when it is asked for its collections; empty before it answers. */
async function collections(env: Record<string, string>): Promise<string> {
  const get = 'org.freedesktop.DBus.Properties.Get';
  const what = ['string:org.freedesktop.Secret.Service', 'string:Collections'];
  const args = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.secrets',
    '/org/freedesktop/secrets',
    get,
    ...what,
  ];
  return await run('dbus-send', args, { env: { ...process.env, ...env } }).then(
    ({ stdout }) => stdout,
    () => '',
  );
}
