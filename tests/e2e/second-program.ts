import Sqlite from 'better-sqlite3-multiple-ciphers';
import { applyKey } from '#engine/cache/key.ts';
import { unlockProfile } from '#cli/profile.ts';
import { PASSPHRASE } from './protection.ts';

/** The cache of a profile, opened by another program that has the key. */
export async function openBesides(profile: string): Promise<InstanceType<typeof Sqlite>> {
  const { file, key, deviceKey } = await unlockProfile(profile, PASSPHRASE, 'refuse');
  const db = new Sqlite(file);
  applyKey(db, key);
  key.fill(0);
  deviceKey.fill(0);
  return db;
}
