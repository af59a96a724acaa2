/**
 * The integer units of the code: energy in Wh, prices in micro-currency per kWh, amounts in micro-currency.
 * Decimal numbers live only on the wire (hub API, CSV, CLI JSON); they are converted here, once, at the border.
 */

/** Decimals of kWh that an order or a trade may carry on the wire: one Wh. */
export const KWH_DECIMALS = 3;

/** Decimals of a price or an amount on the wire: one micro-currency unit. */
export const PRICE_DECIMALS = 6;

/** The market's price step in micro-currency per kWh: 0.0001 currency/kWh. */
export const TICK = 100;

/** The largest energy, price or amount in integer units, either sign. */
export const MAX_INTEGER = Number.MAX_SAFE_INTEGER;

/** The largest quantity of one order or trade in Wh: what a column of 32-bit integers holds (2,147,483.647 kWh). */
export const MAX_ORDER_WH = 2_147_483_647;

/** Why a decimal on the wire has no integer form. */
export type DecimalProblem = 'NOT_A_NUMBER' | 'TOO_MANY_DECIMALS' | 'NEGATIVE' | 'OUT_OF_RANGE';

export type DecimalResult =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: DecimalProblem };

export interface DecimalOptions {
  /** Decimals beyond the allowed ones: refuse the value (orders, trades, prices), or round it half-even (meter readings). */
  readonly rounding: 'reject' | 'half-even';
  /** Whether a value below zero is refused (default) or kept (prices). Minus zero is zero. */
  readonly negative?: 'reject' | 'allow';
  /** Largest magnitude in integer units; default and upper bound MAX_INTEGER. */
  readonly max?: number;
}

/**
 * The quotient rounded to the nearest integer, an exact half to the even neighbour.
 * @param numerator any safe integer, or a bigint
 * @param denominator a positive safe integer, or a positive bigint
 * @throws RangeError when an argument is no such integer or the quotient is beyond MAX_INTEGER
 */
export function roundHalfEvenDiv(numerator: number | bigint, denominator: number | bigint): number {
  if (typeof numerator === 'bigint' || typeof denominator === 'bigint') {
    return roundHalfEvenDivBig(BigInt(numerator), BigInt(denominator));
  }
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator <= 0) {
    throw new RangeError(`Cannot divide ${numerator} by ${denominator} exactly`);
  }
  const remainder = numerator % denominator;
  const truncated = (numerator - remainder) / denominator;
  const size = Math.abs(remainder);
  const rest = denominator - size;
  const away = size > rest || (size === rest && truncated % 2 !== 0);
  // Adding 0 turns a minus zero into zero.
  return (away ? truncated + Math.sign(numerator) : truncated) + 0;
}

function roundHalfEvenDivBig(numerator: bigint, denominator: bigint): number {
  if (denominator <= 0n) throw new RangeError(`Cannot divide by ${denominator}`);
  const remainder = numerator % denominator;
  let quotient = numerator / denominator;
  const twice = 2n * (remainder < 0n ? -remainder : remainder);
  if (twice > denominator || (twice === denominator && quotient % 2n !== 0n)) quotient += numerator < 0n ? -1n : 1n;
  const result = Number(quotient);
  if (!Number.isSafeInteger(result)) throw new RangeError(`${quotient} is beyond the safe integers`);
  return result;
}

/**
 * The money for an energy at a price: `roundHalfEven(wh * pricePerKwh / 1000)` (DOMAIN.md section 1), exact for all
 * safe integers.
 * @param wh energy in Wh
 * @param pricePerKwh micro-currency per kWh, may be negative
 * @returns micro-currency
 * @throws RangeError when an argument is not a safe integer or the amount is beyond MAX_INTEGER
 */
export function amountOf(wh: number, pricePerKwh: number): number {
  const product = wh * pricePerKwh;
  if (Number.isSafeInteger(product)) return roundHalfEvenDiv(product, 1000);
  return roundHalfEvenDivBig(BigInt(wh) * BigInt(pricePerKwh), 1000n);
}

