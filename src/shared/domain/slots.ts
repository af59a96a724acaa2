/** Slot and local-day arithmetic. A slot is named by its UTC start; local time exists only through the functions here. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** The market interval of DOMAIN.md section 1. */
export const DEFAULT_SLOT_MINUTES = 15;

/** The start of the slot that holds `time`. All in epoch milliseconds; `slotMinutes` divides 60. */
export function slotStart(time: number, slotMinutes: number = DEFAULT_SLOT_MINUTES): number {
  const length = slotMinutes * MINUTE;
  return Math.floor(time / length) * length;
}

export interface LocalTime {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 0 is Monday, 6 is Sunday. */
  readonly weekday: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, found);
  }
  return found;
}

/** Whether `timeZone` is an IANA zone that this runtime knows. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatter(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** Offsets change only on quarter hours, so one look-up serves a whole quarter hour. */
const offsets = new Map<string, Map<number, number>>();
const QUARTER = 15 * MINUTE;

/** Minutes to add to UTC to get the wall time of `timeZone` at `time` (e.g. 60 for Berlin in winter). */
export function utcOffsetMinutes(time: number, timeZone: string): number {
  let zone = offsets.get(timeZone);
  if (!zone) offsets.set(timeZone, (zone = new Map()));
  const quarter = Math.floor(time / QUARTER) * QUARTER;
  const known = zone.get(quarter);
  if (known !== undefined) return known;
  const parts: Record<string, number> = {};
  for (const part of formatter(timeZone).formatToParts(quarter)) {
    if (part.type !== 'literal') parts[part.type] = Number(part.value);
  }
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  const offset = Math.round((wall - quarter) / MINUTE);
  // Bounded: a five-year cache touches about 175,000 quarters, more than that is a scan that need not be remembered.
  if (zone.size > 200_000) zone.clear();
  zone.set(quarter, offset);
  return offset;
}

/** The wall time of `timeZone` at `time` (epoch milliseconds). */
export function localTime(time: number, timeZone: string): LocalTime {
  const wall = new Date(time + utcOffsetMinutes(time, timeZone) * MINUTE);
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    weekday: (wall.getUTCDay() + 6) % 7,
  };
}

/** A local calendar day as the integer yyyymmdd: sorts as the calendar does and is the key of every day rollup. */
export function localDay(time: number, timeZone: string): number {
  const wall = new Date(time + utcOffsetMinutes(time, timeZone) * MINUTE);
  return wall.getUTCFullYear() * 10_000 + (wall.getUTCMonth() + 1) * 100 + wall.getUTCDate();
}

/** Days since 1970-01-01 of a yyyymmdd day, on the plain calendar. */
export function dayNumber(day: number): number {
  return Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100) / (24 * HOUR);
}

/** `day` (yyyymmdd) moved by `days` calendar days. */
export function addDays(day: number, days: number): number {
  const moved = new Date((dayNumber(day) + days) * 24 * HOUR);
  return moved.getUTCFullYear() * 10_000 + (moved.getUTCMonth() + 1) * 100 + moved.getUTCDate();
}

/**
 * The UTC instant at which local day `day` (yyyymmdd) begins in `timeZone`. Where the clock change skips midnight, it is the first
 * instant of the day.
 */
export function startOfLocalDay(day: number, timeZone: string): number {
  const wall = dayNumber(day) * 24 * HOUR;
  // Two candidates around a change: the offset a day before and a day after. The earliest instant that belongs to the day wins.
  const candidates = [wall - 12 * HOUR, wall + 12 * HOUR, wall + 36 * HOUR].map(
    (probe) => wall - utcOffsetMinutes(probe, timeZone) * MINUTE,
  );
  const starts = candidates.filter((start) => localDay(start, timeZone) === day).sort((a, b) => a - b);
  return starts[0] ?? candidates[0];
}

/** The half-open UTC range [from, to) of a local day: 23, 24 or 25 hours long. */
export function localDayRange(day: number, timeZone: string): { from: number; to: number } {
  return { from: startOfLocalDay(day, timeZone), to: startOfLocalDay(addDays(day, 1), timeZone) };
}

/** `yyyymmdd` as `yyyy-mm-dd`. */
export function formatDay(day: number): string {
  const text = String(day).padStart(8, '0');
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
}

/** `yyyy-mm-dd` as yyyymmdd, or null when it is not a calendar day. */
export function parseDay(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const day = Number(match[1]) * 10_000 + Number(match[2]) * 100 + Number(match[3]);
  return addDays(day, 0) === day ? day : null;
}
