import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runToEnd } from '../child-process.ts';
import { runtimeCacheFolder } from '../electron-runtime/cache-folder.ts';
import { withFolderLock } from '../folder-lock.ts';
import { reportStep } from '../report.ts';

/** The scanners' own list of packages, pinned by its own lock file. */
const listed = path.join(import.meta.dirname, 'scanners');
const files = ['package.json', 'package-lock.json', 'electronegativity.cjs'];

/**
 * Installs the scanners into a cache folder when they are not there yet, without running any of their install scripts.
 * @returns the folder, which holds their node_modules
 * @throws an error when npm fails
 */
export async function installScanners(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(path.join(listed, file)));
  const folder = path.join(path.dirname(runtimeCacheFolder()), 'commonwatt-scanners', hash.digest('hex').slice(0, 12));
  const mark = path.join(folder, 'complete');
  if (existsSync(mark)) return folder;
  await mkdir(folder, { recursive: true });
  await withFolderLock(`${folder}.lock`, async () => {
    if (existsSync(mark)) return;
    reportStep('Installing the scanners (about 400 packages, once)');
    for (const file of files) await cp(path.join(listed, file), path.join(folder, file));
    const code = await runToEnd('npm', ['ci', '--ignore-scripts', '--legacy-peer-deps', '--silent'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    if (code !== 0) throw new Error(`The scanners could not be installed (npm ended with ${code}).`);
    await writeFile(mark, '');
  });
  return folder;
}
