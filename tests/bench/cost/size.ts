import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { packConsole } from '#tools/packaging.ts';
import { bytes, type Cost } from './cost.ts';

/** What a console takes on the disk, and on the way there as a compressed archive. */
export async function size(): Promise<Cost[]> {
  const output = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-size-'));
  try {
    const { folder, resources, isRelease } = await packConsole({ output });
    const stand = isRelease ? '' : ', with the stand-in for Electron';
    return [
      { what: `installed${stand}`, value: bytes(await sizeOf(folder)) },
      { what: 'of which the console itself', value: bytes(await sizeOf(resources)) },
      { what: `as tar.gz${stand}`, value: bytes(await compressedSize(folder)) },
    ];
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => stat(path.join(file.parentPath, file.name))),
  );
  return sizes.reduce((sum, file) => sum + file.size, 0);
}

async function compressedSize(folder: string): Promise<number> {
  const tar = spawn('tar', ['-C', folder, '-cz', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let sum = 0;
  tar.stdout.on('data', (piece: Buffer) => (sum += piece.length));
  const [exitCode] = (await once(tar, 'close')) as [number];
  if (exitCode !== 0) throw new Error(`tar ended with ${exitCode}.`);
  return sum;
}
