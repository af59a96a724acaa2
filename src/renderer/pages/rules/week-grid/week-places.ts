/** The places of the week grid that can be painted: hours of days, whole days, hours of every day, and the whole week. Pure. */
import { coverage, painted, type Coverage } from '#shared/rules/week-grid.ts';
import { MINUTES_PER_DAY, type WeekMask } from '#shared/rules/windows.ts';

/** Stands for every day, or every hour: the heads of the grid. */
export const ALL = -1;

const DAYS = 7;
const HOURS = 24;
const MINUTES_PER_HOUR = 60;

export interface WeekPlace {
  /** 0 is Monday; ALL. */
  readonly day: number;
  /** 0 to 23; ALL. */
  readonly hour: number;
}

interface Span {
  /** Minutes of the week; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
}

/** The minutes of the rectangle between two places, day by day. */
function spansBetween(one: WeekPlace, other: WeekPlace): Span[] {
  const [firstDay, lastDay] = rangeOf(one.day, other.day, DAYS);
  const [firstHour, lastHour] = rangeOf(one.hour, other.hour, HOURS);
  return Array.from({ length: lastDay - firstDay + 1 }, (_, index) => {
    const midnight = (firstDay + index) * MINUTES_PER_DAY;
    return { from: midnight + firstHour * MINUTES_PER_HOUR, to: midnight + (lastHour + 1) * MINUTES_PER_HOUR };
  });
}

function rangeOf(one: number, other: number, count: number): [number, number] {
  return one === ALL || other === ALL ? [0, count - 1] : [Math.min(one, other), Math.max(one, other)];
}

/** How much of a place is inside. */
export function coverageAt(mask: WeekMask, place: WeekPlace): Coverage {
  const parts = spansBetween(place, place).map(({ from, to }) => coverage(mask, from, to));
  return parts.every((part) => part === parts[0]) ? parts[0] : 'partly';
}

/** The mask with the rectangle between two places put in, or taken out. */
export function paintedBetween(mask: WeekMask, one: WeekPlace, other: WeekPlace, isInside: boolean): WeekMask {
  return spansBetween(one, other).reduce((made, { from, to }) => painted(made, from, to, isInside), mask);
}

const steps: Readonly<Record<string, { readonly day: number; readonly hour: number }>> = {
  ArrowUp: { day: -1, hour: 0 },
  ArrowDown: { day: 1, hour: 0 },
  ArrowLeft: { day: 0, hour: -1 },
  ArrowRight: { day: 0, hour: 1 },
};

/** Where a key moves from a place, at most to the heads and the last cells; null when it moves nowhere. */
export function placeAfter(key: string, { day, hour }: WeekPlace): WeekPlace | null {
  if (key === 'Home') return { day, hour: 0 };
  if (key === 'End') return { day, hour: HOURS - 1 };
  const step = steps[key];
  if (step === undefined) return null;
  return {
    day: Math.min(Math.max(day + step.day, ALL), DAYS - 1),
    hour: Math.min(Math.max(hour + step.hour, ALL), HOURS - 1),
  };
}
