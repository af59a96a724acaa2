import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { unlockProfile } from '#cli/profile.ts';
import { openCache } from '#engine/cache/open.ts';
import { sha256 } from '#engine/market/sha256.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';

/** A profile whose community has very many trades, for a console to be opened with. */
export interface BigProfile {
  readonly folder: string;
  readonly passphrase: string;
  readonly trades: number;
  dispose(): Promise<void>;
}

const PASSPHRASE = 'seven lanterns over the quarry';
const MEMBERS = 160;
/** A simulated day of so many members has nearly 3,000 trades in summer; this many days are more than enough for a million. */
const DAYS = 720;

/** Makes a profile with a simulated community of 160 members that ends at `until` (epoch ms, a slot's start) and has at least `trades`. */
export async function makeBigProfile(trades: number, until: number): Promise<BigProfile> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-bench-'));
  const { file, key } = await unlockProfile(folder, PASSPHRASE, 'create');
  const cache = openCache({ file, key });
  let stored = 0;
  try {
    for (const page of simulateCommunity({ seed: 1, members: MEMBERS, days: DAYS, until }, sha256)) {
      applyPage(cache.write, page);
      stored += page.trades?.count ?? 0;
      if (stored >= trades) break;
    }
  } finally {
    cache.close();
    key.fill(0);
  }
  if (stored < trades) throw new Error(`There are only ${stored} trades in ${DAYS} days.`);
  return {
    folder,
    passphrase: PASSPHRASE,
    trades: stored,
    dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
