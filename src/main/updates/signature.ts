import { createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * What a signature of a release manifest covers: its name too, so that a signed manifest of one channel, system or architecture cannot be
 * served as that of another.
 *
 * @param name file name of the manifest, e.g. `latest-linux.yml`
 */
function signedBytes(name: string, manifest: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`commonwatt-update 1\n${name}\n`), manifest]);
}

/** The Ed25519 signature of a manifest, in Base64, as it lies beside it in `<name>.sig`. */
export function signManifest(name: string, manifest: Uint8Array, privateKey: KeyObject): string {
  return sign(null, signedBytes(name, manifest), privateKey).toString('base64');
}

/**
 * Whether a manifest was signed by whoever has the private half of `publicKey`.
 *
 * @param signature content of `<name>.sig`
 * @param publicKey PEM (SPKI)
 * @throws when `publicKey` is no Ed25519 key
 */
export function isSigned(name: string, manifest: Uint8Array, signature: string, publicKey: string): boolean {
  const key = createPublicKey(publicKey);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The key for updates is no Ed25519 key.');
  return verify(null, signedBytes(name, manifest), key, Buffer.from(signature.trim(), 'base64'));
}
