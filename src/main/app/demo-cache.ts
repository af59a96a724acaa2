import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { newDataKey } from '../keystore/envelope.ts';

/** On Windows a file can be held for a moment after the process that used it has ended. */
const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 } as const;

/** A throwaway cache: its key is only in memory, its folder lives as long as the demo session. */
export interface DemoCache {
  readonly file: string;
  readonly key: Buffer;
  /** Wipes the key and deletes the folder. */
  remove(): Promise<void>;
}

/** Makes a fresh folder inside `base` that only its owner can enter. */
export async function makeDemoCache(base: string): Promise<DemoCache> {
  await mkdir(base, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(path.join(base, 'demo-'));
  const key = newDataKey();
  return {
    file: path.join(folder, 'commonwatt.db'),
    key,
    remove: async () => {
      key.fill(0);
      await rm(folder, removal);
    },
  };
}

/** Removes what crashed runs left behind. Nobody else can be using it: one console runs per profile, and this is its folder. */
export async function removeLeftoverDemos(base: string): Promise<void> {
  await rm(base, removal);
}
