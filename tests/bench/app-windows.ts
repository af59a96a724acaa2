/** The two apps that are compared: the console with a million trades, and an Electron that does nothing. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { buildWhenNeeded } from '#tools/build.ts';
import { type Display, openDisplay } from '#tools/electron-runtime/display.ts';
import { readyElectron } from '#tools/electron-runtime/ready.ts';
import { launchConsole } from '../e2e/launch.ts';
import { unlock } from '../e2e/protection.ts';
import { makeBigProfile } from './big-profile.ts';

export interface OpenApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Epoch milliseconds at which it was started. */
  readonly startedAt: number;
  close(): Promise<void>;
}

/** What apps are opened with, one after the other or beside each other, on the same display. */
export interface AppStage {
  /** The console on a profile with a million trades, locked. */
  openConsole(): Promise<OpenApp>;
  openEmpty(): Promise<OpenApp>;
  dispose(): Promise<void>;
}

/** Makes a build, a display and the profile ready. */
export async function setStage(): Promise<AppStage> {
  await readyElectron();
  await buildWhenNeeded();
  const profile = await makeBigProfile();
  const display = await openDisplay();
  return {
    openConsole: () => openConsole(profile.folder, display),
    openEmpty: () => openEmpty(display),
    dispose: async () => {
      await display.close();
      await profile.dispose();
    },
  };
}

async function openConsole(profile: string, { env }: Display): Promise<OpenApp> {
  const startedAt = Date.now();
  const { app, page, close } = await launchConsole({
    profile,
    args: ['--password-store=basic', '--lang=en-GB'],
    // As a packed console runs: the engine's answers are not checked once more, which is for development.
    env: { ...env, NODE_ENV: 'production' },
  });
  await page.getByLabel('Passphrase', { exact: true }).waitFor({ timeout: 60_000 });
  return { app, page, startedAt, close };
}

async function openEmpty({ env }: Display): Promise<OpenApp> {
  const { executable, args } = await readyElectron();
  const profile = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-empty-'));
  const startedAt = Date.now();
  const app = await _electron.launch({
    executablePath: executable,
    args: [...args, path.join(import.meta.dirname, 'empty-window'), `--user-data-dir=${profile}`],
    env: { ...inherited(), ...env },
    chromiumSandbox: true,
  });
  const page = await app.firstWindow();
  await page.getByText('empty').waitFor();
  const close = async (): Promise<void> => {
    await app.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { app, page, startedAt, close };
}

function inherited(): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _node, NODE_OPTIONS: _options, ...env } = process.env;
  return env as Record<string, string>;
}

/** Unlocks the console and waits until its first page is painted; answers the wait as the console itself measured it, milliseconds. */
export async function unlockConsole(page: Page): Promise<number> {
  await watchMeasures(page);
  await unlock(page);
  const { duration } = await nextMeasure(page, /^unlock /);
  return duration;
}

/** A wait as the console tells it to whoever observes user timings; see `src/renderer/app/waits`. */
export interface Measure {
  readonly name: string;
  readonly duration: number;
}

/** Collects the waits that the page measures from now on. */
async function watchMeasures(page: Page): Promise<void> {
  await page.evaluate(() => {
    const measures: { name: string; duration: number }[] = [];
    window.benchMeasures = measures;
    new PerformanceObserver((list) => {
      measures.push(...list.getEntries().map(({ name, duration }) => ({ name, duration })));
    }).observe({ type: 'measure' });
  });
}

/** Waits for a measure of this name and takes it and all before it away. */
export async function nextMeasure(page: Page, name: RegExp): Promise<Measure> {
  const found = await page.waitForFunction(
    (pattern) => {
      const measures = window.benchMeasures ?? [];
      const at = measures.findIndex((measure) => new RegExp(pattern).test(measure.name));
      return at < 0 ? null : measures.splice(0, at + 1)[at];
    },
    name.source,
    { timeout: 60_000, polling: 50 },
  );
  return (await found.jsonValue())!;
}

declare global {
  interface Window {
    benchMeasures?: Measure[];
  }
}