const DECIMAL = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/**
 * A decimal text times `10^decimals`, exactly: "0.1850" with 6 decimals is 185000. Accepts a sign, an exponent, and
 * trailing zeros beyond the allowed decimals; no spaces, thousands marks or decimal comma.
 * @returns the integer, or the first problem in the order NOT_A_NUMBER, NEGATIVE, OUT_OF_RANGE, TOO_MANY_DECIMALS
 */
export function parseDecimal(text: string, decimals: number, options: DecimalOptions): DecimalResult {
  const match = DECIMAL.exec(text);
  if (match === null) return { ok: false, problem: 'NOT_A_NUMBER' };
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return { ok: true, value: 0 };
  if (sign === '-' && options.negative !== 'allow') return { ok: false, problem: 'NEGATIVE' };

  // The value in integer units is `digits` with the point after its first `kept` digits.
  const kept = digits.length + Number(exponent) - fraction.length + decimals;
  if (kept > 16) return { ok: false, problem: 'OUT_OF_RANGE' };
  const integer = kept <= 0 ? 0n : BigInt(digits.slice(0, kept).padEnd(kept, '0'));
  const dropped = kept < 0 ? `0${digits}` : digits.slice(kept);
  if (options.rounding === 'reject' && /[1-9]/.test(dropped)) return { ok: false, problem: 'TOO_MANY_DECIMALS' };
  const value = Number(roundsUp(integer, dropped) ? integer + 1n : integer);
  if (value > Math.min(options.max ?? MAX_INTEGER, MAX_INTEGER)) return { ok: false, problem: 'OUT_OF_RANGE' };
  return { ok: true, value: sign === '-' && value !== 0 ? -value : value };
}

/** Whether the digits after the point round the integer before it up, half-even. */
function roundsUp(integer: bigint, dropped: string): boolean {
  const first = dropped.charCodeAt(0) - 48;
  if (!(first >= 5)) return false;
  return first > 5 || /[1-9]/.test(dropped.slice(1)) || integer % 2n === 1n;
}

/**
 * A wire value times `10^decimals` without floating-point error. A number stands for the shortest decimal that reads
 * back as it, which is what was written in the JSON; texts are taken as they are (see parseDecimal).
 * @returns the integer, or why there is none
 */
export function decimalToInteger(value: number | string, decimals: number, options: DecimalOptions): DecimalResult {
  if (typeof value === 'string') return parseDecimal(value, decimals, options);
  const scale = 10 ** decimals;
  const scaled = Math.round(value * scale);
  // At most 15 digits: then `scaled / scale` is the only such decimal that reads as `value`, and it is exact.
  if (scaled >= 0 && scaled < 1e15 && scaled / scale === value && scaled <= (options.max ?? MAX_INTEGER)) {
    return { ok: true, value: scaled + 0 };
  }
  return parseDecimal(String(value), decimals, options);
}

/** The quantity of an order or trade, from kWh with at most 3 decimals, not negative, to Wh (at most MAX_ORDER_WH). */
export function kwhToWh(kwh: number | string): DecimalResult {
  return decimalToInteger(kwh, KWH_DECIMALS, { rounding: 'reject', max: MAX_ORDER_WH });
}

/** A price from currency/kWh with at most 6 decimals, either sign, to micro-currency per kWh. */
export function priceToMicro(price: number | string): DecimalResult {
  return decimalToInteger(price, PRICE_DECIMALS, { rounding: 'reject', negative: 'allow' });
}

/** Wh as the JSON number of kWh; prints exactly for magnitudes below 10^15 Wh. */
export function whToKwh(wh: number): number {
  // One division of two exact integers gives the double nearest to the decimal, and that prints as the decimal.
  return wh / 1000 + 0;
}

/** Micro-currency per kWh as the JSON number of currency/kWh; prints exactly for magnitudes below 10^15. */
export function microToPrice(micro: number): number {
  return micro / 1_000_000 + 0;
}

/** Micro-currency as the JSON number of currency units; prints exactly for magnitudes below 10^15. */
export function microToAmount(micro: number): number {
  return micro / 1_000_000 + 0;
}
