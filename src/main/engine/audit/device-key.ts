import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';

/** The device's Ed25519 key while the cache is open: signs checkpoints of the audit log and knows its own signatures. */
export interface DeviceKey {
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  /** SHA-256 of `publicKey`, 64 hex digits: how a person tells one device from another. */
  readonly fingerprint: string;
  sign(text: string): Uint8Array;
  isMine(text: string, signature: Uint8Array): boolean;
}

/**
 * The key that a keystore holds.
 * @param pkcs8 the private key as PKCS #8 in DER; may be wiped afterwards
 * @throws an error when it is no such key
 */
export function deviceKeyOf(pkcs8: Uint8Array): DeviceKey {
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const publicObject = createPublicKey(privateKey);
  const publicKey = publicObject.export({ type: 'spki', format: 'der' });
  return {
    publicKey,
    fingerprint: createHash('sha256').update(publicKey).digest('hex'),
    sign: (text) => sign(null, Buffer.from(text), privateKey),
    isMine: (text, signature) => verify(null, Buffer.from(text), publicObject, signature),
  };
}

/** A fresh private key as PKCS #8 in DER, for a throwaway cache. */
export function newDeviceKey(): Buffer {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' });
}
