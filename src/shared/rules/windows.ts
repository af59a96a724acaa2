/**
 * The time windows of rules (DOMAIN.md section 2): `DAYS HH:MM-HH:MM` in the community's wall time. Whether a slot is
 * inside is decided by the wall time of its start; so a window inside the hour that the spring change skips does not
 * fire, and in autumn both passes of the repeated hour do.
 */
import type { LocalTime } from '../domain/slots.ts';

export const MINUTES_PER_DAY = 1440;
export const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;

const dayNames = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;
const ALL_DAYS = 0b111_1111;

/** One window; two texts mean the same exactly when they parse to equal fields. */
export interface TimeWindow {
  /** The days on which it starts: bit 0 is Monday, bit 6 is Sunday; at least one. */
  readonly days: number;
  /** Minutes after midnight, 0..1439. */
  readonly startMinute: number;
  /** Minutes after the midnight of the starting day, exclusive: at most a day after the start, above 1440 past midnight. */
  readonly endMinute: number;
}

const timeWindowProblemCodes = [
  /** Not days, a space and times. */
  'INCOMPLETE',
  'UNKNOWN_DAY',
  /** A range and a list of days in one. */
  'DAYS_MIXED',
  'NO_DAY_RANGE',
  'NO_SPAN',
  'NO_TIME',
  'AFTER_MIDNIGHT',
  'STARTS_AT_END',
] as const;
type TimeWindowProblemCode = (typeof timeWindowProblemCodes)[number];

/** Why a text is no window, and which part of it. */
interface Fault {
  readonly code: TimeWindowProblemCode;
  readonly part: string;
}

export type TimeWindowResult =
  | { readonly ok: true; readonly window: TimeWindow }
  | ({ readonly ok: false; readonly problem: string } & Fault);

/** Reads one window. A `problem` is a sentence for the person who typed the text; its `code` and `part` are for other languages. */
export function parseTimeWindow(text: string): TimeWindowResult {
  const [daysText, timesText, ...rest] = text.trim().split(/\s+/);
  if (!daysText || timesText === undefined || rest.length > 0) {
    return problem(text, { code: 'INCOMPLETE', part: text });
  }
  const days = parseDays(daysText);
  if (typeof days === 'object') return problem(text, days);
  const [startText, endText, ...moreTimes] = timesText.split('-');
  if (endText === undefined || moreTimes.length > 0) {
    return problem(text, { code: 'NO_SPAN', part: timesText });
  }
  const start = parseMinute(startText);
  if (typeof start === 'object') return problem(text, start);
  if (start === MINUTES_PER_DAY) return problem(text, { code: 'STARTS_AT_END', part: startText });
  const end = parseMinute(endText);
  if (typeof end === 'object') return problem(text, end);
  return { ok: true, window: { days, startMinute: start, endMinute: end > start ? end : end + MINUTES_PER_DAY } };
}

/** The places, from 0, of the texts that are no windows. */
export function unreadableWindows(texts: readonly string[]): number[] {
  return [...texts.keys()].filter((at) => !parseTimeWindow(texts[at]).ok);
}

const reasons: Readonly<Record<TimeWindowProblemCode, (part: string) => string>> = {
  INCOMPLETE: () => 'it needs days, a space and times, such as "Mo-Fr 06:00-09:00"',
  UNKNOWN_DAY: (part) => `"${part}" is no day; use ${dayNames.join(', ')}, or * for all`,
  DAYS_MIXED: (part) => `"${part}" mixes a range and a list; name each day, such as Mo,Tu,Sa`,
  NO_DAY_RANGE: (part) => `"${part}" is no range of days; write it as Mo-Fr`,
  NO_SPAN: (part) => `"${part}" is no span of time; write it as 06:00-09:00`,
  NO_TIME: (part) => `"${part}" is no time of day; write it as HH:MM with two digits each, such as 06:00`,
  AFTER_MIDNIGHT: (part) => `"${part}" is no time of day; the last one is 24:00`,
  STARTS_AT_END: () => 'a window cannot start at 24:00; start it at 00:00 of the next day',
};

function problem(text: string, fault: Fault): TimeWindowResult {
  return {
    ok: false,
    problem: `The time window "${text}" cannot be read: ${reasons[fault.code](fault.part)}.`,
    ...fault,
  };
}

