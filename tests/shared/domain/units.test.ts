import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amountOf,
  decimalToInteger,
  kwhToWh,
  MAX_INTEGER,
  MAX_ORDER_WH,
  microToAmount,
  microToPrice,
  parseDecimal,
  priceToMicro,
  roundHalfEvenDiv,
  whToKwh,
} from '#shared/domain/units.ts';

const strict = { rounding: 'reject', negative: 'allow' } as const;
const rounded = { rounding: 'half-even', negative: 'allow' } as const;
const safeInteger = fc.oneof(
  fc.integer({ min: -MAX_INTEGER, max: MAX_INTEGER }),
  fc.integer({ min: -5000, max: 5000 }),
);
const fifteenDigits = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 });

describe('roundHalfEvenDiv', () => {
  it.each([
    [5, 10, 0],
    [15, 10, 2],
    [25, 10, 2],
    [26, 10, 3],
    [24, 10, 2],
    [-5, 10, 0],
    [-15, 10, -2],
    [-25, 10, -2],
    [-26, 10, -3],
    [0, 7, 0],
    [7, 7, 1],
    [1, 3, 0],
    [2, 3, 1],
    [MAX_INTEGER, 1, MAX_INTEGER],
    [MAX_INTEGER, MAX_INTEGER - 1, 1],
  ])('rounds %d / %d to %d', (numerator, denominator, expected) => {
    expect(roundHalfEvenDiv(numerator, denominator)).toBe(expected);
    expect(roundHalfEvenDiv(BigInt(numerator), denominator)).toBe(expected);
  });

  it('gives the same result for numbers and for bigints, and is off by at most a half', () => {
    fc.assert(
      fc.property(safeInteger, fc.integer({ min: 1, max: MAX_INTEGER }), (numerator, denominator) => {
        const quotient = roundHalfEvenDiv(numerator, denominator);
        expect(roundHalfEvenDiv(BigInt(numerator), BigInt(denominator))).toBe(quotient);
        const error = 2n * (BigInt(quotient) * BigInt(denominator) - BigInt(numerator));
        const size = error < 0n ? -error : error;
        expect(size <= BigInt(denominator)).toBe(true);
        if (size === BigInt(denominator)) expect(quotient % 2 === 0).toBe(true);
      }),
    );
  });

  it('refuses what is no exact division', () => {
    expect(() => roundHalfEvenDiv(1.5, 2)).toThrow(RangeError);
    expect(() => roundHalfEvenDiv(1, 0)).toThrow(RangeError);
    expect(() => roundHalfEvenDiv(1n, -1n)).toThrow(RangeError);
    expect(() => roundHalfEvenDiv(2n ** 60n, 1n)).toThrow(RangeError);
  });
});

describe('amountOf', () => {
  it.each([
    [1000, 185_000, 185_000],
    [1, 185_000, 185],
    [1, 500, 0],
    [3, 500, 2],
    [1, -500, 0],
    [3, -500, -2],
    [0, 185_000, 0],
  ])('prices %d Wh at %d', (wh, price, expected) => {
    expect(amountOf(wh, price)).toBe(expected);
  });

  it('is exact where wh * price is beyond 2^53', () => {
    // The product is ...0715.013; in floating point it becomes ...0716.
    expect(amountOf(2_147_483_013, 4_190_864_001)).toBe(8_999_809_251_940_715);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MAX_ORDER_WH }),
        fc.integer({ min: -4_000_000_000, max: 4_000_000_000 }),
        (wh, price) => {
          expect(amountOf(wh, price)).toBe(roundHalfEvenDiv(BigInt(wh) * BigInt(price), 1000n));
        },
      ),
    );
  });

  it('refuses an amount beyond the safe integers', () => {
    expect(() => amountOf(MAX_ORDER_WH, 9_999_000_000)).toThrow(RangeError);
  });

  it('refuses quantities that are no integers', () => {
    expect(() => amountOf(0.5, 1)).toThrow(RangeError);
    expect(() => amountOf(Number.NaN, 1)).toThrow(RangeError);
  });
});

