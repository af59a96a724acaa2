import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { unlockProfile } from '#cli/profile.ts';
import { openCache } from '#engine/cache/open.ts';
import { fillWithTrades } from './million-trades.ts';

/** A profile with a ledger of a million trades, for a console to be opened with. */
export interface BigProfile {
  readonly folder: string;
  readonly passphrase: string;
  dispose(): Promise<void>;
}

const PASSPHRASE = 'seven lanterns over the quarry';

export async function makeBigProfile(): Promise<BigProfile> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-bench-'));
  const { file, key } = await unlockProfile(folder, PASSPHRASE, 'create');
  const cache = openCache({ file, key });
  try {
    fillWithTrades(cache);
  } finally {
    cache.close();
    key.fill(0);
  }
  return {
    folder,
    passphrase: PASSPHRASE,
    dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
