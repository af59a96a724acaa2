import { spawn } from 'node:child_process';
import { chmod, chown, cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { _electron } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import { resolveElectron } from '#tools/electron-runtime/index.ts';
import { outFolder, repositoryRoot } from '#tools/paths.ts';
import { startWithPage } from './first-page.ts';
import { launchConsole } from './launch.ts';

/** A console whose pages run in Chromium's sandbox. */
export interface SandboxedConsole {
  readonly app: ElectronApplication;
  readonly close: () => Promise<void>;
}

/** The user and group of a Linux system that own nothing. */
export const NOBODY = 65_534;
const ARGUMENTS = ['--lang=en-GB', '--demo'];

/**
 * Starts the console with Chromium's sandbox on. Chromium refuses that as root; there the console is copied to where everybody may read
 * it and started as a user who owns nothing.
 *
 * @param folder for the copy and the profile; the caller removes it.
 */
export async function openSandboxed(folder: string): Promise<SandboxedConsole> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return await launchConsole({ profile: path.join(folder, 'profile'), args: ARGUMENTS });
  }
  const runtime = await resolveElectron();
  const electron = path.join(folder, 'runtime', path.basename(runtime.executable));
  const app = path.join(folder, 'app');
  const env = await copyConsole(folder, path.dirname(runtime.executable), app, runtime.env);
  const home = path.join(folder, 'home');
  await mkdir(home);
  await chown(home, NOBODY, NOBODY);
  const starter = path.join(folder, 'start.sh');
  const drop = `setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups`;
  await writeFile(starter, `#!/bin/sh\nexec ${drop} "${electron}" "$@"\n`, { mode: 0o755 });
  const display = await openSharedDisplay();
  const profile = path.join(home, 'profile');
  const { app: launched } = await startWithPage(profile, () =>
    _electron.launch({
      executablePath: starter,
      args: [app, `--user-data-dir=${profile}`, ...ARGUMENTS],
      cwd: app,
      env: { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: home, DISPLAY: display.name, ...env },
      chromiumSandbox: true,
    }),
  ).catch((error: unknown) => {
    display.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await launched.close();
    display.close();
  };
  return { app: launched, close };
}

/** Copies runtime, built app, its native module and the engine's Node; answers the variables that name the copies. */
async function copyConsole(
  folder: string,
  runtimeFolder: string,
  app: string,
  runtimeEnv: Record<string, string>,
): Promise<Record<string, string>> {
  await chmod(folder, 0o755);
  await cp(runtimeFolder, path.join(folder, 'runtime'), { recursive: true });
  // Chromium starts its sandbox through this program, which has to belong to root and act as root.
  await chmod(path.join(folder, 'runtime', 'chrome-sandbox'), 0o4755);
  for (const part of ['main', 'preload', 'renderer']) {
    await cp(path.join(outFolder, part), path.join(app, 'out', part), { recursive: true });
  }
  await cp(path.join(repositoryRoot, 'package.json'), path.join(app, 'package.json'));
  const native = path.join('node_modules', 'better-sqlite3-multiple-ciphers');
  await cp(path.join(repositoryRoot, native), path.join(app, native), { recursive: true, dereference: true });
  const copies = Object.entries(runtimeEnv).map(async ([name, program]): Promise<[string, string]> => {
    const copy = path.join(folder, path.basename(program));
    await cp(program, copy, { dereference: true });
    return [name, copy];
  });
  return Object.fromEntries(await Promise.all(copies));
}

/** A virtual display that other users than its own may draw on. */
export async function openSharedDisplay(): Promise<{ name: string; close: () => void }> {
  const options = ['-displayfd', '3', '-ac', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const name = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with exit code ${code}.`)));
    (server.stdio[3] as Readable).once('data', (number: Buffer) => resolve(`:${number.toString().trim()}`));
  });
  return { name, close: () => void server.kill() };
}
