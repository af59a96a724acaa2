import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withFolderLock } from './folder-lock.ts';
import { outFolder, repositoryRoot } from './paths.ts';
import { reportStep } from './report.ts';

/** Everything the build's result depends on, relative to the repository's root. */
const sources = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'tools/licences',
  'tools/update-source.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];
const stampFile = path.join(outFolder, '.build-stamp');
const products = [
  'main/index.js',
  'main/engine.js',
  'main/cli.js',
  'preload/index.cjs',
  'renderer/index.html',
  'licences.json',
];

/**
 * Builds the app into `out/` unless it is already built from exactly the sources as they are now. Processes that ask at
 * the same time build once and wait for each other. Nothing is written to stdout.
 *
 * @throws an error when the build fails; the build's own messages are then on stderr.
 */
export async function buildWhenNeeded(): Promise<void> {
  if (await isUpToDate()) return;
  await withBuild(async () => undefined);
}

/**
 * Does `work` with a build that is made from the sources as they are now and that nobody replaces meanwhile.
 *
 * @throws an error when the build fails.
 */
export async function withBuild<T>(work: () => Promise<T>): Promise<T> {
  await mkdir(outFolder, { recursive: true });
  return await withFolderLock(
    path.join(outFolder, '.build-lock'),
    async () => {
      // Taken before the build: a file that is saved while it runs makes the next start build again.
      const fingerprint = await currentFingerprint();
      if (!(await isBuiltFrom(fingerprint))) {
        await forgetBuild();
        await build();
        await writeFile(stampFile, fingerprint);
      }
      return await work();
    },
    { onWait: () => reportStep('Another process is building; waiting for it') },
  );
}

/** Makes the next start build anew, because something else is about to write into `out/`. */
export async function forgetBuild(): Promise<void> {
  await rm(stampFile, { force: true });
}

/** The sources as they are now, and where the environment says that updates come from: that is built in. */
async function currentFingerprint(): Promise<string> {
  const { COMMONWATT_UPDATE_URL, COMMONWATT_UPDATE_PUBLIC_KEY } = process.env;
  const updates = JSON.stringify([COMMONWATT_UPDATE_URL, COMMONWATT_UPDATE_PUBLIC_KEY]);
  return `${await sourceFingerprint(repositoryRoot, sources)} ${updates}`;
}

async function isUpToDate(): Promise<boolean> {
  return existsSync(stampFile) && (await isBuiltFrom(await currentFingerprint()));
}

async function isBuiltFrom(fingerprint: string): Promise<boolean> {
  const stamp = await readFile(stampFile, 'utf8').catch(() => undefined);
  return stamp === fingerprint && products.every((product) => existsSync(path.join(outFolder, product)));
}

async function build(): Promise<void> {
  reportStep('Building');
  const started = performance.now();
  const cli = path.join(repositoryRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const env = { ...process.env };
  // A test runner's NODE_ENV would end up inside the bundles.
  delete env['NODE_ENV'];
  const child = spawn(process.execPath, [cli, 'build', '--logLevel', 'warn'], {
    cwd: repositoryRoot,
    env,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`The build failed (exit code ${code}); its messages are above.`);
  reportStep(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/**
 * A hash over the names, sizes and modification times of all files below the given entries (files or folders relative to
 * `root`; missing ones count as empty). It changes when a file is edited, added, removed or renamed.
 */
export async function sourceFingerprint(root: string, entries: string[]): Promise<string> {
  const lines = (await Promise.all(entries.map((entry) => describeFiles(path.join(root, entry))))).flat();
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex');
}

async function describeFiles(entry: string): Promise<string[]> {
  const info = await stat(entry).catch(() => undefined);
  if (info === undefined) return [];
  if (!info.isDirectory()) return [`${entry} ${info.size} ${info.mtimeMs}`];
  const children = await readdir(entry);
  return (await Promise.all(children.map((child) => describeFiles(path.join(entry, child))))).flat();
}
