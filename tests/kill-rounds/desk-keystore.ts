/** The keystore of a desk folder, whose keychain asks for nothing: it is opened again and again. */
import path from 'node:path';
import { rekey } from '#engine/upkeep/rekey.ts';
import type { RunUpkeep } from '#main/engine-host/upkeep-runner.ts';
import { Keystore } from '#main/keystore/keystore.ts';
import { keychainNamed } from '../main/keystore/keychains.ts';

/** Opens the keystore of a desk folder, and makes it when there is none. */
export async function openKeystore(folder: string): Promise<Keystore> {
  const keystore = new Keystore(path.join(folder, 'keystore.json'), keychainNamed('kwallet6'));
  await keystore.load();
  if (keystore.state === 'none') await keystore.setUp({ keychain: true });
  else await keystore.unlockWithKeychain();
  return keystore;
}

/** Does the upkeep in this process: it is killed as a whole. */
export const rekeyHere = ((_kind, cache, work) =>
  Promise.resolve(
    rekey({ ...cache, key: new Uint8Array(cache.key) }, work as Parameters<typeof rekey>[1]),
  )) as RunUpkeep;
