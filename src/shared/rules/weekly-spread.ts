/** A change spread over weeks, so that nobody reads one lucky week as a promise. */
import { nearestRank } from '../domain/nearest-rank.ts';
import { addDays, dayNumber } from '../domain/slots.ts';

interface WeekChange {
  /** The Monday of the week, yyyymmdd. */
  readonly monday: number;
  /** Days of the week that were counted, 1..7. */
  readonly days: number;
  readonly change: number;
}

export interface WeeklySpread {
  /** Every week with a counted day, ascending. */
  readonly weeks: readonly WeekChange[];
  /** Weeks of seven counted days: what follows is of these alone. */
  readonly wholeWeeks: number;
  /** Null without a whole week. The quartiles are those of the nearest rank. */
  readonly least: number | null;
  readonly lowerQuartile: number | null;
  readonly median: number | null;
  readonly upperQuartile: number | null;
  readonly most: number | null;
  /** Whole weeks with a change above 0, and below it. */
  readonly better: number;
  readonly worse: number;
}

/**
 * The spread of a change by day over the weeks, Monday to Sunday, of the local calendar.
 * @param days each once, in any order; `day` is yyyymmdd
 */
export function weeklySpread(days: readonly { readonly day: number; readonly change: number }[]): WeeklySpread {
  const weeks = new Map<number, { days: number; change: number }>();
  for (const { day, change } of days) {
    const monday = mondayOf(day);
    const week = weeks.get(monday) ?? { days: 0, change: 0 };
    weeks.set(monday, { days: week.days + 1, change: week.change + change });
  }
  const ascending = [...weeks.entries()]
    .sort(([a], [b]) => a - b)
    .map(([monday, week]): WeekChange => ({ monday, ...week }));
  const whole = ascending
    .filter((week) => week.days === 7)
    .map(({ change }) => change)
    .sort((a, b) => a - b);
  return {
    weeks: ascending,
    wholeWeeks: whole.length,
    least: whole[0] ?? null,
    lowerQuartile: nearestRank(whole, 0.25),
    median: nearestRank(whole, 0.5),
    upperQuartile: nearestRank(whole, 0.75),
    most: whole.at(-1) ?? null,
    better: whole.filter((change) => change > 0).length,
    worse: whole.filter((change) => change < 0).length,
  };
}

/** 1970-01-01 was a Thursday. */
function mondayOf(day: number): number {
  return addDays(day, -((((dayNumber(day) + 3) % 7) + 7) % 7));
}
