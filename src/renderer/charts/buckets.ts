/** Time buckets of a series (slots, hours or local days) as points of a line: gaps stay gaps, edges are drawn to their end. */
import type { Granularity } from '#shared/contract/stats.ts';
import { HOUR, MINUTE, addDays, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import type { Range } from './time-axis.ts';

export interface BucketClock {
  readonly granularity: Granularity;
  readonly timeZone: string;
  readonly slotMinutes: number;
}

/** The exclusive end of the bucket that starts at `start`; a local day ends at the next local midnight. */
export function bucketEnd(start: number, { granularity, timeZone, slotMinutes }: BucketClock): number {
  if (granularity === 'slot') return start + slotMinutes * MINUTE;
  if (granularity === 'hour') return start + HOUR;
  return startOfLocalDay(addDays(localDay(start, timeZone), 1), timeZone);
}

/**
 * How many buckets are complete: the last one is not while readings are still coming in, and its small sum would look like a fall; nor is
 * one ahead of the readings, in which only a trade is agreed. A single bucket counts as complete, so that there is something to see.
 * @param dataTo end of the newest reading; null when it is not known
 */
export function completeBuckets(starts: readonly number[], clock: BucketClock, dataTo: number | null): number {
  let count = starts.length;
  while (dataTo !== null && count > 1 && bucketEnd(starts[count - 1], clock) > dataTo) count--;
  return count;
}

/** One x position of a line and the bucket whose value stands there; null is a gap. */
export interface Anchor {
  readonly at: number;
  readonly bucket: number | null;
}

/**
 * Where to draw the buckets of a series. `line`: each in its middle, each unbroken run also at its first start and its last end. `steps`:
 * each over its whole length. Between runs stands a null, so that missing readings show as a gap and not as a line across it.
 * @param starts bucket starts, ascending, epoch milliseconds
 */
export function anchors(starts: readonly number[], clock: BucketClock, form: 'line' | 'steps'): Anchor[] {
  const result: Anchor[] = [];
  let runEnd: number | null = null;
  starts.forEach((start, bucket) => {
    const end = bucketEnd(start, clock);
    const begins = runEnd !== start;
    if (begins && runEnd !== null) {
      if (form === 'line') result.push({ at: runEnd, bucket: bucket - 1 });
      result.push({ at: runEnd, bucket: null });
    }
    if (begins || form === 'steps') result.push({ at: start, bucket });
    result.push({ at: (start + end) / 2, bucket });
    if (form === 'steps') result.push({ at: end, bucket });
    runEnd = end;
  });
  if (form === 'line' && runEnd !== null) result.push({ at: runEnd, bucket: starts.length - 1 });
  return result;
}

/** The values of one column at the anchors, divided by `size`, as points for ECharts. */
export function pointsAt(
  places: readonly Anchor[],
  column: readonly (number | null)[],
  size: number,
): (readonly [number, number | null])[] {
  return places.map(({ at, bucket }) => {
    const value = bucket === null ? null : column[bucket];
    return [at, value === null ? null : value / size] as const;
  });
}

/** The buckets that a range touches, as a range on their edges; null when it touches none. */
export function snapToBuckets(range: Range, starts: readonly number[], clock: BucketClock): Range | null {
  const touched = starts.filter((start) => start < range.to && bucketEnd(start, clock) > range.from);
  if (touched.length === 0) return null;
  return { from: touched[0], to: bucketEnd(touched[touched.length - 1], clock) };
}
