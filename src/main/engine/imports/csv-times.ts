import { HOUR, MINUTE } from '#shared/domain/slots.ts';

/** Whether `3/4/2016` is the third of April or the fourth of March, from all such cells of the file. */
export type DateOrder = 'day-first' | 'month-first' | 'both' | 'unknown';

/** The form of a time cell, for the person who wants to know how the file was understood. */
export type TimeForm =
  | 'ISO 8601 with offset'
  | 'ISO 8601 local time'
  | 'day.month.year'
  | 'day/month/year'
  | 'month/day/year'
  | 'Excel serial';

/** A point in time, or a wall time as if it were UTC: the zone decides later. Epoch milliseconds, on a whole minute. */
export type ParsedTime =
  | { readonly kind: 'instant' | 'wall'; readonly time: number; readonly form: TimeForm }
  | { readonly kind: 'bad'; readonly problem: string };

const ISO =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?$/i;
const DAY_AND_MONTH =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:,?[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?([ap])\.?m\.?)?)?$/i;
/** Dates of which the first number may be the day or the month. */
const STARTS_WITH_EITHER = /^\d{1,2}[/-]/;
const SERIAL = /^\d{5}(?:[.,]\d+)?$/;

/** Excel's day 25569 is 1970-01-01 (its calendar of 1900). */
const SERIAL_EPOCH = 25_569;
const DAY = 24 * HOUR;
/** Serials are rounded when they are written: a time this close to a whole minute is that minute. */
const SERIAL_TOLERANCE = 5_000;

const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2101, 0, 1);

const bad = (problem: string): ParsedTime => ({ kind: 'bad', problem });
const UNKNOWN_FORM = bad(
  'is not a time in a known form, such as 2016-05-14T00:15:00Z, 14.05.2016 00:15 or an Excel date',
);
const NO_SUCH_TIME = bad('is not a time of the calendar');
const NOT_WHOLE_MINUTE = bad('is not on a whole minute');

/** Collects what the cells of a file prove about the order of day and month in dates with slashes or dashes. */
export class DateEvidence {
  #dayFirst = false;
  #monthFirst = false;
  /** The first cell whose order matters; null when there is none. */
  example: string | null = null;

  see(cell: string): void {
    const match = STARTS_WITH_EITHER.test(cell) ? DAY_AND_MONTH.exec(cell) : null;
    if (!match) return;
    this.example ??= cell;
    const [first, second] = [Number(match[1]), Number(match[3])];
    if (first > 12 && first <= 31 && second <= 12) this.#dayFirst = true;
    if (second > 12 && second <= 31 && first <= 12) this.#monthFirst = true;
  }

  get order(): DateOrder {
    if (this.#dayFirst && this.#monthFirst) return 'both';
    return this.#dayFirst ? 'day-first' : this.#monthFirst ? 'month-first' : 'unknown';
  }
}

/** Reads a time cell (trimmed). Dates with slashes or dashes are read in `order`; dotted ones are always day first. */
export function parseTime(cell: string, order: DateOrder): ParsedTime {
  const iso = ISO.exec(cell);
  if (iso) return isoTime(iso);
  const local = DAY_AND_MONTH.exec(cell);
  if (local) return dayAndMonthTime(local, order);
  if (SERIAL.test(cell)) return serialTime(Number(cell.replace(',', '.')));
  return cell === '' ? bad('is empty') : UNKNOWN_FORM;
}

function isoTime(match: RegExpExecArray): ParsedTime {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction, offset] = match;
  const wall = wallTime(Number(year), Number(month), Number(day), Number(hour), Number(minute));
  if (offset === undefined) return checked('wall', 'ISO 8601 local time', wall, second, fraction);
  return checked('instant', 'ISO 8601 with offset', wall === null ? null : wall - offsetOf(offset), second, fraction);
}

/** Milliseconds that `Z`, `+02`, `+0200` or `+02:00` is ahead of UTC. */
function offsetOf(text: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (!match) return 0;
  const [, sign, hours, minutes = '0'] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}

function dayAndMonthTime(match: RegExpExecArray, order: DateOrder): ParsedTime {
  const [, first, separator, second, yearText, hourText = '0', minute = '0', seconds = '0', fraction, half] = match;
  const isMonthFirst = separator !== '.' && order === 'month-first';
  const [day, month] = isMonthFirst ? [second, first] : [first, second];
  const year = Number(yearText) + (yearText.length === 2 ? 2000 : 0);
  const hour = half === undefined ? Number(hourText) : hourOfHalf(Number(hourText), half);
  const form = separator === '.' ? 'day.month.year' : isMonthFirst ? 'month/day/year' : 'day/month/year';
  return checked('wall', form, wallTime(year, Number(month), Number(day), hour, Number(minute)), seconds, fraction);
}

/** 12 a.m. is midnight, 12 p.m. is noon; an hour that the 12-hour clock does not have becomes NaN. */
function hourOfHalf(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return NaN;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function serialTime(serial: number): ParsedTime {
  const time = Math.round((serial - SERIAL_EPOCH) * DAY);
  const minute = Math.round(time / MINUTE) * MINUTE;
  return checked('wall', 'Excel serial', Math.abs(time - minute) <= SERIAL_TOLERANCE ? minute : time, '0', undefined);
}

/** The wall time as if it were UTC; null when the calendar has no such time. 24:00 is the end of the day. */
function wallTime(year: number, month: number, day: number, hour: number, minute: number): number | null {
  if (!(hour <= 23 || (hour === 24 && minute === 0)) || minute > 59) return null;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  return midnight.getTime() + hour * HOUR + minute * MINUTE;
}

function checked(
  kind: 'instant' | 'wall',
  form: TimeForm,
  time: number | null,
  seconds: string,
  fraction: string | undefined,
): ParsedTime {
  if (time === null || Number(seconds) > 59) return NO_SUCH_TIME;
  if (Number(seconds) > 0 || Number(fraction ?? 0) > 0 || time % MINUTE !== 0) return NOT_WHOLE_MINUTE;
  if (time < EARLIEST || time >= LATEST) return bad('lies outside the years 1990 to 2100');
  return { kind, time, form };
}
