/** Disks that a test can fill or forbid to write on. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Why there can be no such disk here; null when there can. Mounting one takes Linux and the rights of root. */
export const noSmallDisk: string | null =
  process.platform === 'linux' && process.getuid?.() === 0 && canMount() ? null : 'mounting a disk needs root on Linux';

export interface SmallDisk {
  readonly folder: string;
  /** Leaves no more than some bytes. */
  fill(leave?: number): void;
  /** Takes away what filled it. */
  free(): void;
  setReadOnly(isReadOnly: boolean): void;
}

/** A disk of its own, in memory, that goes with the test. */
export function smallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'commonwatt-disk-'));
  const filler = join(folder, 'filler');
  mount(folder, `size=${megabytes}m`);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    fill: (leave = 0) => {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
    },
    free: () => rmSync(filler, { force: true }),
    setReadOnly: (isReadOnly) => {
      execFileSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, folder], { stdio: 'ignore' });
    },
  };
}

function mount(folder: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'commonwatt-disk-'));
  try {
    mount(folder, 'size=64k');
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
