import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Failure } from '#shared/contract/errors.ts';
import type { RawDatabase } from './connection.ts';
import { writeDurably } from './durable-files.ts';
import { cacheFailure } from './errors.ts';

/** Length of the data key in bytes. */
const KEY_BYTES = 32;
const CIPHER = 'aegis';

const CHECK_LABEL = 'commonwatt-cache-check-1';
const CHECK_BYTES = 16;

/**
 * Gives an open connection its cipher and raw key. Neither the key nor anything made from it becomes a JavaScript string, an SQL text or
 * part of an error.
 * @throws KEY_UNAVAILABLE when the key is not 32 bytes or the library has no such cipher
 */
export function applyKey(db: RawDatabase, key: Uint8Array): void {
  withPhraseOf(key, (phrase) => {
    db.pragma(`cipher = '${CIPHER}'`);
    if (db.pragma('cipher', { simple: true }) !== CIPHER) throw new Error('no such cipher');
    db.key(phrase);
  });
}

/**
 * Encrypts an open file anew, page by page: only ever a copy, which is nothing yet if this is broken off.
 * @throws as `applyKey`, and what befalls a file that is written
 */
export function changeKey(db: RawDatabase, key: Uint8Array): void {
  withPhraseOf(key, (phrase) => db.rekey(phrase));
}

/**
 * SQLite3 Multiple Ciphers takes `raw:` and hex digits as the key itself, without deriving one from a passphrase. What `take` is given is wiped
 * after it. @throws as `applyKey`, and what befalls a file
 */
export function withPhraseOf(key: Uint8Array, take: (phrase: Buffer) => void): void {
  requireKey(key);
  const phrase = Buffer.alloc(4 + KEY_BYTES * 2, 'raw:');
  key.forEach((byte, at) => {
    phrase[4 + at * 2] = hexDigit(byte >> 4);
    phrase[5 + at * 2] = hexDigit(byte & 15);
  });
  try {
    take(phrase);
  } catch (error) {
    // Disk full and the like, by code alone: no message of a library that was handed the key leaves this function.
    const known = cacheFailure(error);
    if (known instanceof Failure) {
      const { code, message, remedy, retryable } = known;
      throw new Failure(code, message, { remedy, retryable });
    }
    throw new Failure('KEY_UNAVAILABLE', 'The encryption of the cache could not be set up. Nothing was changed.', {
      remedy: 'Reinstall the console; your data is not affected.',
    });
  } finally {
    phrase.fill(0);
  }
}

function hexDigit(value: number): number {
  return value < 10 ? 48 + value : 87 + value;
}

/** Throws KEY_UNAVAILABLE unless `key` is 32 bytes. */
export function requireKey(key: Uint8Array): void {
  if (!(key instanceof Uint8Array) || key.length !== KEY_BYTES) {
    throw new Failure('KEY_UNAVAILABLE', 'There is no usable key for the cache. Nothing was changed.', {
      remedy: 'Unlock the console again.',
    });
  }
}

/**
 * SQLite gives one error for a wrong key and for a damaged file. A 16-byte HMAC-SHA256 of a constant under the key, kept beside the
 * cache, tells them apart and says nothing about the key.
 */
function checkValue(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(CHECK_LABEL).digest().subarray(0, CHECK_BYTES);
}

/** Where the key check of a cache file is kept. */
export function keyCheckFile(file: string): string {
  return `${file}.check`;
}

/** Writes the key check of the cache `file`. */
export function writeKeyCheck(file: string, key: Uint8Array): void {
  writeDurably(keyCheckFile(file), `${CHECK_LABEL} ${checkValue(key).toString('hex')}\n`);
}

/** Whether `key` is the one that the cache `file` was made with; `unknown` when its key check is gone or not readable as one. */
export function compareKeyCheck(file: string, key: Uint8Array): 'same' | 'different' | 'unknown' {
  let text: string;
  try {
    text = readFileSync(keyCheckFile(file), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'unknown';
    throw error;
  }
  const match = new RegExp(`^${CHECK_LABEL} ([0-9a-f]{${CHECK_BYTES * 2}})\\n$`).exec(text);
  if (match === null) return 'unknown';
  return timingSafeEqual(Buffer.from(match[1], 'hex'), checkValue(key)) ? 'same' : 'different';
}
