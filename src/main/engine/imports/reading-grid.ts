import type { MinuteSet } from './minute-set.ts';
import type { Grid } from './reading-rows.ts';

/** The regular interval of DOMAIN.md and ARCHITECTURE.md section 8, in minutes. */
export const SHORTEST_INTERVAL = 5;
export const LONGEST_INTERVAL = 60;

function mostCommon(counts: ReadonlyMap<number, number>): number {
  let best = 0;
  let bestCount = 0;
  for (const [value, count] of counts) {
    if (count > bestCount || (count === bestCount && value < best)) [best, bestCount] = [value, count];
  }
  return best;
}

function increment(counts: Map<number, number>, value: number): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

/**
 * The steps in which the members' times lie: the interval is the most common difference between neighbouring times of a member (of
 * several the shortest), the phase where most times fall. null when no member has two times.
 */
export function gridOf(members: readonly MinuteSet[]): Grid | null {
  const differences = new Map<number, number>();
  for (const minutes of members) {
    let last: number | null = null;
    for (const minute of minutes.values()) {
      if (last !== null) increment(differences, minute - last);
      last = minute;
    }
  }
  if (differences.size === 0) return null;
  const intervalMinutes = mostCommon(differences);
  const phases = new Map<number, number>();
  for (const minutes of members) for (const minute of minutes.values()) increment(phases, minute % intervalMinutes);
  return { intervalMinutes, phaseMinutes: mostCommon(phases) };
}

/** Whether every time lies on the grid. */
export function isOnGrid(members: readonly MinuteSet[], grid: Grid): boolean {
  return members.every((minutes) => {
    for (const minute of minutes.values()) if (minute % grid.intervalMinutes !== grid.phaseMinutes) return false;
    return true;
  });
}

/** Steps of the grid between the first and the last of a member's times at which there is none. */
export function missingSteps(times: MinuteSet, grid: Grid): number {
  const { bounds } = times;
  return bounds ? (bounds.last - bounds.first) / grid.intervalMinutes + 1 - times.size : 0;
}
