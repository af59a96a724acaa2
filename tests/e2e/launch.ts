import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { profileIn } from '#main/app/profile.ts';
import { TOUR_VERSION } from '#shared/desk/tour.ts';
import { resolveElectron } from '#tools/electron-runtime/index.ts';
import { repositoryRoot } from '#tools/paths.ts';
import { startWithPage } from './first-page.ts';

const closeLimitMs = 20_000;
const temporaryProfiles: string[] = [];
process.once('exit', () => temporaryProfiles.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** How a test starts the console. */
export interface LaunchOptions {
  /** The profile folder; without it a temporary one, deleted when the console is closed. */
  profile?: string;
  /** Further arguments for the app. */
  args?: string[];
  /** Whether the tour may begin by itself, as for a person; without it the profile has it as seen. */
  tour?: boolean;
  /** Further environment variables. */
  env?: Record<string, string>;
}

/** A running console with its first window. */
export interface LaunchedConsole {
  app: ElectronApplication;
  page: Page;
  profile: string;
  /** Closes the app as a person would; one that does not end within 20 s is killed and fails the test. */
  close: () => Promise<void>;
}

/** Starts the built console in the real Electron and waits for its first window. */
export async function launchConsole(options: LaunchOptions = {}): Promise<LaunchedConsole> {
  const runtime = await resolveElectron();
  const profile = options.profile ?? (await temporaryProfile());
  if (options.tour !== true) await tourSeen(profile);
  const env = { ...inheritedEnvironment(), ...runtime.env, ...options.env };
  const { app, page } = await startWithPage(profile, () =>
    _electron.launch({
      executablePath: runtime.executable,
      args: [...runtime.args, '.', `--user-data-dir=${profile}`, ...(options.args ?? [])],
      cwd: repositoryRoot,
      env,
      // Without this Playwright switches Chromium's sandbox off for everybody; the runtime's own arguments decide.
      chromiumSandbox: true,
    }),
  );
  const close = async (): Promise<void> => {
    await closeApp(app);
    if (options.profile === undefined)
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  return { app, page, profile, close };
}

/** A new profile folder; one that a failed test leaves behind goes when the test process ends. */
async function temporaryProfile(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-e2e-'));
  temporaryProfiles.push(folder);
  return folder;
}

/** Notes in a profile's preferences that the tour was begun, which nothing but its own tests waits for. */
async function tourSeen(profile: string): Promise<void> {
  const { preferences } = profileIn(profile);
  const text = await readFile(preferences, 'utf8').catch(() => '{}');
  await mkdir(profile, { recursive: true });
  await writeFile(preferences, JSON.stringify({ ...(JSON.parse(text) as object), tour: TOUR_VERSION }));
}

async function closeApp(app: ElectronApplication): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      app.process().kill('SIGKILL');
      reject(new Error(`The console did not close within ${closeLimitMs / 1000} s and was killed.`));
    }, closeLimitMs);
  });
  try {
    await Promise.race([app.close(), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** This process's environment without what would change how Electron or the app starts. */
function inheritedEnvironment(): Record<string, string> {
  const left = ['ELECTRON_RUN_AS_NODE', 'NODE_ENV', 'NODE_OPTIONS'];
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !left.includes(entry[0]),
    ),
  );
}
