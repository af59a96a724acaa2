/**
 * The fields of the wire as zod codecs: decoding turns a decimal number or an ISO 8601 time into the integer the engine computes with,
 * encoding turns it back. Both are exact; a value that does not fit is an issue of its field (DOMAIN.md section 1).
 */
import { z } from 'zod';
import {
  decimalToInteger,
  KWH_DECIMALS,
  MAX_INTEGER,
  MAX_ORDER_WH,
  PRICE_DECIMALS,
  type DecimalOptions,
  type DecimalProblem,
} from '../domain/units.ts';

const integer = z.int();

/** What to say about a decimal that has no integer form. */
function describeProblem(problem: DecimalProblem, decimals: number): string {
  switch (problem) {
    case 'NOT_A_NUMBER':
      return 'is not a number';
    case 'TOO_MANY_DECIMALS':
      return `has more than ${decimals} decimals`;
    case 'NEGATIVE':
      return 'is negative';
    case 'OUT_OF_RANGE':
      return 'is too large';
  }
}

/** A codec between a decimal number of the wire and an integer in units of `10^-decimals`. */
function decimalField(decimals: number, limits: Omit<DecimalOptions, 'rounding'>) {
  const options: DecimalOptions = { ...limits, rounding: 'reject' };
  return z.codec(z.number({ error: 'is not a number' }), integer, {
    decode: (value, context) => {
      const result = decimalToInteger(value, decimals, options);
      if (result.ok) return result.value;
      context.issues.push({ code: 'custom', message: describeProblem(result.problem, decimals), input: value });
      return z.NEVER;
    },
    encode: (value, context) => {
      const wire = value / 10 ** decimals + 0;
      const back = decimalToInteger(wire, decimals, options);
      if (back.ok && back.value === value) return wire;
      context.issues.push({ code: 'custom', message: 'cannot be written as an exact decimal', input: value });
      return z.NEVER;
    },
  });
}

/** kWh <-> Wh of one order or trade: at most 3 decimals, not negative, at most MAX_ORDER_WH. */
export const orderEnergy = decimalField(KWH_DECIMALS, { max: MAX_ORDER_WH });

/** kWh <-> Wh of a total: at most 3 decimals, not negative, a safe integer. */
export const totalEnergy = decimalField(KWH_DECIMALS, { max: MAX_INTEGER });

/** kWp <-> Wp: at most 3 decimals, not negative. */
export const capacity = decimalField(KWH_DECIMALS, { max: MAX_INTEGER });

/** Currency per kWh <-> micro-currency per kWh: at most 6 decimals, either sign. */
export const price = decimalField(PRICE_DECIMALS, { negative: 'allow' });

/** Currency <-> micro-currency: at most 6 decimals, either sign. */
export const amount = decimalField(PRICE_DECIMALS, { negative: 'allow' });

/** Whole Wh of a meter reading: an integer on the wire too. */
export const readingWh = z
  .int({ error: 'is not a whole number of Wh' })
  .min(0, 'is negative')
  .max(MAX_ORDER_WH, 'is too large');

const isoInstant = z.iso.datetime({ offset: true, error: 'is not an ISO 8601 time with an offset' });

/** ISO 8601 time with `Z` or an offset <-> UTC epoch milliseconds; nothing finer than a millisecond. */
export const instant = z.codec(isoInstant, integer, {
  decode: (text, context) => {
    if (/\.\d{3}0*[1-9]/.test(text)) {
      context.issues.push({ code: 'custom', message: 'is finer than a millisecond', input: text });
      return z.NEVER;
    }
    return Date.parse(text);
  },
  encode: (time, context) => {
    const date = new Date(time);
    if (!Number.isNaN(date.getTime()) && date.getUTCFullYear() >= 0 && date.getUTCFullYear() <= 9999)
      return date.toISOString();
    context.issues.push({ code: 'custom', message: 'is not a time of the years 0 to 9999', input: time });
    return z.NEVER;
  },
});

/** The id of a community, member or rule. */
export const uid = z.string().min(1).max(64);

/** The id of an offer, trade or clearing: a UUID, lower case once decoded. */
export const uuid = z.codec(z.guid({ error: 'is not a UUID' }), z.guid(), {
  decode: (text) => text.toLowerCase(),
  encode: (text) => text,
});

/** Percent, a whole number 0..100. */
export const percent = z.int().min(0).max(100);

/** A version or revision number: a 32-bit integer, not negative. */
export const version = z.int().min(0).max(2_147_483_647);
