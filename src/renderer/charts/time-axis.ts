/**
 * Ticks and labels of a time axis in the community's time zone. ECharts knows only the machine's zone and UTC, so the ticks are chosen here
 * and handed to it as custom values. Local days of 23 and 25 hours keep their ticks on the wall clock.
 */
import { HOUR, MINUTE, addDays, localDay, localTime, startOfLocalDay } from '#shared/domain/slots.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Tick {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: 'time' | 'day' | 'month' | 'year';
}

const DAY = 24 * HOUR;
const HOUR_STEPS = [1, 2, 3, 4, 6, 12];
const DAY_STEPS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6];
const YEAR_STEPS = [1, 2, 5];

function hourTicks({ from, to }: Range, timeZone: string, step: number): Tick[] {
  const ticks: Tick[] = [];
  const several = to - from > 26 * HOUR;
  let before = -1;
  for (let at = Math.ceil(from / (15 * MINUTE)) * 15 * MINUTE; at < to; at += 15 * MINUTE) {
    const { hour, minute } = localTime(at, timeZone);
    if (minute !== 0 || hour % step !== 0) continue;
    // The hour that an autumn night repeats is ticked twice only where every hour is.
    if (hour === before && step > 1) continue;
    before = hour;
    ticks.push({ at, kind: hour === 0 && several ? 'day' : 'time' });
  }
  return ticks;
}

/** Ticks at the local days of the range that `wanted` accepts (yyyymmdd). */
function dayTicks({ from, to }: Range, timeZone: string, wanted: (day: number) => Tick['kind'] | null): Tick[] {
  const ticks: Tick[] = [];
  for (let day = localDay(from, timeZone); ; day = addDays(day, 1)) {
    const at = startOfLocalDay(day, timeZone);
    if (at >= to) return ticks;
    const kind = at >= from ? wanted(day) : null;
    if (kind) ticks.push({ at, kind });
  }
}

function dayStepTicks(range: Range, timeZone: string, step: number): Tick[] {
  return dayTicks(range, timeZone, (day) => {
    const number = Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100) / DAY;
    // 1970-01-05 was a Monday: weekly and fortnightly ticks stand on Mondays.
    return (number - 4) % step === 0 ? 'day' : null;
  });
}

function monthStepTicks(range: Range, timeZone: string, step: number): Tick[] {
  return dayTicks(range, timeZone, (day) => {
    const month = Math.floor(day / 100) % 100;
    if (day % 100 !== 1 || (month - 1) % step !== 0) return null;
    return month === 1 ? 'year' : 'month';
  });
}

function yearStepTicks(range: Range, timeZone: string, step: number): Tick[] {
  return dayTicks(range, timeZone, (day) =>
    day % 10_000 === 101 && Math.floor(day / 10_000) % step === 0 ? 'year' : null,
  );
}

/**
 * The ticks of a half-open range, at most about `most` of them, on round local times: hours, days, Mondays, months or years. A day with a
 * clock change keeps its ticks on the wall clock: the missing hour has none, and where every hour is ticked the repeated hour has two.
 * @param range epoch milliseconds
 * @param timeZone IANA name of the community's zone
 * @param most at least 2
 */
export function timeTicks(range: Range, timeZone: string, most: number): Tick[] {
  const span = range.to - range.from;
  const hours = HOUR_STEPS.find((step) => span / (step * HOUR) <= most);
  if (hours !== undefined) return hourTicks(range, timeZone, hours);
  const days = DAY_STEPS.find((step) => span / (step * DAY) <= most);
  if (days !== undefined) return dayStepTicks(range, timeZone, days);
  const months = MONTH_STEPS.find((step) => span / (step * 30.4 * DAY) <= most);
  if (months !== undefined) return monthStepTicks(range, timeZone, months);
  const years = YEAR_STEPS.find((step) => span / (step * 365 * DAY) <= most) ?? 10;
  return yearStepTicks(range, timeZone, years);
}

/** Hours that a one-day range lacks (-1, spring) or has too many (1, autumn) through a clock change; 0 for every other range. */
export function clockChangeHours({ from, to }: Range, timeZone: string): number {
  const day = localDay(from, timeZone);
  const isOneDay = startOfLocalDay(day, timeZone) === from && startOfLocalDay(addDays(day, 1), timeZone) === to;
  return isOneDay ? Math.round((to - from - DAY) / HOUR) : 0;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${Object.values(options).join()} ${Object.keys(options).join()}`;
  let found = formatters.get(key);
  if (!found) formatters.set(key, (found = new Intl.DateTimeFormat(locale, { timeZone, ...options })));
  return found;
}

const tickOptions: Record<Tick['kind'], Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  month: { month: 'short' },
  year: { year: 'numeric' },
};

/** The label of a tick in the words of `locale`, e.g. `06:00`, `22 Nov`, `Nov`, `2026`. */
export function tickLabel(tick: Tick, locale: string, timeZone: string): string {
  return formatter(locale, timeZone, tickOptions[tick.kind]).format(tick.at);
}

/** Whether the wall time of `at` occurs twice because the clock goes back. */
function isRepeated(at: number, timeZone: string): boolean {
  const wall = localTime(at, timeZone);
  return [at - HOUR, at + HOUR].some((other) => {
    const there = localTime(other, timeZone);
    return there.hour === wall.hour && there.minute === wall.minute && there.day === wall.day;
  });
}

/**
 * A bucket of a time series in words: `22 Nov, 12:15–12:30` for slots and hours, `Sat 22 Nov` for days. Where the clock goes back the
 * zone's abbreviation tells the two hours apart: `26 Oct, 02:15–02:30 CET`.
 */
export function bucketLabel(from: number, to: number, locale: string, timeZone: string): string {
  if (to - from > 20 * HOUR) {
    return formatter(locale, timeZone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(
      from,
    );
  }
  const day = formatter(locale, timeZone, { day: 'numeric', month: 'short' }).format(from);
  return `${day}, ${timeSpan(from, to, locale, timeZone)}`;
}

/** The times of a slot or an hour without their day, e.g. `12:15–12:30`, or `02:15–02:30 CET` where the clock goes back. */
export function timeSpan(from: number, to: number, locale: string, timeZone: string): string {
  const time = formatter(locale, timeZone, tickOptions.time);
  const zone = isRepeated(from, timeZone)
    ? (formatter(locale, timeZone, { hour: 'numeric', timeZoneName: 'short' })
        .formatToParts(from)
        .find((part) => part.type === 'timeZoneName')?.value ?? '')
    : '';
  return `${time.format(from)}–${time.format(to)}${zone && ` ${zone}`}`;
}
