import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withFolderLock } from '../folder-lock.ts';
import { repositoryRoot } from '../paths.ts';
import { reachProblem } from '../reach.ts';
import { reportStep } from '../report.ts';

const packageFolder = path.join(repositoryRoot, 'node_modules', 'electron');
const installWhenReachableMs = 15 * 60_000;
/** Enough for the installer to take its zip file from its own cache, which needs no network. */
const installFromCacheMs = 10_000;
const retryAfterMs = 24 * 60 * 60_000;

/** A failed attempt to download Electron, remembered so that later starts of the day are not delayed by it. */
export interface FailedAttempt {
  at: number;
  reason: string;
}

/** The version that the project ships, as the `electron` package says it. */
export function officialVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/**
 * Answers the executable of the real `electron` package, letting its own installer download it when that is possible.
 * Where the download site cannot be reached the attempt ends within seconds and is not repeated for a day.
 *
 * @param cacheFolder where a failed attempt is remembered.
 * @returns the executable, or the reason why there is none.
 */
export async function officialExecutable(cacheFolder: string): Promise<{ executable: string } | { reason: string }> {
  const present = installedExecutable();
  if (present !== undefined) return { executable: present };
  const memory = path.join(cacheFolder, `electron-${officialVersion()}.unreachable.json`);
  const remembered = await readAttempt(memory);
  if (isFresh(remembered, Date.now())) return { reason: remembered.reason };
  await mkdir(cacheFolder, { recursive: true });
  return await withFolderLock(path.join(cacheFolder, 'electron-install.lock'), async () => {
    const meanwhile = installedExecutable();
    if (meanwhile !== undefined) return { executable: meanwhile };
    const attempt = await readAttempt(memory);
    if (isFresh(attempt, Date.now())) return { reason: attempt.reason };
    const reason = await install();
    const executable = installedExecutable();
    if (executable !== undefined) {
      await rm(memory, { force: true });
      return { executable };
    }
    const failed: FailedAttempt = { at: Date.now(), reason };
    await writeFile(memory, JSON.stringify(failed));
    return { reason };
  });
}

/** Whether a remembered attempt is less than a day old at `now` (epoch ms). */
export function isFresh(attempt: FailedAttempt | undefined, now: number): attempt is FailedAttempt {
  return attempt !== undefined && attempt.at <= now && now - attempt.at < retryAfterMs;
}

/** The downloaded executable; `path.txt` is what the package's installer writes last. */
function installedExecutable(): string | undefined {
  const pathFile = path.join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(packageFolder, 'dist');
  const executable = path.join(folder, readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

async function readAttempt(file: string): Promise<FailedAttempt | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as FailedAttempt;
  } catch {
    return undefined;
  }
}

/** Runs the package's installer within a time limit; answers why it failed, if it did. */
async function install(): Promise<string> {
  const probe = await probeDownloadSite();
  if (probe === undefined) reportStep(`Downloading Electron ${officialVersion()} (about 120 MB, once)`);
  const limit = probe === undefined ? installWhenReachableMs : installFromCacheMs;
  const installer = spawn(process.execPath, [path.join(packageFolder, 'install.js')], {
    stdio: 'ignore',
    timeout: limit,
    killSignal: 'SIGKILL',
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    installer.on('error', reject);
    installer.on('close', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
  });
  if (probe !== undefined) return probe;
  return signal === null
    ? `its installer ended with exit code ${code}`
    : `its installer took over ${limit / 60_000} min`;
}

/** Undefined when the site that Electron's installer downloads from answers; otherwise what is in the way. */
async function probeDownloadSite(): Promise<string | undefined> {
  const base =
    process.env['npm_config_electron_mirror'] ??
    process.env['ELECTRON_MIRROR'] ??
    'https://github.com/electron/electron/releases/download/';
  return await reachProblem(new URL(`v${officialVersion()}/SHASUMS256.txt`, base));
}
