import { describe, expect, it } from 'vitest';
import { parsePrice, parseQuantity, quantityText } from '#renderer/pages/marketplace/offer-wizard/typed-decimal.ts';

const value = (result: ReturnType<typeof parseQuantity>) => (result.ok ? result.value : result.problem);

describe('a typed quantity', () => {
  it.each([
    ['2', 2000],
    ['1.234', 1234],
    [' 0.5 ', 500],
    ['.25', 250],
    ['1.2000', 1200],
    ['0', 0],
    ['', 'MISSING'],
    ['  ', 'MISSING'],
    ['two', 'NOT_A_NUMBER'],
    ['1.2.3', 'NOT_A_NUMBER'],
    ['1,200', 'NOT_A_NUMBER'],
    ['1.2345', 'TOO_MANY_DECIMALS'],
    ['-1', 'NEGATIVE'],
    ['2147483.647', 2_147_483_647],
    ['2147483.648', 'OUT_OF_RANGE'],
  ])('in English: %j is %s', (text, expected) => {
    expect(value(parseQuantity(text, 'en-GB'))).toBe(expected);
  });

  it.each([
    ['1,234', 1234],
    ['0,5', 500],
    ['1200', 1_200_000],
    ['1.200', 'NOT_A_NUMBER'],
    ['1.200,5', 'NOT_A_NUMBER'],
    ['1,2345', 'TOO_MANY_DECIMALS'],
  ])('in German: %j is %s', (text, expected) => {
    expect(value(parseQuantity(text, 'de-DE'))).toBe(expected);
  });

  it('reads back as the text that is proposed for it', () => {
    expect(quantityText(1_234_500, 'en-GB')).toBe('1234.500');
    expect(quantityText(1200, 'de-DE')).toBe('1,200');
    for (const wh of [1, 999, 1200, 2_147_483_647]) {
      for (const locale of ['en-GB', 'de-DE', 'fr-CH'])
        expect(parseQuantity(quantityText(wh, locale), locale)).toEqual({ ok: true, value: wh });
    }
  });
});

describe('a typed price', () => {
  it.each([
    ['0.1850', 185_000],
    ['0.123456', 123_456],
    ['-0.05', -50_000],
    ['−0.05', -50_000],
    ['0.1234567', 'TOO_MANY_DECIMALS'],
    ['1e20', 'OUT_OF_RANGE'],
    ['', 'MISSING'],
  ])('%j is %s', (text, expected) => {
    expect(value(parsePrice(text, 'en-GB'))).toBe(expected);
  });
});
