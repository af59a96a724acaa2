import { type ParseArgsConfig, parseArgs } from 'node:util';
import { parseDay } from '#shared/domain/slots.ts';
import { KWH_DECIMALS, kwhToWh, parseDecimal, PRICE_DECIMALS, priceToMicro } from '#shared/domain/units.ts';

/** Where a command writes: results on stdout, everything else on stderr. Texts bring their own line ends. */
export interface CommandIo {
  stdout(text: string): void;
  stderr(text: string): void;
}

/** Wrong usage or bad input: the message is the one line for stderr, the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** ARCHITECTURE.md section 8. */
export const exitCode = { fine: 0, finding: 1, usage: 2 } as const;

type Flags = NonNullable<ParseArgsConfig['options']>;
type FlagValues<T extends Flags> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; strict: true; allowPositionals: false }>
>['values'];

/**
 * The flags of a command, as `util.parseArgs` describes them; positional arguments are not allowed.
 * @throws UsageError naming the flag
 */
export function parseFlags<const T extends Flags>(args: string[], flags: T): FlagValues<T> {
  try {
    return parseArgs({ args: withNegatives(args), options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')))
      throw error;
    // Only the first sentence: what follows is advice about `--` that no command here takes.
    throw new UsageError((error.message.split(/\. |\n/)[0] ?? error.message).replace(/\.$/, ''));
  }
}

/** `--feed-in -0.05` as `--feed-in=-0.05`: prices may be negative, and parseArgs takes a lone `-0.05` for a flag. */
function withNegatives(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const previous = joined.at(-1);
    if (/^-[\d.]/.test(arg) && previous?.startsWith('--') && !previous.includes('='))
      joined[joined.length - 1] = `${previous}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

/**
 * The value of a flag that a command cannot do without.
 * @param flag as it is typed, e.g. `--input`
 * @throws UsageError
 */
export function required(flag: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`${flag} is missing`);
  return value;
}

/**
 * A whole number from `min` to `max`; undefined when the flag was not given.
 * @throws UsageError
 */
export function parseWhole(flag: string, value: string | undefined, min: number, max: number): number | undefined {
  if (value === undefined) return undefined;
  const result = parseDecimal(value, 0, { rounding: 'reject', negative: 'allow' });
  if (!result.ok || result.value < min || result.value > max) {
    throw new UsageError(`${flag} ${value}: not a whole number from ${min} to ${max}`);
  }
  return result.value;
}

/**
 * A price in currency/kWh as micro-currency per kWh; undefined when the flag was not given.
 * @throws UsageError
 */
export function parsePrice(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const result = priceToMicro(value);
  if (!result.ok) {
    throw new UsageError(`${flag} ${value}: not a price per kWh with at most ${PRICE_DECIMALS} decimals, such as 0.30`);
  }
  return result.value;
}

/**
 * A quantity in kWh as Wh; undefined when the flag was not given.
 * @throws UsageError
 */
export function parseQuantity(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const result = kwhToWh(value);
  if (!result.ok) {
    throw new UsageError(`${flag} ${value}: not a quantity in kWh with at most ${KWH_DECIMALS} decimals, such as 1.5`);
  }
  return result.value;
}

/**
 * One of the words that a flag takes; undefined when the flag was not given.
 * @throws UsageError
 */
export function parseChoice<const Choice extends string>(
  flag: string,
  value: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  const found = choices.find((choice) => choice === value);
  if (value !== undefined && found === undefined) {
    throw new UsageError(`${flag} ${value}: not one of ${choices.join(', ')}`);
  }
  return found;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * An ISO 8601 time with its zone, such as `2026-01-31T12:00:00Z`, in UTC epoch milliseconds.
 * @throws UsageError
 */
export function parseInstant(flag: string, value: string): number {
  // Date.parse rolls 30 February over into March.
  const isCalendarDay = parseDay(value.slice(0, 10)) !== null;
  const time = INSTANT.test(value) && isCalendarDay ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw new UsageError(`${flag} ${value}: not a time such as 2026-01-31T12:00:00Z`);
  return time;
}