/** The bits of the named days, or what is wrong with the text. */
function parseDays(text: string): number | Fault {
  if (text === '*') return ALL_DAYS;
  const range = text.split('-');
  if (range.length > 2) return { code: 'NO_DAY_RANGE', part: text };
  const names = range.length === 2 ? range : text.split(',');
  const positions: number[] = [];
  for (const name of names) {
    const position = (dayNames as readonly string[]).indexOf(name);
    if (position >= 0) positions.push(position);
    else if (name.includes(',') || (range.length === 1 && name.includes('-'))) {
      return { code: 'DAYS_MIXED', part: text };
    } else return { code: 'UNKNOWN_DAY', part: name };
  }
  if (range.length === 1) return positions.reduce((bits, position) => bits | (1 << position), 0);
  const [first, last] = positions as [number, number];
  let bits = 1 << first;
  // A range may go over the end of the week: Fr-Mo is Friday to Monday.
  for (let day = first; day !== last;) {
    day = (day + 1) % 7;
    bits |= 1 << day;
  }
  return bits;
}

/** Minutes after midnight, 0..1440, or what is wrong with the text. */
function parseMinute(text: string): number | Fault {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (!match) return { code: 'NO_TIME', part: text };
  const hour = Number(match[1]);
  const minute = Number(match[2]);
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return { code: 'AFTER_MIDNIGHT', part: text };
  return hour * 60 + minute;
}

/**
 * The canonical text of a window: `*` for every day, a range for three days or more in a row within Monday to Sunday,
 * otherwise a list; midnight as an end is 24:00. Parsing it gives the window again.
 */
export function printTimeWindow(window: TimeWindow): string {
  const { endMinute } = window;
  const end = endMinute > MINUTES_PER_DAY ? endMinute - MINUTES_PER_DAY : endMinute;
  return `${printDays(window.days)} ${printMinute(window.startMinute)}-${printMinute(end)}`;
}

function printDays(days: number): string {
  if (days === ALL_DAYS) return '*';
  const named = dayNames.filter((_, position) => days & (1 << position));
  const first = dayNames.indexOf(named[0]);
  const isRow = named.every((name, position) => dayNames.indexOf(name) === first + position);
  return isRow && named.length > 2 ? `${named[0]}-${named[named.length - 1]}` : named.join(',');
}

function printMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** The minute of the week, 0 (Monday 00:00) to 10,079, of a wall time. */
export function minuteOfWeek(local: Pick<LocalTime, 'weekday' | 'hour' | 'minute'>): number {
  return local.weekday * MINUTES_PER_DAY + local.hour * 60 + local.minute;
}

/** A minute of the week as a window would say it: `Mo 06:00`. */
export function formatWeekMinute(minute: number): string {
  return `${dayNames[Math.floor(minute / MINUTES_PER_DAY)]} ${printMinute(minute % MINUTES_PER_DAY)}`;
}

/** One bit for each minute of the week: the windows of a rule in a form that is fast to ask. */
export type WeekMask = Uint32Array;

/**
 * The minutes of the week that are inside one of the windows given as texts.
 * @throws RangeError with the problem of the first text that is no window
 */
export function weekMask(texts: readonly string[]): WeekMask {
  const mask = new Uint32Array(Math.ceil(MINUTES_PER_WEEK / 32));
  for (const text of texts) {
    const parsed = parseTimeWindow(text);
    if (!parsed.ok) throw new RangeError(parsed.problem);
    const { days, startMinute, endMinute } = parsed.window;
    for (let day = 0; day < 7; day++) {
      if (!(days & (1 << day))) continue;
      for (let at = startMinute; at < endMinute; at++) {
        const minute = (day * MINUTES_PER_DAY + at) % MINUTES_PER_WEEK;
        mask[minute >>> 5] |= 1 << (minute & 31);
      }
    }
  }
  return mask;
}

/** Whether minute `minute` of the week (see minuteOfWeek) is in the mask. */
export function isInMask(mask: WeekMask, minute: number): boolean {
  return (mask[minute >>> 5] & (1 << (minute & 31))) !== 0;
}
