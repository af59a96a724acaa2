import { generateKeyPairSync } from 'node:crypto';
import { Failure } from '#shared/contract/errors.ts';
import { type DeviceWrap, type Envelope, writeEnvelope } from './envelope.ts';
import { seal, unseal } from './sealed.ts';

const PURPOSE = 'commonwatt device key 1';

/**
 * A new Ed25519 key for this device, wrapped with the data key and bound to the envelope's key id and the public key. It signs the
 * checkpoints of the audit log.
 */
export function newDeviceWrap(key: Uint8Array, keyId: string): DeviceWrap {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const secret = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  try {
    return wrapDeviceKey(key, keyId, publicKey, secret);
  } finally {
    secret.fill(0);
  }
}

/**
 * The device's key under a data key.
 * @param publicKey SubjectPublicKeyInfo in DER, base64
 * @param secret PKCS #8 in DER
 */
export function wrapDeviceKey(key: Uint8Array, keyId: string, publicKey: string, secret: Uint8Array): DeviceWrap {
  return { publicKey, ...seal(key, PURPOSE, `${keyId} ${publicKey}`, secret) };
}

/**
 * The device's private key as PKCS #8 in DER. Whoever holds it wipes it with `fill(0)`.
 * @throws KEY_UNAVAILABLE when the keystore holds none that fits the data key
 */
export function unwrapDeviceKey({ keyId, device }: Pick<Envelope, 'keyId' | 'device'>, key: Uint8Array): Buffer {
  if (!device) throw damagedDeviceKey();
  try {
    return unseal(key, PURPOSE, `${keyId} ${device.publicKey}`, device);
  } catch {
    throw damagedDeviceKey();
  }
}

/**
 * The device's private key of a keystore, which gets one when it is from before there were any.
 * @param file of the keystore
 * @returns the envelope as it is now, and the key as PKCS #8 in DER, to be wiped by whoever holds it
 * @throws KEY_UNAVAILABLE as `unwrapDeviceKey`; the file system's error when the key cannot be kept
 */
export async function openDeviceKey(
  file: string,
  envelope: Envelope,
  key: Uint8Array,
): Promise<{ envelope: Envelope; deviceKey: Buffer }> {
  if (envelope.device) return { envelope, deviceKey: unwrapDeviceKey(envelope, key) };
  const whole = { ...envelope, device: newDeviceWrap(key, envelope.keyId) };
  await writeEnvelope(file, whole);
  return { envelope: whole, deviceKey: unwrapDeviceKey(whole, key) };
}

function damagedDeviceKey(): Failure {
  return new Failure(
    'KEY_UNAVAILABLE',
    'The key with which this device signs its audit log cannot be read from the key file. Nothing was changed.',
    { remedy: 'Put keystore.json back from a backup of your profile folder. The cache itself is untouched.' },
  );
}
