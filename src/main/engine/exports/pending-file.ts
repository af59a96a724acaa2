import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeFailure } from '#shared/contract/write-failures.ts';
import { moveDurably } from '../cache/durable-files.ts';

/**
 * A file that is there as a whole or not at all: it is written beside its place, under a name that ends in `.part`, and put there when it
 * is complete. What stood there before is untouched until then. Every method throws the Failure that `writeFailure` makes of what the
 * file system says.
 */
export class PendingFile {
  readonly #target: string;
  readonly #part: string;
  readonly #handle: FileHandle;
  #isPlaced = false;

  private constructor(target: string, part: string, handle: FileHandle) {
    this.#target = target;
    this.#part = part;
    this.#handle = handle;
  }

  /** @param target where it is to be in the end */
  static async begin(target: string): Promise<PendingFile> {
    return await refusing(target, async () => {
      // A folder of that name would refuse the file only in the end, after all the work.
      if (await isFolder(target)) throw Object.assign(new Error(target), { code: 'EISDIR' });
      const part = `${target}.${randomUUID().slice(0, 8)}.part`;
      return new PendingFile(target, part, await open(part, 'wx', 0o644));
    });
  }

  /** Adds to the end of the file. */
  async write(bytes: Uint8Array): Promise<void> {
    await refusing(this.#target, () => this.#handle.writeFile(bytes));
  }

  /** Puts the file where it is to be. */
  async place(): Promise<void> {
    await refusing(this.#target, async () => {
      await this.#handle.sync();
      await this.#handle.close();
      moveDurably(this.#part, this.#target);
      this.#isPlaced = true;
    });
  }

  /** As `place`, together with a small file that tells about it: both, or neither. */
  async placeWith(beside: PendingFile): Promise<void> {
    const before = await readFile(beside.#target).catch(() => null);
    await beside.place();
    try {
      await this.place();
    } catch (error) {
      if (before === null) await rm(beside.#target, { force: true });
      else await writeFile(beside.#target, before);
      throw error;
    }
  }

  /** Leaves nothing of a file that was not placed. */
  async discard(): Promise<void> {
    if (this.#isPlaced) return;
    await this.#handle.close().catch(() => undefined);
    await rm(this.#part, { force: true });
  }
}

async function isFolder(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found?.isDirectory() ?? false;
}

async function refusing<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw writeFailure(error, path.basename(target));
  }
}
