import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Failure } from '#shared/contract/errors.ts';
import { writeFileAtomically } from '../app/atomic-write.ts';
import { derive } from './derivation.ts';

const KEY_BYTES = 32;
const VERSION = 1;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** An Ed25519 key in DER: SubjectPublicKeyInfo, and PKCS #8. */
const DEVICE_PUBLIC_BYTES = 44;
const DEVICE_PRIVATE_BYTES = 48;

/** The cost of a new passphrase: about 0.4 s and 128 MiB. */
const kdfForNew = { name: 'scrypt', n: 2 ** 17, r: 8, p: 1 } as const;

const bytes = (length: number) => z.base64().refine((text) => Buffer.from(text, 'base64').length === length);

/**
 * Bounds on what the file may ask for: nothing cheaper than what is written today (a tampered file must not make the
 * passphrase easy to guess), nothing that would eat the machine (1 GiB of memory at most).
 */
const kdfSchema = z.object({
  name: z.literal('scrypt'),
  n: z
    .number()
    .int()
    .min(kdfForNew.n)
    .max(2 ** 20)
    .refine((n) => Number.isInteger(Math.log2(n))),
  r: z.literal(8),
  p: z.number().int().min(1).max(4),
});

const passphraseWrapSchema = z.object({
  kdf: kdfSchema,
  salt: bytes(SALT_BYTES),
  nonce: bytes(NONCE_BYTES),
  wrapped: bytes(KEY_BYTES + TAG_BYTES),
});

const keychainWrapSchema = z.object({
  /** The system's store that wrapped the key; another one cannot unwrap it. */
  backend: z.string().min(1).max(64),
  wrapped: z.base64().max(8192),
});

const deviceWrapSchema = z.object({
  /** SubjectPublicKeyInfo in DER. */
  publicKey: bytes(DEVICE_PUBLIC_BYTES),
  nonce: bytes(NONCE_BYTES),
  wrapped: bytes(DEVICE_PRIVATE_BYTES + TAG_BYTES),
});

const wrappedKeyShape = {
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  /** Tells a right key from a wrong one without the cache. */
  keyCheck: bytes(32),
  passphrase: passphraseWrapSchema.nullable(),
  keychain: keychainWrapSchema.nullable(),
  /** The device's signing key, wrapped with the data key; a file from before there was one gets it at the next unlock. */
  device: deviceWrapSchema.optional(),
};

const formerKeySchema = z.object({
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  nonce: bytes(NONCE_BYTES),
  wrapped: bytes(KEY_BYTES + TAG_BYTES),
});

const envelopeSchema = z.object({
  version: z.literal(VERSION),
  ...wrappedKeyShape,
  /** The data key that takes the place of this one, from before the first file is encrypted with it until the last one is. */
  next: z.object(wrappedKeyShape).optional(),
  /** Data keys of before, wrapped with the one of now: they open backups that were elsewhere when the key was changed. */
  former: z.array(formerKeySchema).optional(),
});

/** The data key of one cache, wrapped in one or two ways, as the keystore file holds it. Safe to be read by anybody. */
export type Envelope = z.infer<typeof envelopeSchema>;
/** One data key with its wraps. */
export type WrappedKey = Omit<Envelope, 'version' | 'next' | 'former'>;
export type FormerKey = z.infer<typeof formerKeySchema>;
export type PassphraseWrap = z.infer<typeof passphraseWrapSchema>;
export type KeychainWrap = z.infer<typeof keychainWrapSchema>;
export type DeviceWrap = z.infer<typeof deviceWrapSchema>;

/** A new random data key. Whoever holds it wipes it with `fill(0)`. */
export function newDataKey(): Buffer {
  // randomFill on memory of its own: small Buffers share a pool that cannot be wiped.
  const key = Buffer.from(new ArrayBuffer(KEY_BYTES));
  randomBytes(KEY_BYTES).copy(key);
  return key;
}

/** An envelope for `key` that nothing opens yet: add a wrap before writing it. */
export function newEnvelope(key: Uint8Array): Envelope {
  return {
    version: VERSION,
    keyId: randomBytes(8).toString('hex'),
    keyCheck: keyCheckOf(key).toString('base64'),
    passphrase: null,
    keychain: null,
  };
}

/** Whether `key` is the one that is wrapped. */
export function isKeyOf({ keyCheck }: Pick<WrappedKey, 'keyCheck'>, key: Uint8Array): boolean {
  return key.length === KEY_BYTES && timingSafeEqual(keyCheckOf(key), Buffer.from(keyCheck, 'base64'));
}

