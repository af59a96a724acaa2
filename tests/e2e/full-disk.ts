import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** Whether there can be such a disk here: mounting one takes Linux and the rights of root. */
export function canFillADisk(): boolean {
  if (process.platform !== 'linux') return false;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'commonwatt-disk-'));
  try {
    mount(folder);
    execFileSync('umount', [folder]);
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

  /** @param folder where it is mounted; made when it is not there */
  constructor(folder: string) {
    this.folder = folder;
    this.#filler = path.join(folder, 'filler');
    mkdirSync(folder, { recursive: true });
    mount(folder);
    this.#fill();
  }

  /** Somebody deletes what is not needed. */
  async free(): Promise<void> {
    await rm(this.#filler);
  }

  unmount(): void {
    execFileSync('umount', [this.folder]);
  }

  #fill(): void {
    try {
      writeFileSync(this.#filler, Buffer.alloc(128 * 1024));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
}

function mount(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
}
