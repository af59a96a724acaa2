import { HOUR, MINUTE, utcOffsetMinutes } from '../domain/slots.ts';

/** A time as the clocks of a zone show it. */
export interface WallTime {
  /** What they show, as if it were UTC, epoch milliseconds. */
  readonly wall: number;
  /** Where they show it twice, since they are put back: which of the two, e.g. `+02:00`; null everywhere else. */
  readonly offset: string | null;
}

/** The wall time of `timeZone` at `time` (epoch milliseconds). */
export function wallTime(time: number, timeZone: string): WallTime {
  const minutes = utcOffsetMinutes(time, timeZone);
  const wall = time + minutes * MINUTE;
  return { wall, offset: isShownTwice(wall, timeZone) ? offsetText(minutes) : null };
}

function isShownTwice(wall: number, timeZone: string): boolean {
  const before = utcOffsetMinutes(wall - 24 * HOUR, timeZone);
  const after = utcOffsetMinutes(wall + 24 * HOUR, timeZone);
  return (
    [before, after].every((offset) => utcOffsetMinutes(wall - offset * MINUTE, timeZone) === offset) && before !== after
  );
}

/** E.g. `+02:00`, as ISO 8601 writes an offset. */
function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
