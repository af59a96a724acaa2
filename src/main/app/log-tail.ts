import { open } from 'node:fs/promises';
import path from 'node:path';

/** More than 300 lines with their stacks take. */
const MAX_BYTES = 256 * 1024;

/** The last `count` lines of the log in `folder`, oldest first, also from the older file where the newer one has just begun. */
export async function logTail(folder: string, count: number): Promise<string[]> {
  const newer = await lastLines(path.join(folder, 'main.log'));
  const older = newer.length < count ? await lastLines(path.join(folder, 'main.old.log')) : [];
  return [...older, ...newer].slice(-count);
}

async function lastLines(file: string): Promise<string[]> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return [];
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - MAX_BYTES);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size - from), position: from });
    const lines = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
    if (lines.at(-1) === '') lines.pop();
    // A line that was cut in the middle says nothing.
    return from > 0 ? lines.slice(1) : lines;
  } finally {
    await handle.close();
  }
}
