import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '#shared/domain/random.ts';
import { isUuid, isZeroUuid, putTimeUuid, putUuid, uuidText } from '#shared/domain/uuid.ts';

describe('UUIDs in columns', () => {
  it('come out of their row as they went in', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(5), (text, row) => {
        const bytes = new Uint8Array(6 * 16).fill(0xee);
        putUuid(bytes, row, text);
        expect(uuidText(bytes, row)).toBe(text.toLowerCase());
        const others = bytes.filter((_, at) => Math.floor(at / 16) !== row);
        expect(others.every((byte) => byte === 0xee)).toBe(true);
      }),
    );
  });

  it('are read in either case and written in lower case', () => {
    const bytes = new Uint8Array(16);
    putUuid(bytes, 0, '0F8FAD5B-D9CB-469F-A165-70867728950E');
    expect(uuidText(bytes)).toBe('0f8fad5b-d9cb-469f-a165-70867728950e');
  });

  it('are refused when they are no UUID', () => {
    for (const text of ['', 'House A17', '0f8fad5bd9cb469fa16570867728950e', '0f8fad5b-d9cb-469f-a165-70867728950g']) {
      expect(isUuid(text)).toBe(false);
      expect(() => putUuid(new Uint8Array(16), 0, text)).toThrow(RangeError);
    }
  });

  it('of a time carry version 7, the RFC variant and the time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.integer(), (time, seed) => {
        const random = new Random(seed);
        const bytes = new Uint8Array(32);
        putTimeUuid(bytes, 1, time, () => random.uint32());
        const text = uuidText(bytes, 1);
        expect(isUuid(text)).toBe(true);
        expect(text[14]).toBe('7');
        expect('89ab').toContain(text[19]);
        expect(Number.parseInt(text.slice(0, 8) + text.slice(9, 13), 16)).toBe(time);
        expect(isZeroUuid(bytes, 0)).toBe(true);
        expect(isZeroUuid(bytes, 1)).toBe(false);
      }),
    );
  });

  it('of a later time sort after those of an earlier one, and use all their random bits', () => {
    const random = new Random(3);
    const bytes = new Uint8Array(2000 * 16);
    for (let row = 0; row < 2000; row++) putTimeUuid(bytes, row, 1_790_000_000_000 + row, () => random.uint32());
    const texts = Array.from({ length: 2000 }, (_, row) => uuidText(bytes, row));
    expect(texts).toEqual([...texts].sort());
    for (let at = 6; at < 16; at++) {
      const seen = new Set(Array.from({ length: 2000 }, (_, row) => bytes[row * 16 + at]));
      expect(seen.size).toBe(at === 6 ? 16 : at === 8 ? 64 : 256);
    }
  });
});
