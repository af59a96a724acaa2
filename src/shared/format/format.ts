/** Numbers, units and times as people of a language read them; everything by Intl, in the community's time zone. */
import { createNumberFormats } from './format-numbers.ts';
import { createTimeFormats } from './format-times.ts';

export interface FormatOptions {
  /** BCP 47, e.g. `de-DE`. */
  readonly locale: string;
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 4217; for amounts and prices when no other is named. */
  readonly currency: string;
  /** What stands for a value that does not exist, e.g. "n/a". */
  readonly notAvailable: string;
  /** The unit of a difference between two shares, e.g. "pt". */
  readonly points: string;
}

/** A number with its unit, apart (for a figure with a small unit) and as one text. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
  readonly text: string;
}

export type Format = FormatOptions & ReturnType<typeof createNumberFormats> & ReturnType<typeof createTimeFormats>;

/** Every way of writing a value for one language, time zone and currency. */
export function createFormat(options: FormatOptions): Format {
  return { ...options, ...createNumberFormats(options), ...createTimeFormats(options) };
}
