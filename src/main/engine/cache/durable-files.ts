import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const PLAIN_HEADER = Buffer.from('SQLite format 3\0', 'latin1');

/** Waits until the contents of `file` are on the disk. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Puts the finished file `from` in the place of `to` so that after a power cut one of the two is there, whole. */
export function moveDurably(from: string, to: string): void {
  syncFile(from);
  renameSync(from, to);
  // A folder cannot be opened on Windows; there the rename is on the disk by itself.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(to), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Writes `text` to `file` in one step, also while another process does. */
export function writeDurably(file: string, text: string): void {
  const part = `${file}.${process.pid}.part`;
  const handle = openSync(part, 'w', 0o600);
  try {
    writeSync(handle, text);
  } finally {
    closeSync(handle);
  }
  moveDurably(part, file);
}

/** Deletes what processes that were killed have left half-written of `file` and of the files that have its name in front. */
export function removeUnfinished(file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const writer = name.startsWith(basename(file)) ? /\.(\d+)\.part$/.exec(name)?.[1] : undefined;
    if (writer !== undefined && !isOtherAtWork(Number(writer))) rmSync(join(folder, name), { force: true });
  }
}

/** Whether a process lives that is not this one: the command line beside the console. */
export function isOtherAtWork(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether the file begins as an unencrypted SQLite database does. */
export function hasPlainHeader(file: string): boolean {
  const header = Buffer.alloc(PLAIN_HEADER.length);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header, 0, header.length, 0);
  } finally {
    closeSync(handle);
  }
  return header.equals(PLAIN_HEADER);
}
