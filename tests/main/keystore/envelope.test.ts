import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  newDataKey,
  newEnvelope,
  readEnvelope,
  unwrapWithPassphrase,
  wrapWithPassphrase,
  writeEnvelope,
} from '#main/keystore/envelope.ts';
import type { Envelope, PassphraseWrap } from '#main/keystore/envelope.ts';

const passphrase = 'correct horse battery';
let folder: string;
let file: string;
let key: Buffer;
let envelope: Envelope & { passphrase: PassphraseWrap };

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-envelope-'));
  file = path.join(folder, 'keystore.json');
  key = newDataKey();
  const empty = newEnvelope(key);
  envelope = { ...empty, passphrase: await wrapWithPassphrase(key, empty.keyId, passphrase) };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The envelope with one byte of a base64 field of its passphrase wrap turned over. */
function flipped(field: 'salt' | 'nonce' | 'wrapped', at: number): Envelope {
  const bytes = Buffer.from(envelope.passphrase[field], 'base64');
  bytes[at] = bytes[at] ^ 1;
  return { ...envelope, passphrase: { ...envelope.passphrase, [field]: bytes.toString('base64') } };
}

describe('the key envelope', () => {
  it('gives the key back for the right passphrase, also from the file', async () => {
    await writeEnvelope(file, envelope);
    const read = await readEnvelope(file);
    expect(read).toEqual(envelope);
    expect(await unwrapWithPassphrase(read!, passphrase)).toEqual(key);
  });

  it('takes the same letters for the same passphrase, however the keyboard composes them', async () => {
    const composed = { ...envelope, passphrase: await wrapWithPassphrase(key, envelope.keyId, 'Küche am Fluss') };
    expect(await unwrapWithPassphrase(composed, 'Küche am Fluss'.normalize('NFD'))).toEqual(key);
  });

  it('does not open for a wrong passphrase, and says that nothing was changed', async () => {
    await expect(unwrapWithPassphrase(envelope, 'correct horse batterY')).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
      message: "The passphrase does not open this console's cache. Nothing was changed.",
    });
  });

  it.each([
    ['salt', flipped.bind(null, 'salt', 3)],
    ['nonce', flipped.bind(null, 'nonce', 0)],
    ['wrapped key', flipped.bind(null, 'wrapped', 5)],
    ['authentication tag', flipped.bind(null, 'wrapped', 40)],
    ['key id', () => ({ ...envelope, keyId: '0123456789abcdef' })],
    [
      'kdf cost',
      () => ({ ...envelope, passphrase: { ...envelope.passphrase, kdf: { ...envelope.passphrase.kdf, p: 2 } } }),
    ],
    ['key check', () => ({ ...envelope, keyCheck: Buffer.alloc(32).toString('base64') })],
  ])('does not open when its %s was changed', async (_name, tampered) => {
    await expect(unwrapWithPassphrase(tampered(), passphrase)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
  });

  it('wraps the same key differently each time', async () => {
    const again = await wrapWithPassphrase(key, envelope.keyId, passphrase);
    expect(again.salt).not.toBe(envelope.passphrase.salt);
    expect(again.nonce).not.toBe(envelope.passphrase.nonce);
    expect(again.wrapped).not.toBe(envelope.passphrase.wrapped);
  });

  it('holds neither the key nor the passphrase', async () => {
    await writeEnvelope(file, envelope);
    const text = await readFile(file, 'utf8');
    for (const secret of [passphrase, key.toString('hex'), key.toString('base64')]) expect(text).not.toContain(secret);
  });

  it('is written for its owner only, and leaves no other file behind', async () => {
    await writeEnvelope(file, envelope);
    await writeEnvelope(file, envelope);
    expect(await readdir(folder)).toEqual(['keystore.json']);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe('reading a keystore file', () => {
  const withKdf = (kdf: object) => ({
    ...envelope,
    passphrase: { ...envelope.passphrase, kdf: { name: 'scrypt', n: 2 ** 17, r: 8, p: 1, ...kdf } },
  });

  it('answers null when there is none', async () => {
    expect(await readEnvelope(path.join(folder, 'nothing.json'))).toBeNull();
  });

  it.each([
    ['a cheaper cost', () => withKdf({ n: 2 ** 14 })],
    ['a cost that would eat the memory', () => withKdf({ n: 2 ** 24 })],
    ['a cost that is no power of two', () => withKdf({ n: 2 ** 17 + 1 })],
    ['another block size', () => withKdf({ r: 1 })],
    ['too many lanes', () => withKdf({ p: 64 })],
    ['another kdf', () => withKdf({ name: 'pbkdf2' })],
    ['a short salt', () => ({ ...envelope, passphrase: { ...envelope.passphrase, salt: 'AAAA' } })],
    ['a missing key check', () => ({ ...envelope, keyCheck: undefined })],
    ['nothing that belongs there', () => ['no']],
  ])('refuses %s', async (_name, content) => {
    await writeFile(file, JSON.stringify(content()));
    await expect(readEnvelope(file)).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
      message: expect.stringContaining('damaged'),
    });
  });

  it('refuses a torn file', async () => {
    await writeFile(file, JSON.stringify(envelope).slice(0, 80));
    await expect(readEnvelope(file)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
  });

  it('tells a newer version from a damaged one', async () => {
    await writeFile(file, JSON.stringify({ ...envelope, version: 2 }));
    await expect(readEnvelope(file)).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
      message: expect.stringContaining('newer version'),
    });
  });
});
