import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Book, OrderColumns } from '#shared/market/orders.ts';

/** What the C++ program says of one run. */
export interface SortMergeRun {
  readonly milliseconds: number;
  /** Micro-currency per kWh. */
  readonly price: number;
  readonly quantityWh: number;
}

/** The C++ program, compiled, with its book in a file. */
export interface SortMerge {
  run(): SortMergeRun;
  /** Removes the program and the file. */
  dispose(): Promise<void>;
}

/** Compiles sort-merge.cpp in a folder of its own; null when the machine has no g++. */
export async function compileSortMerge(book: Book): Promise<SortMerge | null> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-bench-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  const program = path.join(folder, 'sort-merge');
  const bookFile = path.join(folder, 'book');
  try {
    await promisify(execFile)('g++', ['-O2', '-o', program, path.join(import.meta.dirname, 'sort-merge.cpp')]);
    await writeFile(bookFile, [...bytesOf(book.bids), ...bytesOf(book.offers)]);
  } catch (error) {
    await dispose();
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const run = (): SortMergeRun => {
    const [milliseconds, price, quantityWh] = execFileSync(program, [bookFile], { encoding: 'utf8' })
      .split(' ')
      .map(Number);
    return { milliseconds, price, quantityWh };
  };
  return { run, dispose };
}

/** One side as the program reads it, in the machine's own byte order. */
function bytesOf({ count, price, createdAt, wh, idRank }: OrderColumns): NodeJS.ArrayBufferView[] {
  return [Uint32Array.of(count), price, createdAt, wh, idRank];
}
