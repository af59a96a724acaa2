import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  newDataKey,
  newEnvelope,
  readEnvelope,
  unwrapWithPassphrase,
  wrapWithPassphrase,
  writeEnvelope,
} from '#main/keystore/envelope.ts';
import { MIN_PASSPHRASE_LENGTH } from '#shared/contract/session.ts';
import { UsageError } from './command.ts';

/** The cache file of a profile folder; the console keeps it at the same place. */
export function cacheFileOf(profile: string): string {
  return path.join(profile, 'cache', 'commonwatt.db');
}

/**
 * The cache file and data key of a profile, unwrapped with the passphrase. A folder without a keystore is set up with this passphrase,
 * as the console's first run does, or refused. The caller wipes the key. Throws KEY_UNAVAILABLE for a wrong passphrase.
 */
export async function unlockProfile(
  profile: string,
  passphrase: string,
  whenNew: 'create' | 'refuse',
): Promise<{ file: string; key: Buffer }> {
  const keystore = path.join(profile, 'keystore.json');
  const file = cacheFileOf(profile);
  const envelope = await readEnvelope(keystore);
  if (envelope) return { file, key: await unwrapWithPassphrase(envelope, passphrase) };
  if (whenNew === 'refuse')
    throw new UsageError(`--profile ${profile}: there is no profile here; import or demo makes one`);
  if (passphrase.length < MIN_PASSPHRASE_LENGTH) {
    throw new UsageError(
      `--profile ${profile}: a new profile needs a passphrase of at least ${MIN_PASSPHRASE_LENGTH} characters`,
    );
  }
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const key = newDataKey();
  const fresh = newEnvelope(key);
  await writeEnvelope(keystore, { ...fresh, passphrase: await wrapWithPassphrase(key, fresh.keyId, passphrase) });
  return { file, key };
}
