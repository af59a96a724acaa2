import type { FormatOptions } from './format.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const relativeUnits = [
  { unit: 'day', size: DAY },
  { unit: 'hour', size: HOUR },
  { unit: 'minute', size: MINUTE },
] as const;

const durationUnits = [...relativeUnits, { unit: 'second', size: SECOND }] as const;

/** See `createFormat`. Times are epoch milliseconds; clocks run to 24 everywhere, as slots and day boundaries are read. */
export function createTimeFormats({ locale, timeZone }: FormatOptions) {
  const formatter = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const calendar = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const dateFormat = formatter(calendar);
  const shortDateFormat = formatter({ day: 'numeric', month: 'short' });
  const weekdayFormat = formatter({ weekday: 'short', day: 'numeric', month: 'short' });
  const weekdayDateFormat = formatter({ weekday: 'short', ...calendar });
  const timeFormat = formatter(clock);
  const dateTimeFormat = formatter({ ...calendar, ...clock });
  const monthFormat = formatter({ month: 'long', year: 'numeric' });
  const shortMonthFormat = formatter({ month: 'short' });
  const relativeFormat = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

  /** E.g. "31 Jan 2017". */
  function date(instant: number): string {
    return dateFormat.format(instant);
  }

  /** A day without its year, e.g. "31 Jan", for axes. */
  function shortDate(instant: number): string {
    return shortDateFormat.format(instant);
  }

  /** A day with its weekday, e.g. "Tue, 31 Jan". */
  function weekday(instant: number): string {
    return weekdayFormat.format(instant);
  }

  /** A day with its weekday and year, e.g. "Tue, 31 Jan 2017". */
  function weekdayDate(instant: number): string {
    return weekdayDateFormat.format(instant);
  }

  /** E.g. "January 2017". */
  function month(instant: number): string {
    return monthFormat.format(instant);
  }

  /** A month without its year, e.g. "Jan", for axes. */
  function shortMonth(instant: number): string {
    return shortMonthFormat.format(instant);
  }

  /** E.g. "14:15". */
  function time(instant: number): string {
    return timeFormat.format(instant);
  }

  /** E.g. "31 Jan 2017, 14:15". */
  function dateTime(instant: number): string {
    return dateTimeFormat.format(instant);
  }

  /** The local days of a half-open range, e.g. "16–22 Nov 2026"; one day stands alone. */
  function days({ from, to }: { from: number; to: number }): string {
    return dateFormat.formatRange(from, to - 1);
  }

  /** E.g. "2 minutes ago"; under a minute it is "now". */
  function relative(instant: number, now: number): string {
    const difference = instant - now;
    const scale = relativeUnits.find(({ size }) => Math.abs(difference) >= size);
    return scale === undefined
      ? relativeFormat.format(0, 'second')
      : relativeFormat.format(Math.trunc(difference / scale.size), scale.unit);
  }

  /** A length in its one or two largest units, e.g. "1 hr 5 min". */
  function duration(milliseconds: number): string {
    const write = (count: number, unit: string) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
    const rounded = Math.max(Math.round(milliseconds / SECOND) * SECOND, SECOND);
    const first = durationUnits.findIndex(({ size }) => rounded >= size);
    const major = durationUnits[first];
    const count = Math.floor(rounded / major.size);
    const minor = durationUnits[first + 1];
    const rest = minor === undefined ? 0 : Math.floor((rounded % major.size) / minor.size);
    return rest === 0 ? write(count, major.unit) : `${write(count, major.unit)} ${write(rest, minor.unit)}`;
  }

  return { date, shortDate, weekday, weekdayDate, month, shortMonth, time, dateTime, days, relative, duration };
}
