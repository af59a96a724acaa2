/** In which minutes of the week a rule can fire at all: those at which a slot starts, in wall time. */
import { MINUTE, utcOffsetMinutes } from '../domain/slots.ts';
import { MINUTES_PER_WEEK, type WeekMask } from './windows.ts';

/** The minutes of the wall clock's hour, modulo the slot's length, at which slots start: mostly one, 0. */
export type SlotPhases = readonly number[];

/**
 * The phases of a time zone in the year around `at`: slots start at whole multiples of their length in UTC, the wall clock of some zones is
 * apart from it by a part of an hour, and on Lord Howe Island by another one in summer.
 * @param slotMinutes divides 60
 * @param at epoch milliseconds
 */
export function slotPhases(timeZone: string, slotMinutes: number, at: number): SlotPhases {
  const HALF_YEAR = 183 * 24 * 60 * MINUTE;
  const phases = [at, at + HALF_YEAR].map((time) => {
    const offset = utcOffsetMinutes(time, timeZone) % slotMinutes;
    return (offset + slotMinutes) % slotMinutes;
  });
  return [...new Set(phases)];
}

/** The minutes of the week (see minuteOfWeek) at which a slot starts. */
export function slotStarts(slotMinutes: number, phases: SlotPhases): WeekMask {
  const starts = new Uint32Array(Math.ceil(MINUTES_PER_WEEK / 32));
  for (const phase of phases) {
    for (let minute = phase; minute < MINUTES_PER_WEEK; minute += slotMinutes) {
      starts[minute >>> 5] |= 1 << (minute & 31);
    }
  }
  return starts;
}

/** The minutes that both masks have. */
export function sharedMinutes(one: WeekMask, other: WeekMask): WeekMask {
  return one.map((word, at) => word & other[at]);
}

/** Whether a mask has no minute at all. */
export function isNever(mask: WeekMask): boolean {
  return mask.every((word) => word === 0);
}

/** Whether every minute of the first mask is one of the second. */
export function isWithin(inner: WeekMask, outer: WeekMask): boolean {
  return inner.every((word, at) => (word & ~outer[at]) === 0);
}
