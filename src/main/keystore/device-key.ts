import { createCipheriv, createDecipheriv, createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { Failure } from '#shared/contract/errors.ts';
import { type DeviceWrap, type Envelope, writeEnvelope } from './envelope.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A new Ed25519 key for this device, wrapped with the data key: AES-256-GCM bound to the envelope's key id and the public key. It signs the
 * checkpoints of the audit log.
 */
export function newDeviceWrap(key: Uint8Array, keyId: string): DeviceWrap {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const secret = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  const nonce = randomBytes(NONCE_BYTES);
  const wrappingKey = wrappingKeyOf(key);
  try {
    const cipher = createCipheriv('aes-256-gcm', wrappingKey, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(boundTo(keyId, publicKey));
    const wrapped = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    return { publicKey, nonce: nonce.toString('base64'), wrapped: wrapped.toString('base64') };
  } finally {
    secret.fill(0);
    wrappingKey.fill(0);
  }
}

/**
 * The device's private key as PKCS #8 in DER. Whoever holds it wipes it with `fill(0)`.
 * @throws KEY_UNAVAILABLE when the keystore holds none that fits the data key
 */
export function unwrapDeviceKey({ keyId, device }: Pick<Envelope, 'keyId' | 'device'>, key: Uint8Array): Buffer {
  if (!device) throw damagedDeviceKey();
  const sealed = Buffer.from(device.wrapped, 'base64');
  const wrappingKey = wrappingKeyOf(key);
  const secret = Buffer.from(new ArrayBuffer(sealed.length - TAG_BYTES));
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey, Buffer.from(device.nonce, 'base64'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(keyId, device.publicKey));
    decipher.setAuthTag(sealed.subarray(secret.length));
    const opened = decipher.update(sealed.subarray(0, secret.length));
    opened.copy(secret);
    opened.fill(0);
    decipher.final();
    return secret;
  } catch {
    secret.fill(0);
    throw damagedDeviceKey();
  } finally {
    wrappingKey.fill(0);
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

/** A key of its own for this purpose: the data key itself encrypts the cache alone. */
function wrappingKeyOf(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('commonwatt device key 1').digest();
}

function boundTo(keyId: string, publicKey: string): Buffer {
  return Buffer.from(`commonwatt device key 1 ${keyId} ${publicKey}`);
}

function damagedDeviceKey(): Failure {
  return new Failure(
    'KEY_UNAVAILABLE',
    'The key with which this device signs its audit log cannot be read from the key file. Nothing was changed.',
    { remedy: 'Put keystore.json back from a backup of your profile folder. The cache itself is untouched.' },
  );
}
