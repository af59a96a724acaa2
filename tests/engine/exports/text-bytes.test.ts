import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextBytes } from '#engine/exports/text-bytes.ts';
import { parseDecimal } from '#shared/domain/units.ts';

const COMMA = ','.charCodeAt(0);
const POINT = '.'.charCodeAt(0);

describe('text on its way as bytes', () => {
  it('is what was put into it, however little room there was', () => {
    const piece = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const bytes = new TextBytes(1);
        for (const text of pieces) bytes.put(Buffer.from(text));
        expect(bytes.take().toString()).toBe(Buffer.from(pieces.join('')).toString());
        expect(bytes.take()).toHaveLength(0);
      }),
    );
  });

  it('reads back as the number that was put into it, to the last decimal', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 6 }), (value, decimals) => {
        const bytes = new TextBytes(1);
        bytes.putDecimal(value, decimals, POINT);
        const text = bytes.take().toString();
        expect(text).toMatch(decimals === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${decimals}}$`));
        expect(parseDecimal(text, decimals, { rounding: 'reject', negative: 'allow' })).toEqual({ ok: true, value });
      }),
    );
  });

  it.each([
    [0, 3, '0,000'],
    [-5, 3, '-0,005'],
    [1234, 3, '1,234'],
    [-1_000_000, 6, '-1,000000'],
    [Number.MAX_SAFE_INTEGER, 6, '9007199254,740991'],
    [42, 0, '42'],
  ])('%i with %i decimals is %s', (value, decimals, text) => {
    const bytes = new TextBytes(64);
    bytes.putDecimal(value, decimals, COMMA);
    expect(bytes.take().toString()).toBe(text);
  });
});
