import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A secret under the data key, in base64. */
export interface Sealed {
  readonly nonce: string;
  /** With the tag at its end. */
  readonly wrapped: string;
}

/**
 * Wraps a secret with the data key: AES-256-GCM bound to `purpose` and `about`, with a key of its own for the purpose, because the data key
 * itself encrypts the cache alone.
 */
export function seal(key: Uint8Array, purpose: string, about: string, secret: Uint8Array): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const wrappingKey = wrappingKeyOf(key, purpose);
  try {
    const cipher = createCipheriv('aes-256-gcm', wrappingKey, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(`${purpose} ${about}`));
    const wrapped = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    return { nonce: nonce.toString('base64'), wrapped: wrapped.toString('base64') };
  } finally {
    wrappingKey.fill(0);
  }
}

/**
 * The secret that `seal` wrapped. Whoever holds it wipes it with `fill(0)`.
 * @throws an error when it was wrapped with another key, for something else, or changed
 */
export function unseal(key: Uint8Array, purpose: string, about: string, { nonce, wrapped }: Sealed): Buffer {
  const sealed = Buffer.from(wrapped, 'base64');
  const wrappingKey = wrappingKeyOf(key, purpose);
  const secret = Buffer.from(new ArrayBuffer(sealed.length - TAG_BYTES));
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey, Buffer.from(nonce, 'base64'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(`${purpose} ${about}`));
    decipher.setAuthTag(sealed.subarray(secret.length));
    const opened = decipher.update(sealed.subarray(0, secret.length));
    opened.copy(secret);
    opened.fill(0);
    decipher.final();
    return secret;
  } catch (error) {
    secret.fill(0);
    throw error;
  } finally {
    wrappingKey.fill(0);
  }
}

function wrappingKeyOf(key: Uint8Array, purpose: string): Buffer {
  return createHmac('sha256', key).update(purpose).digest();
}
