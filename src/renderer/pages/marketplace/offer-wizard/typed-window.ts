import {
  addDays,
  dayNumber,
  formatDay,
  HOUR,
  localDay,
  localTime,
  MINUTE,
  parseDay,
  slotStart,
  utcOffsetMinutes,
} from '#shared/domain/slots.ts';

/** One end of a window as the fields hold it: a local day `yyyy-mm-dd` and a wall time "14:15". */
export interface TypedMoment {
  readonly day: string;
  readonly time: string;
}

/**
 * - TIME_INVALID: not a time of the day.
 * - TIME_SKIPPED: the clocks jump over it on that day.
 */
export type MomentProblem = 'TIME_INVALID' | 'TIME_SKIPPED';

export type MomentResult =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: MomentProblem };

/** An instant (epoch milliseconds) as the fields of the community's time zone show it. */
export function typedMoment(instant: number, timeZone: string): TypedMoment {
  const { hour, minute } = localTime(instant, timeZone);
  const time = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
  return { day: formatDay(localDay(instant, timeZone)), time };
}

/**
 * The instant of a typed moment. A wall time that comes twice on the day the clocks go back is the first that is not before `from`.
 * @param from the earliest instant that makes sense, epoch milliseconds
 */
export function parseMoment({ day, time }: TypedMoment, timeZone: string, from: number): MomentResult {
  const calendarDay = parseDay(day);
  const minutes = parseClock(time);
  if (calendarDay === null || minutes === null) return { ok: false, problem: 'TIME_INVALID' };
  const instants = instantsOf(calendarDay, minutes, timeZone);
  const value = instants.find((instant) => instant >= from) ?? instants.at(0);
  return value === undefined ? { ok: false, problem: 'TIME_SKIPPED' } : { ok: true, value };
}

/** Minutes since midnight of "14:15", "14.15" or "9:05", and of "24:00" as an end; null when it is no time. */
function parseClock(text: string): number | null {
  const match = /^(\d{1,2})[:.](\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  const isTime = (hours < 24 && minutes < 60) || (hours === 24 && minutes === 0);
  return isTime ? hours * 60 + minutes : null;
}

/** Every instant with a wall time, earliest first: one, two when the clocks go back over it, none when they jump over it. */
function instantsOf(day: number, minutes: number, timeZone: string): number[] {
  const wall = dayNumber(day) * 24 * HOUR + minutes * MINUTE;
  const offsets = [-24, 24].map((hours) => utcOffsetMinutes(wall + hours * HOUR, timeZone) * MINUTE);
  const candidates = [...new Set(offsets)].map((offset) => wall - offset);
  return candidates
    .filter((instant) => instant + utcOffsetMinutes(instant, timeZone) * MINUTE === wall)
    .sort((a, b) => a - b);
}

export interface Window {
  /** Epoch milliseconds, half-open. */
  readonly start: number;
  readonly end: number;
}

export const windowChoices = ['nextSlot', 'nextHour', 'untilEvening'] as const;
export type WindowChoice = (typeof windowChoices)[number];

/** What "today until" means. */
export const EVENING_HOUR = 20;

/** The window of a quick choice, beginning with the first slot that is still open; null when there is none today. */
export function chosenWindow(
  choice: WindowChoice,
  firstSlot: number,
  slotMinutes: number,
  timeZone: string,
): Window | null {
  switch (choice) {
    case 'nextSlot':
      return { start: firstSlot, end: firstSlot + slotMinutes * MINUTE };
    case 'nextHour':
      return { start: firstSlot, end: firstSlot + HOUR };
    case 'untilEvening': {
      const [evening] = instantsOf(localDay(firstSlot, timeZone), EVENING_HOUR * 60, timeZone);
      return evening !== undefined && evening > firstSlot ? { start: firstSlot, end: evening } : null;
    }
  }
}

/** Minutes between the wall times that are looked at for slot boundaries. */
const BOUNDARY_STEP = 5;

/** The wall times of a day's slot boundaries, for the list below a time field; an end may also be "24:00". */
export function boundaryTimes(day: string, slotMinutes: number, timeZone: string, isEnd: boolean): string[] {
  const calendarDay = parseDay(day);
  if (calendarDay === null) return [];
  const times: string[] = [];
  for (let minutes = 0; minutes < 24 * 60; minutes += BOUNDARY_STEP) {
    const [instant] = instantsOf(calendarDay, minutes, timeZone);
    if (instant !== undefined && isOnBoundary(instant, slotMinutes)) times.push(typedMoment(instant, timeZone).time);
  }
  return isEnd ? [...times.filter((time) => time !== '00:00'), '24:00'] : times;
}

/** Whether an instant is where one slot ends and the next begins. */
export function isOnBoundary(instant: number, slotMinutes: number): boolean {
  return slotStart(instant, slotMinutes) === instant;
}

/** A day moved with the other end of its window by as many days as that was moved. */
export function movedDay(day: string, from: string, to: string): string {
  const [moved, before, after] = [day, from, to].map(parseDay);
  if (moved == null || before == null || after == null) return day;
  return formatDay(addDays(moved, dayNumber(after) - dayNumber(before)));
}
