/** The minutes of a week as a person paints them, and the windows that say the same. */
import { isInMask, MINUTES_PER_DAY, MINUTES_PER_WEEK, printTimeWindow, type WeekMask } from './windows.ts';

/** How much of a span of minutes is inside. */
export type Coverage = 'none' | 'partly' | 'all';

/** How much of the minutes from `from` up to but not including `to` (minutes of the week, `from` < `to`) is in the mask. */
export function coverage(mask: WeekMask, from: number, to: number): Coverage {
  let inside = 0;
  for (let minute = from; minute < to; minute++) if (isInMask(mask, minute)) inside++;
  return inside === 0 ? 'none' : inside === to - from ? 'all' : 'partly';
}

/** The mask with the minutes from `from` up to but not including `to` put in, or taken out. */
export function painted(mask: WeekMask, from: number, to: number, isInside: boolean): WeekMask {
  const changed = mask.slice();
  for (let minute = from; minute < to; minute++) {
    const bit = 1 << (minute & 31);
    if (isInside) changed[minute >>> 5] |= bit;
    else changed[minute >>> 5] &= ~bit;
  }
  return changed;
}

interface Segment {
  readonly day: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The windows that hold exactly the minutes of a mask (`weekMask` gives it again): days with the same hours in one window, and a span over
 * midnight in one where that can be said. In the order of their first day and their start.
 */
export function windowsOf(mask: WeekMask): string[] {
  const daysOf = new Map<string, { start: number; end: number; days: number; first: number }>();
  for (const { day, start, end } of joinedOverMidnight(segmentsOf(mask))) {
    const key = `${start}-${end}`;
    const window = daysOf.get(key) ?? { start, end, days: 0, first: day };
    daysOf.set(key, { ...window, days: window.days | (1 << day) });
  }
  return [...daysOf.values()]
    .sort((a, b) => a.first - b.first || a.start - b.start)
    .map(({ start, end, days }) => printTimeWindow({ days, startMinute: start, endMinute: end }));
}

/** The spans of minutes inside, day by day; `end` is exclusive. */
function segmentsOf(mask: WeekMask): Segment[] {
  const segments: Segment[] = [];
  for (let day = 0; day * MINUTES_PER_DAY < MINUTES_PER_WEEK; day++) {
    for (let at = 0; at < MINUTES_PER_DAY; at++) {
      const start = at;
      while (at < MINUTES_PER_DAY && isInMask(mask, day * MINUTES_PER_DAY + at)) at++;
      if (at > start) segments.push({ day, start, end: at });
    }
  }
  return segments;
}

/** What ends at midnight and goes on the next day becomes one span, unless it would then be longer than a day. */
function joinedOverMidnight(segments: readonly Segment[]): Segment[] {
  const isTail = (one: Segment): boolean => one.start === 0 && one.end < MINUTES_PER_DAY;
  const tailOf = ({ day, start, end }: Segment): Segment | undefined =>
    end < MINUTES_PER_DAY || start === 0
      ? undefined
      : segments.find((one) => one.day === (day + 1) % 7 && isTail(one) && one.end <= start);
  const joined = segments.map((one) => ({ one, tail: tailOf(one) }));
  const tails = new Set(joined.map(({ tail }) => tail));
  return joined
    .filter(({ one }) => !tails.has(one))
    .map(({ one, tail }) => (tail ? { ...one, end: MINUTES_PER_DAY + tail.end } : one));
}
