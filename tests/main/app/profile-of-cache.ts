/** A keystore around the key of a made cache, and what main does with the two. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { dirname, join } from 'node:path';
import { deviceKeyOf } from '#engine/audit/device-key.ts';
import { openCache, type Cache } from '#engine/cache/open.ts';
import { rekey, removeFormerFiles } from '#engine/upkeep/rekey.ts';
import { KeyChange } from '#main/app/key-change.ts';
import type { RunUpkeep } from '#main/engine-host/upkeep-runner.ts';
import { wrapDeviceKey } from '#main/keystore/device-key.ts';
import { newEnvelope, writeEnvelope } from '#main/keystore/envelope.ts';
import { Keystore } from '#main/keystore/keystore.ts';
import { wrapWithKeychain } from '#main/keystore/keychain-wrap.ts';
import { KEY } from '../../engine/fixtures/keys.ts';
import { DEVICE_KEY } from '../../engine/upkeep/closed-cache.ts';
import { keychainNamed } from '../keystore/keychains.ts';

const keychain = keychainNamed('kwallet6');

/** Makes a keystore beside a cache whose key is `KEY`. Its keychain costs no time, as a passphrase would. */
export async function makeKeystore(cacheFile: string): Promise<string> {
  const file = join(dirname(cacheFile), 'keystore.json');
  const bare = newEnvelope(KEY);
  const publicKey = createPublicKey(createPrivateKey({ key: DEVICE_KEY, format: 'der', type: 'pkcs8' }));
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const device = wrapDeviceKey(KEY, bare.keyId, spki, DEVICE_KEY);
  await writeEnvelope(file, { ...bare, device, keychain: await wrapWithKeychain(keychain, bare, KEY) });
  return file;
}

/** The work as the engine's process does it, in this one. */
export const upkeepHere: RunUpkeep = async (kind, cache, work) => {
  if (kind !== 'rekey' || !('newKey' in work)) throw new Error(`not for ${kind}`);
  return rekey(cache, work) as never;
};

export interface Desk {
  readonly keystore: Keystore;
  readonly keyChange: KeyChange;
}

/** Starts the console anew over a profile, and unlocks it. */
export async function unlockedDesk(keystoreFile: string, runUpkeep: RunUpkeep = upkeepHere): Promise<Desk> {
  const keystore = new Keystore(keystoreFile, keychain);
  await keystore.load();
  await keystore.unlockWithKeychain();
  return { keystore, keyChange: new KeyChange({ keystore, runUpkeep, log: () => undefined }) };
}

/** Opens the cache as console and engine do together, looks into it, and closes it again. */
export async function openOnce<T>({ keystore, keyChange }: Desk, file: string, look: (cache: Cache) => T): Promise<T> {
  await keyChange.resume(file);
  const cache = openCache({ file, key: Uint8Array.from(keystore.key()) });
  try {
    removeFormerFiles(file);
    await keyChange.settle();
    deviceKeyOf(keystore.deviceKey());
    return look(cache);
  } finally {
    cache.close();
  }
}
