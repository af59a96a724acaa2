import { kwhToWh, priceToMicro, type DecimalProblem, type DecimalResult } from '#shared/domain/units.ts';
import { decimalSign } from '#shared/format/locale-facts.ts';

/** What a field of a decision can be wrong with before anybody is asked: it is empty, or is no decimal of its kind. */
export type TypedProblem = 'MISSING' | DecimalProblem;

export type TypedResult =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: TypedProblem };

/** A typed quantity of kWh with at most 3 decimals, written as people of the locale write it, in Wh. */
export function parseQuantity(text: string, locale: string): TypedResult {
  return parseTyped(text, locale, kwhToWh);
}

/** A quantity in Wh as a person of the locale would type it, e.g. "1.200". */
export function quantityText(wh: number, locale: string): string {
  return (wh / 1000).toLocaleString(locale, { useGrouping: false, minimumFractionDigits: 3 });
}

/** A typed price per kWh with at most 6 decimals and either sign, in micro-currency per kWh. */
export function parsePrice(text: string, locale: string): TypedResult {
  return parseTyped(text, locale, priceToMicro);
}

function parseTyped(text: string, locale: string, parse: (wire: string) => DecimalResult): TypedResult {
  const plain = text.trim().replace('−', '-');
  if (plain === '') return { ok: false, problem: 'MISSING' };
  return parse(toWire(plain, decimalSign(locale)));
}

/**
 * The text with the locale's decimal sign as a point. A point that is no decimal sign here becomes one that no decimal on the wire has:
 * "1.200" is a thousand to one reader and one to another, and is refused instead of guessed.
 */
function toWire(text: string, sign: string): string {
  if (sign === '.') return text;
  return text.replaceAll(/[.,]/g, (mark) => (mark === sign ? '.' : ','));
}
