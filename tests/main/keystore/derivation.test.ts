import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Derivation, derive, deriveInThread } from '#main/keystore/derivation.ts';

const small = fc.record<Derivation>({
  passphrase: fc.string({ minLength: 1, unit: 'grapheme' }),
  salt: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  n: fc.constantFrom(256, 1024),
  r: fc.constantFrom(4, 8),
  p: fc.constantFrom(1, 2),
  bytes: fc.constantFrom(16, 32),
});

describe('the key that follows from a passphrase', () => {
  it('is that of RFC 7914, section 12', async () => {
    const expected =
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2' +
      'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887';
    const vector = {
      passphrase: 'pleaseletmein',
      salt: Buffer.from('SodiumChloride'),
      n: 16_384,
      r: 8,
      p: 1,
      bytes: 64,
    };
    expect((await derive(vector)).toString('hex')).toBe(expected);
    expect((await deriveInThread(vector)).toString('hex')).toBe(expected);
  });

  it('is the same whether Node computes it, as for the command line, or the thread that Electron has for it', async () => {
    await fc.assert(
      fc.asyncProperty(small, async (derivation) => {
        expect(await deriveInThread(derivation)).toEqual(await derive(derivation));
      }),
      { numRuns: 10 },
    );
  });

  it('is refused by both for parameters that scrypt does not have', async () => {
    const wrong = { passphrase: 'a', salt: new Uint8Array(16), n: 1000, r: 8, p: 1, bytes: 32 };
    await expect(derive(wrong)).rejects.toThrow();
    await expect(deriveInThread(wrong)).rejects.toThrow();
  });
});