/** Wraps the key with a passphrase: scrypt, then AES-256-GCM bound to the envelope's key id and the scrypt parameters. */
export async function wrapWithPassphrase(key: Uint8Array, keyId: string, passphrase: string): Promise<PassphraseWrap> {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const kdf = { ...kdfForNew };
  const wrappingKey = await deriveKey(passphrase, salt, kdf);
  try {
    const cipher = createCipheriv('aes-256-gcm', wrappingKey, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(boundTo(keyId, kdf, salt));
    const wrapped = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
    return {
      kdf,
      salt: salt.toString('base64'),
      nonce: nonce.toString('base64'),
      wrapped: wrapped.toString('base64'),
    };
  } finally {
    wrappingKey.fill(0);
  }
}

/**
 * Unwraps the data key.
 *
 * @throws KEY_UNAVAILABLE when the passphrase is wrong (or the envelope was changed: the two cannot be told apart).
 */
export async function unwrapWithPassphrase(envelope: WrappedKey, passphrase: string): Promise<Buffer> {
  const wrap = envelope.passphrase;
  if (!wrap) {
    throw new Failure('KEY_UNAVAILABLE', "This console's cache was set up without a passphrase. Nothing was changed.", {
      remedy: 'Unlock it with the system keychain.',
    });
  }
  const salt = Buffer.from(wrap.salt, 'base64');
  const sealed = Buffer.from(wrap.wrapped, 'base64');
  const wrappingKey = await deriveKey(passphrase, salt, wrap.kdf);
  const key = Buffer.from(new ArrayBuffer(KEY_BYTES));
  try {
    const nonce = Buffer.from(wrap.nonce, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(boundTo(envelope.keyId, wrap.kdf, salt));
    decipher.setAuthTag(sealed.subarray(KEY_BYTES));
    const opened = decipher.update(sealed.subarray(0, KEY_BYTES));
    opened.copy(key);
    opened.fill(0);
    decipher.final();
  } catch {
    key.fill(0);
    throw wrongPassphrase();
  } finally {
    wrappingKey.fill(0);
  }
  return checked(envelope, key, wrongPassphrase);
}

/** Answers `key` when it is the envelope's; otherwise wipes it and throws what `failure` makes. */
export function checked(envelope: WrappedKey, key: Buffer, failure: () => Failure): Buffer {
  if (isKeyOf(envelope, key)) return key;
  key.fill(0);
  throw failure();
}

/**
 * Reads a keystore file; null when there is none.
 *
 * @throws KEY_UNAVAILABLE when it is damaged, asks for parameters out of bounds, or was written by a newer console.
 */
export async function readEnvelope(file: string): Promise<Envelope | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Failure('KEY_UNAVAILABLE', 'The key file of this console cannot be read. Nothing was changed.', {
      remedy: 'Check the permissions of the file keystore.json in the folder of your profile.',
      cause: error,
    });
  }
  const content = parseJson(text);
  const version = (content as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > VERSION) {
    throw new Failure(
      'KEY_UNAVAILABLE',
      'The key file was written by a newer version of the console. Nothing was changed.',
      {
        remedy: 'Install the newer version again.',
      },
    );
  }
  const envelope = envelopeSchema.safeParse(content);
  if (envelope.success) return envelope.data;
  throw new Failure(
    'KEY_UNAVAILABLE',
    'The key file of this console is damaged, so the cache cannot be opened. Nothing was changed.',
    {
      remedy: 'Put keystore.json back from a backup of your profile folder. The cache itself is untouched.',
      details: { field: envelope.error.issues[0]?.path.map(String).join('.') ?? '' },
    },
  );
}

/** Writes a keystore file that only its owner can read. */
export async function writeEnvelope(file: string, envelope: Envelope): Promise<void> {
  await writeFileAtomically(file, `${JSON.stringify(envelopeSchema.parse(envelope), null, 2)}\n`, 0o600);
}

function wrongPassphrase(): Failure {
  return new Failure('KEY_UNAVAILABLE', "The passphrase does not open this console's cache. Nothing was changed.", {
    remedy: 'Check the keyboard layout and Caps Lock, and try again.',
  });
}

function deriveKey(passphrase: string, salt: Buffer, { n, r, p }: PassphraseWrap['kdf']): Promise<Buffer> {
  return derive({ passphrase: passphrase.normalize('NFKC'), salt, n, r, p, bytes: KEY_BYTES });
}

/** What the wrapped key is bound to, so that no part of the envelope can be swapped for another's. */
function boundTo(keyId: string, kdf: PassphraseWrap['kdf'], salt: Buffer): Buffer {
  return Buffer.from(
    `commonwatt keystore ${VERSION} ${keyId} ${kdf.name} ${kdf.n} ${kdf.r} ${kdf.p} ${salt.toString('hex')}`,
  );
}

function keyCheckOf(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('commonwatt key check 1').digest();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
