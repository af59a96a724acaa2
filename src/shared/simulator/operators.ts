/** The people at the desks of the community, who put failed trades in order. */
import type { Random } from '../domain/random.ts';
import { addDays, HOUR, localDay, startOfLocalDay } from '../domain/slots.ts';
import { dayKind, dayKinds } from './calendar.ts';
import { drawUuid } from './ids.ts';

export interface Operator {
  readonly id: string;
  readonly name: string;
}

const names = ['Jana Weiss', 'Tobias Keller', 'Mirjam Vogt'];
const OPENS = 8 * HOUR;
const CLOSES = 16.5 * HOUR;

export function drawOperators(random: Random): Operator[] {
  return names.map((name) => ({ id: drawUuid(random), name }));
}

/**
 * A time at which somebody is at a desk, `days` local days after `time` (epoch milliseconds) or on the next working day after that; always
 * later than `time`.
 */
export function workingTime(time: number, days: number, timeZone: string, random: Random): number {
  for (let day = addDays(localDay(time, timeZone), days); ; day = addDays(day, 1)) {
    if (dayKind(day) !== dayKinds.workday) continue;
    const at = startOfLocalDay(day, timeZone) + random.integer(OPENS, CLOSES);
    if (at > time) return at;
  }
}
