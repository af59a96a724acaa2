import { MinuteSet } from './minute-set.ts';
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

/** A difference that is no rarer than this is a step of the file, not an accident in it. */
const COMMON_SHARE = 0.1;
/** Where no more of the times than this lie on steps of the most common difference, the file is one of smaller steps with gaps. */
const REGULAR_SHARE = 0.8;

/** The minutes of all members. */
export function unionOf(members: readonly MinuteSet[]): MinuteSet {
  const all = new MinuteSet();
  for (const minutes of members) for (const minute of minutes.values()) all.add(minute);
  return all;
}

/**
 * The steps in which the times lie: the interval is the most common difference between neighbouring times, of each member and of the file
 * as a whole (of several the shortest); where many times are off its steps, it is the step that all differences are multiples of. The
 * phase is where most times fall. null when there is one time only.
 */
export function gridOf(members: readonly MinuteSet[]): Grid | null {
  const all = unionOf(members);
  const differences = new Map<number, number>();
  for (const minutes of [...members, all]) {
    let last: number | null = null;
    for (const minute of minutes.values()) {
      if (last !== null) increment(differences, minute - last);
      last = minute;
    }
  }
  if (differences.size === 0) return null;
  const grid = gridOfInterval(all, usualDifference(differences));
  const divisor = [...differences.keys()].reduce(greatestCommonDivisor);
  const isRegular = countOnGrid(all, grid) > REGULAR_SHARE * all.size;
  return isRegular || !isInterval(divisor) ? grid : gridOfInterval(all, divisor);
}

function isInterval(minutes: number): boolean {
  return minutes >= SHORTEST_INTERVAL && minutes <= LONGEST_INTERVAL;
}

/** The most common of the differences that are intervals, unless these are rare. */
function usualDifference(differences: ReadonlyMap<number, number>): number {
  const total = [...differences.values()].reduce((sum, times) => sum + times, 0);
  const common = new Map(
    [...differences].filter(([minutes, times]) => isInterval(minutes) && times >= COMMON_SHARE * total),
  );
  return mostCommon(common.size > 0 ? common : differences);
}

function gridOfInterval(times: MinuteSet, intervalMinutes: number): Grid {
  const phases = new Map<number, number>();
  for (const minute of times.values()) increment(phases, minute % intervalMinutes);
  return { intervalMinutes, phaseMinutes: mostCommon(phases) };
}

function countOnGrid(times: MinuteSet, { intervalMinutes, phaseMinutes }: Grid): number {
  let count = 0;
  for (const minute of times.values()) if (minute % intervalMinutes === phaseMinutes) count++;
  return count;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Whether every time lies on the grid. */
export function isOnGrid(members: readonly MinuteSet[], grid: Grid): boolean {
  return members.every((minutes) => countOnGrid(minutes, grid) === minutes.size);
}

/** With fewer times than this a member's steps say nothing: they may be what gaps left. */
const MANY_TIMES = 8;

/**
 * The first member all of whose times lie on steps coarser than the grid's, e.g. hourly in a file of quarter hours: its energy would all
 * fall into the first slot of each step. null when there is none.
 */
export function coarserMember(
  members: readonly MinuteSet[],
  { intervalMinutes }: Grid,
): { readonly member: number; readonly stepMinutes: number } | null {
  for (const [member, minutes] of members.entries()) {
    if (!minutes || minutes.size < MANY_TIMES) continue;
    let step = 0;
    let last: number | null = null;
    for (const minute of minutes.values()) {
      if (last !== null) step = greatestCommonDivisor(minute - last, step);
      if (step > 0 && step <= intervalMinutes) break;
      last = minute;
    }
    if (step > intervalMinutes) return { member, stepMinutes: step };
  }
  return null;
}

/** Steps of the grid between the first and the last of a member's times at which there is none. */
export function missingSteps(times: MinuteSet, grid: Grid): number {
  const { bounds } = times;
  return bounds ? (bounds.last - bounds.first) / grid.intervalMinutes + 1 - times.size : 0;
}
