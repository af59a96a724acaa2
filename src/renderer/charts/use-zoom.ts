import { useCallback, useState } from 'react';
import { HOUR, localDay } from '#shared/domain/slots.ts';
import { snapToBuckets, type BucketClock } from './buckets.ts';
import type { Range } from './time-axis.ts';

/** First and last local day (yyyymmdd) that somebody wants to see. */
export type ChooseDays = (firstDay: number, lastDay: number) => void;

export interface Zoom {
  /** What the time axis shows. */
  readonly range: Range;
  readonly isZoomed: boolean;
  readonly onRange: (dragged: Range) => void;
  readonly reset: () => void;
}

const ONE_DAY = 26 * HOUR;
const isSame = (a: Range, b: Range): boolean => a.from === b.from && a.to === b.to;

/**
 * What dragging across a time chart does: over several days the dragged days become the period of the whole window, within one day the
 * chart itself looks closer until the period changes.
 * @param period what the window shows, epoch milliseconds
 * @param starts starts of the buckets that have data
 */
export function useZoom(period: Range, starts: readonly number[], clock: BucketClock, chooseDays?: ChooseDays): Zoom {
  const [zoom, setZoom] = useState<{ readonly of: Range; readonly range: Range } | null>(null);
  const { granularity, timeZone, slotMinutes } = clock;
  const { from, to } = period;

  const onRange = useCallback(
    (dragged: Range) => {
      const whole = { from, to };
      const range = snapToBuckets(dragged, starts, { granularity, timeZone, slotMinutes });
      if (range === null || isSame(range, whole)) return;
      if (to - from > ONE_DAY && chooseDays !== undefined) {
        chooseDays(localDay(range.from, timeZone), localDay(range.to - 1, timeZone));
      } else {
        setZoom({ of: whole, range });
      }
    },
    [from, to, starts, granularity, timeZone, slotMinutes, chooseDays],
  );
  const isZoomed = zoom !== null && isSame(zoom.of, period);
  return { range: isZoomed ? zoom.range : period, isZoomed, onRange, reset: useCallback(() => setZoom(null), []) };
}
