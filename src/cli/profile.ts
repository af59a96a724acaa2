import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { newDeviceWrap, openDeviceKey, unwrapDeviceKey } from '#main/keystore/device-key.ts';
import {
  newDataKey,
  newEnvelope,
  readEnvelope,
  unwrapWithPassphrase,
  wrapWithPassphrase,
  writeEnvelope,
} from '#main/keystore/envelope.ts';
import { unwrapFormerKeys } from '#main/keystore/former-keys.ts';
import { Failure } from '#shared/contract/errors.ts';
import { MIN_PASSPHRASE_LENGTH } from '#shared/contract/session.ts';
import { UsageError } from './command.ts';

/** The cache file of a profile folder; the console keeps it at the same place. */
export function cacheFileOf(profile: string): string {
  return path.join(profile, 'cache', 'commonwatt.db');
}

/**
 * The cache file, data key, data keys of before and device key (PKCS #8) of a profile, unwrapped with the passphrase. A folder without a keystore is set
 * up with this passphrase, as the console's first run does, or refused. The caller wipes the keys. Throws KEY_UNAVAILABLE for a wrong passphrase.
 */
export async function unlockProfile(
  profile: string,
  passphrase: string,
  whenNew: 'create' | 'refuse',
): Promise<{ file: string; key: Buffer; formerKeys: Buffer[]; deviceKey: Buffer }> {
  const keystore = path.join(profile, 'keystore.json');
  const file = cacheFileOf(profile);
  const kept = await readEnvelope(keystore);
  if (kept) {
    if (kept.next) throw keyIsChanging();
    const key = await unwrapWithPassphrase(kept, passphrase);
    const { deviceKey } = await openDeviceKey(keystore, kept, key);
    const formerKeys = unwrapFormerKeys(kept, key).map((former) => former.key);
    return { file, key, formerKeys, deviceKey };
  }
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
  const passphraseWrap = await wrapWithPassphrase(key, fresh.keyId, passphrase);
  const envelope = { ...fresh, passphrase: passphraseWrap, device: newDeviceWrap(key, fresh.keyId) };
  await writeEnvelope(keystore, envelope);
  return { file, key, formerKeys: [], deviceKey: unwrapDeviceKey(envelope, key) };
}

/** Only the console carries a change of the data key on, or takes it back. */
function keyIsChanging(): Failure {
  return new Failure('CACHE_LOCKED', 'The data key of this profile is just being changed. Nothing was changed.', {
    remedy: 'Unlock the console on this profile once, then try again.',
    retryable: true,
  });
}