describe('decimals from the wire', () => {
  it.each<[number | string, number, number]>([
    ['0.1850', 6, 185_000],
    [0.185, 6, 185_000],
    ['1.2300', 2, 123],
    ['-0', 6, 0],
    [-0, 6, 0],
    ['-0.000', 0, 0],
    ['+1.5', 3, 1500],
    ['.5', 3, 500],
    ['5.', 3, 5000],
    ['007', 3, 7000],
    [1e-6, 6, 1],
    ['1e-6', 6, 1],
    [1e-7, 7, 1],
    ['12.5E2', 0, 1250],
    ['1200e-2', 0, 12],
    ['0e999999999', 6, 0],
    [0.1, 3, 100],
    [1.005, 3, 1005],
    [1e15, 0, 1_000_000_000_000_000],
    ['9007199254.740991', 6, MAX_INTEGER],
    ['-9007199254.740991', 6, -MAX_INTEGER],
    [8589934.592, 3, 8_589_934_592],
  ])('reads %s with %d decimals as %d', (value, decimals, expected) => {
    expect(decimalToInteger(value, decimals, strict)).toStrictEqual({ ok: true, value: expected });
  });

  it.each<[number | string, number, string]>([
    ['', 3, 'NOT_A_NUMBER'],
    ['.', 3, 'NOT_A_NUMBER'],
    ['e5', 3, 'NOT_A_NUMBER'],
    [' 1', 3, 'NOT_A_NUMBER'],
    ['1,5', 3, 'NOT_A_NUMBER'],
    ['1.2.3', 3, 'NOT_A_NUMBER'],
    ['0x10', 3, 'NOT_A_NUMBER'],
    ['NaN', 3, 'NOT_A_NUMBER'],
    ['Infinity', 3, 'NOT_A_NUMBER'],
    [Number.NaN, 3, 'NOT_A_NUMBER'],
    [Number.POSITIVE_INFINITY, 3, 'NOT_A_NUMBER'],
    [1e-7, 6, 'TOO_MANY_DECIMALS'],
    ['1.2301', 3, 'TOO_MANY_DECIMALS'],
    ['1e-999999999', 6, 'TOO_MANY_DECIMALS'],
    [1e21, 0, 'OUT_OF_RANGE'],
    ['1e999999999', 0, 'OUT_OF_RANGE'],
    ['9007199254.740992', 6, 'OUT_OF_RANGE'],
    ['99999999999999999999', 0, 'OUT_OF_RANGE'],
  ])('refuses %s with %d decimals: %s', (value, decimals, problem) => {
    expect(decimalToInteger(value, decimals, strict)).toStrictEqual({ ok: false, problem });
  });

  it.each<[number | string, number]>([
    ['1.2345', 1234],
    ['1.2355', 1236],
    ['1.23450000001', 1235],
    ['-1.2345', -1234],
    ['0.0005', 0],
    ['0.0015', 2],
    ['0.00009', 0],
    ['0.00051', 1],
    ['-0.0004', 0],
    [1e-7, 0],
    ['1e-999999999', 0],
    [0.0166667, 17],
  ])('rounds the reading %s half-even to %d Wh', (value, expected) => {
    expect(decimalToInteger(value, 3, rounded)).toStrictEqual({ ok: true, value: expected });
  });

  it('refuses a negative quantity, but not a negative price', () => {
    expect(kwhToWh(-0.001)).toStrictEqual({ ok: false, problem: 'NEGATIVE' });
    expect(kwhToWh('-0.000')).toStrictEqual({ ok: true, value: 0 });
    expect(priceToMicro(-0.05)).toStrictEqual({ ok: true, value: -50_000 });
  });

  it('refuses a quantity that a column of 32-bit integers cannot hold', () => {
    expect(kwhToWh(2_147_483.647)).toStrictEqual({ ok: true, value: MAX_ORDER_WH });
    expect(kwhToWh(2_147_483.648)).toStrictEqual({ ok: false, problem: 'OUT_OF_RANGE' });
  });

  it('reads back every integer that it wrote as a text', () => {
    fc.assert(
      fc.property(safeInteger, fc.integer({ min: 0, max: 9 }), (value, decimals) => {
        const size = String(Math.abs(value)).padStart(decimals + 1, '0');
        const point = size.length - decimals;
        const text = `${value < 0 ? '-' : ''}${size.slice(0, point)}.${size.slice(point)}`;
        expect(parseDecimal(text, decimals, strict)).toStrictEqual({ ok: true, value });
        expect(parseDecimal(`${value}e-${decimals}`, decimals, strict)).toStrictEqual({ ok: true, value });
      }),
    );
  });

  it('reads back every integer of up to 15 digits that it wrote as a JSON number', () => {
    fc.assert(
      fc.property(fifteenDigits, (value) => {
        expect(decimalToInteger(JSON.parse(JSON.stringify(whToKwh(value))), 3, strict)).toStrictEqual({
          ok: true,
          value,
        });
        expect(priceToMicro(JSON.parse(JSON.stringify(microToPrice(value))))).toStrictEqual({ ok: true, value });
        expect(microToAmount(value)).toBe(microToPrice(value));
      }),
    );
  });

  it('reads a number exactly as the text that it prints as', () => {
    fc.assert(
      fc.property(fc.double(), fc.integer({ min: 0, max: 6 }), (value, decimals) => {
        for (const options of [strict, rounded]) {
          expect(decimalToInteger(value, decimals, options)).toStrictEqual(
            parseDecimal(String(value), decimals, options),
          );
        }
      }),
    );
  });
});
