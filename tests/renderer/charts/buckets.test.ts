import { describe, expect, it } from 'vitest';
import { anchors, bucketEnd, completeBuckets, pointsAt, snapToBuckets } from '#renderer/charts/buckets.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { BERLIN, QUARTER, day } from './fixtures.ts';

const slots = { granularity: 'slot', timeZone: BERLIN, slotMinutes: 15 } as const;
const days = { ...slots, granularity: 'day' } as const;

describe('bucketEnd', () => {
  it('ends a local day at the next midnight, 23 or 25 hours later on clock-change days', () => {
    expect(bucketEnd(day(20260329).from, days) - day(20260329).from).toBe(23 * HOUR);
    expect(bucketEnd(day(20261025).from, days) - day(20261025).from).toBe(25 * HOUR);
  });
});

describe('completeBuckets', () => {
  const hours = { ...slots, granularity: 'hour' } as const;

  it('leaves out the bucket in which readings are still coming in, and those ahead of them', () => {
    expect(completeBuckets([0, HOUR, 2 * HOUR], hours, 2.5 * HOUR)).toBe(2);
    expect(completeBuckets([0, HOUR, 2 * HOUR, 3 * HOUR], hours, 2.5 * HOUR)).toBe(2);
    expect(completeBuckets([0, HOUR, 2 * HOUR], hours, 2 * HOUR)).toBe(2);
  });

  it('keeps all that is over, and what is the only one', () => {
    expect(completeBuckets([0, HOUR], hours, 2 * HOUR)).toBe(2);
    expect(completeBuckets([0, HOUR], hours, null)).toBe(2);
    expect(completeBuckets([0], hours, QUARTER)).toBe(1);
  });
});

describe('anchors', () => {
  it('draws a run from its first start through the middles to its last end', () => {
    expect(anchors([0, QUARTER], slots, 'line')).toEqual([
      { at: 0, bucket: 0 },
      { at: QUARTER / 2, bucket: 0 },
      { at: QUARTER * 1.5, bucket: 1 },
      { at: QUARTER * 2, bucket: 1 },
    ]);
  });

  it('leaves a gap where readings are missing', () => {
    const places = anchors([0, 3 * QUARTER], slots, 'line');
    expect(pointsAt(places, [1000, 2000], 1000)).toEqual([
      [0, 1],
      [QUARTER / 2, 1],
      [QUARTER, 1],
      [QUARTER, null],
      [3 * QUARTER, 2],
      [3.5 * QUARTER, 2],
      [4 * QUARTER, 2],
    ]);
  });

  it('draws steps over the whole length of each bucket', () => {
    const { from, to } = day(20261025);
    expect(anchors([from], days, 'steps').map(({ at }) => at)).toEqual([from, (from + to) / 2, to]);
  });

  it('draws nothing of nothing', () => {
    expect(anchors([], slots, 'line')).toEqual([]);
  });
});

describe('snapToBuckets', () => {
  it('widens a dragged range to whole slots', () => {
    expect(
      snapToBuckets({ from: QUARTER + 1, to: 2 * QUARTER + 1 }, [0, QUARTER, 2 * QUARTER, 3 * QUARTER], slots),
    ).toEqual({ from: QUARTER, to: 3 * QUARTER });
  });

  it('is nothing where there is no data', () => {
    expect(snapToBuckets({ from: 10 * QUARTER, to: 11 * QUARTER }, [0], slots)).toBeNull();
  });
});
