import { randomUUID } from 'node:crypto';
import { open, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** A virus scanner or indexer may hold a file for a moment; only then is the rename tried again. */
const RENAME_TRIES = 5;
const RENAME_PAUSE_MS = 100;
const HELD = new Set(['EPERM', 'EACCES', 'EBUSY']);

/**
 * Writes a file so that after a crash either the old or the new content is there, never a part: temporary file beside it,
 * fsync, rename. The folder is made when it is missing.
 *
 * @param mode permissions of the file, e.g. 0o600.
 * @throws the error of the file system; the old content is untouched then.
 */
export async function writeFileAtomically(file: string, content: string | Uint8Array, mode: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await replace(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function replace(temporary: string, file: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await rename(temporary, file);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (process.platform !== 'win32' || tries === RENAME_TRIES || !HELD.has(code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, RENAME_PAUSE_MS));
    }
  }
}
