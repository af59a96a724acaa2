/** Ways to damage a file, and to find out what became of it. */
import { createHash, getRandomValues } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { openDamaged } from '#engine/cache/open-damaged.ts';

const PAGE = 4096;

/** Changes one byte of a page (1, 2, 3, ...). */
export function flipPage(file: string, page: number, at = 100): void {
  const byte = Buffer.alloc(1);
  const position = (page - 1) * PAGE + at;
  const handle = openSync(file, 'r+');
  try {
    readSync(handle, byte, 0, 1, position);
    byte[0] ^= 0x40;
    writeSync(handle, byte, 0, 1, position);
  } finally {
    closeSync(handle);
  }
}

/** The same numbers again for the same seed (mulberry32). */
export function seeded(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit: number): number => Math.floor(next() * limit),
    bytes: (count: number): Uint8Array => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)),
  };
}

export function randomBytes(count: number): Uint8Array {
  return getRandomValues(new Uint8Array(count));
}

/** SHA-256 of a file. */
export const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The numbers of a table's pages, its root first. */
export function pagesOf(file: string, key: Uint8Array, table: string): number[] {
  const { read, close } = openDamaged({ file, key });
  try {
    return read.pluck<number>('SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno', [table]);
  } finally {
    close();
  }
}
