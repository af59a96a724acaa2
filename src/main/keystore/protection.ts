/** Other wraps for the data key of an envelope. Each is opened again before it is handed out: a wrap that does not open never replaces one that does. */

import { MIN_PASSPHRASE_LENGTH } from '#shared/contract/session.ts';
import { Failure } from '#shared/contract/errors.ts';
import { wrapDeviceKey } from './device-key.ts';
import { type Envelope, newEnvelope, unwrapWithPassphrase, type WrappedKey, wrapWithPassphrase } from './envelope.ts';
import type { Keychain } from './keychain.ts';
import { wrapWithKeychain } from './keychain-wrap.ts';

/** @throws INPUT_INVALID when the passphrase is short, or null and nothing else protects the key */
export async function withPassphrase(
  envelope: Envelope,
  key: Uint8Array,
  passphrase: string | null,
): Promise<Envelope> {
  if (passphrase === null) return protectedStill({ ...envelope, passphrase: null });
  requireLongEnough(passphrase);
  const wrapped = { ...envelope, passphrase: await wrapWithPassphrase(key, envelope.keyId, passphrase) };
  (await unwrapWithPassphrase(wrapped, passphrase)).fill(0);
  return wrapped;
}

/**
 * @param keychain null takes the wrap away
 * @throws INPUT_INVALID when nothing else protects the key, KEY_UNAVAILABLE as `wrapWithKeychain`
 */
export async function withKeychain(envelope: Envelope, key: Uint8Array, keychain: Keychain | null): Promise<Envelope> {
  if (keychain === null) return protectedStill({ ...envelope, keychain: null });
  return { ...envelope, keychain: await wrapWithKeychain(keychain, envelope, key) };
}

export interface KeyInHand {
  readonly key: Uint8Array;
  readonly deviceKey: Uint8Array;
  /** What protects it: the passphrase and the keychain, or null without. */
  readonly passphrase: string | null;
  readonly keychain: Keychain | null;
}

/** A new data key that is protected as the one of `envelope` is, with the same device key. @throws as `withPassphrase` and `withKeychain` */
export async function nextOf(
  envelope: Envelope,
  { key, deviceKey, passphrase, keychain }: KeyInHand,
): Promise<WrappedKey> {
  let next = newEnvelope(key);
  if (envelope.passphrase) next = await withPassphrase(next, key, passphrase ?? '');
  if (envelope.keychain) next = await withKeychain(next, key, keychain);
  if (envelope.device) next.device = wrapDeviceKey(key, next.keyId, envelope.device.publicKey, deviceKey);
  const { keyId, keyCheck, passphrase: byPassphrase, keychain: byKeychain, device } = protectedStill(next);
  return { keyId, keyCheck, passphrase: byPassphrase, keychain: byKeychain, ...(device && { device }) };
}

/** @throws INPUT_INVALID when the passphrase is shorter than a new one may be */
export function requireLongEnough(passphrase: string): void {
  if (passphrase.length >= MIN_PASSPHRASE_LENGTH) return;
  throw new Failure('INPUT_INVALID', `The passphrase needs at least ${MIN_PASSPHRASE_LENGTH} characters.`, {
    remedy: 'Choose a longer one.',
    details: { field: 'passphrase' },
  });
}

function protectedStill(envelope: Envelope): Envelope {
  if (envelope.passphrase || envelope.keychain) return envelope;
  throw new Failure('INPUT_INVALID', 'Nothing would protect the key of this cache any more. Nothing was changed.', {
    remedy: 'Keep the passphrase, or let the system keychain keep the key first.',
  });
}
