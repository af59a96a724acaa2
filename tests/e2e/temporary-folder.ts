import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A new folder for a profile or for files of a test. */
export async function makeFolder(): Promise<string> {
  return await mkdtemp(path.join(os.tmpdir(), 'commonwatt-e2e-'));
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
