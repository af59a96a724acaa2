import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { withFolderLock } from '../folder-lock.ts';
import { reportStep } from '../report.ts';
import { runtimeCacheFolder } from './cache-folder.ts';

const run = promisify(execFile);

/** The Debian packages that hold the libraries Electron needs, by their names before and after Debian's 64-bit time. */
const libraryPackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libcups2',
  'libdrm2',
  'libxkbcommon0',
  'libsecret-1-0',
];
const displayPackages = ['xvfb', 'xauth'];

/**
 * Makes sure that the system libraries which Electron loads are there and, when the machine has no display, that Xvfb is.
 * As root on a system with apt-get it installs what is missing and says so; otherwise it only tells what to type.
 * Does nothing on other systems than Linux, where Electron brings what it needs.
 *
 * @throws an error with the one line to type when something is missing and cannot be installed from here.
 */
export async function ensureSystemLibraries(executable: string): Promise<void> {
  if (process.platform !== 'linux') return;
  await hintAtSandbox(executable);
  const found = await findMissing(executable);
  if (found.packages.length === 0) return;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    throw new Error(
      `Electron needs what this machine does not have: ${found.names.join(', ')}.\n` +
        `Install it, then start again. On Debian or Ubuntu: sudo apt-get install -y ${found.packages.join(' ')}`,
    );
  }
  await mkdir(runtimeCacheFolder(), { recursive: true });
  await withFolderLock(path.join(runtimeCacheFolder(), 'apt-get.lock'), async () => {
    const { names, packages } = await findMissing(executable);
    if (packages.length === 0) return;
    reportStep(`Electron needs ${names.join(', ')}; installing with apt-get: ${packages.join(' ')}`);
    await aptGet(['update']);
    await aptGet(['install', '-y', '--no-install-recommends', ...(await Promise.all(packages.map(currentName)))]);
    const still = await findMissing(executable);
    if (still.names.length > 0) {
      throw new Error(`apt-get installed its packages, but Electron still misses ${still.names.join(', ')}.`);
    }
  });
}

/**
 * Makes sure that programs which only tests need are there; as root with apt-get it installs their packages and says so.
 *
 * @param packages by the program that each brings
 * @returns false where they are missing and cannot be installed from here
 */
export async function ensurePrograms(packages: Readonly<Record<string, string>>): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const missing = Object.keys(packages).filter((program) => !isOnPath(program));
  if (missing.length === 0) return true;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) return false;
  const wanted = missing.map((program) => packages[program]);
  reportStep(`The tests use ${missing.join(', ')}; installing with apt-get: ${wanted.join(' ')}`);
  await mkdir(runtimeCacheFolder(), { recursive: true });
  return await withFolderLock(path.join(runtimeCacheFolder(), 'apt-get.lock'), async () => {
    try {
      await aptGet(['update']);
      await aptGet(['install', '-y', '--no-install-recommends', ...wanted]);
      return true;
    } catch (error) {
      reportStep(error instanceof Error ? error.message : String(error));
      return false;
    }
  });
}

/** What is missing, by the names of libraries and programs, and the packages that bring it. */
async function findMissing(executable: string): Promise<{ names: string[]; packages: string[] }> {
  const libraries = await missingLibraries(executable);
  const displayMissing = needsVirtualDisplay() && !isOnPath('Xvfb');
  return {
    names: [...libraries, ...(displayMissing ? ['Xvfb'] : [])],
    packages: [...(libraries.length > 0 ? libraryPackages : []), ...(displayMissing ? displayPackages : [])],
  };
}

/** Whether windows have to go to a virtual display, because this machine (Linux) offers none. */
export function needsVirtualDisplay(): boolean {
  return process.platform === 'linux' && !process.env['DISPLAY'];
}

/** The shared libraries that the dynamic linker does not find for an executable, by file name. */
async function missingLibraries(executable: string): Promise<string[]> {
  const { stdout } = await run('ldd', [executable]);
  return parseMissingLibraries(stdout);
}

/** Reads `ldd`'s output: a missing library's line is `libname.so.1 => not found`. */
export function parseMissingLibraries(lddOutput: string): string[] {
  return lddOutput
    .split('\n')
    .filter((line) => line.includes('=> not found'))
    .map((line) => line.trim().split(' ')[0] ?? line);
}

/**
 * Some distributions (Ubuntu since 23.10) forbid programs to build a sandbox by themselves; Chromium then needs its helper
 * with root's rights and otherwise ends at once with a message that few understand.
 */
async function hintAtSandbox(executable: string): Promise<void> {
  if (process.getuid?.() === 0) return;
  const setting = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  const restricted = await readFile(setting, 'utf8').catch(() => '0');
  if (restricted.trim() !== '1') return;
  const helper = path.join(path.dirname(executable), 'chrome-sandbox');
  const info = await stat(helper).catch(() => undefined);
  if (info === undefined || (info.uid === 0 && (info.mode & 0o4000) !== 0)) return;
  reportStep(
    'This system restricts sandboxes (AppArmor). If Electron does not start, type once: ' +
      `sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`,
  );
}

/** Debian 13 and Ubuntu 24.04 renamed some library packages by adding `t64`. */
async function currentName(name: string): Promise<string> {
  const renamed = `${name}t64`;
  return await run('apt-cache', ['show', renamed]).then(
    () => renamed,
    () => name,
  );
}

async function aptGet(args: string[]): Promise<void> {
  const child = spawn('apt-get', ['-q', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) {
    const lastLines = log.trim().split('\n').slice(-5).join('\n');
    throw new Error(`apt-get ${args.join(' ')} ended with exit code ${code}:\n${lastLines}`);
  }
}

function isOnPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.some((folder) => folder !== '' && existsSync(path.join(folder, program)));
}
