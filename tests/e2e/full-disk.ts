import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** Bytes of a disk beyond what is on it at first. */
const SPARE = 64 * 1024;
const PAGE = 4096;

/** Whether there can be such a disk here: mounting one takes Linux and the rights of root. */
export function canFillADisk(): boolean {
  if (process.platform !== 'linux') return false;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'commonwatt-disk-'));
  try {
    mount(folder);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A small disk of its own, in memory, with no room left on it. */
export class FullDisk {
  readonly folder: string;
  readonly #filler: string;

  /**
   * @param folder where it is mounted; made when it is not there
   * @param content a folder whose files are on it before the rest is filled
   */
  constructor(folder: string, content?: string) {
    this.folder = folder;
    this.#filler = path.join(folder, 'filler');
    mkdirSync(folder, { recursive: true });
    mount(folder, content === undefined ? 0 : bytesOf(content));
    if (content !== undefined) cpSync(content, folder, { recursive: true });
    this.#fill();
  }

  /** Somebody deletes what is not needed. */
  async free(): Promise<void> {
    await rm(this.#filler);
  }

  unmount(): void {
    unmount(this.folder);
  }

  #fill(): void {
    try {
      writeFileSync(this.#filler, Buffer.alloc(2 * SPARE));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
}

/** Lets nobody write in a folder, root included, until it is unmounted. */
export function makeReadOnly(folder: string): void {
  execFileSync('mount', ['--bind', folder, folder]);
  execFileSync('mount', ['-o', 'remount,bind,ro', folder]);
}

/** Takes a disk, or what `makeReadOnly` did, away again. */
export function unmount(folder: string): void {
  execFileSync('umount', [folder]);
}

function mount(folder: string, bytes = 0): void {
  const size = bytes + SPARE;
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
}

/** Bytes that the files of a folder take on a disk, whose pages are whole. */
function bytesOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
  return files.reduce((sum, file) => sum + Math.ceil(statSync(file).size / PAGE) * PAGE, 0);
}
