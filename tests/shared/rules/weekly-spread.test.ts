import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#shared/domain/slots.ts';
import { weeklySpread } from '#shared/rules/weekly-spread.ts';

/** A Monday. */
const MONDAY = 20260105;

/** As many days from `first` on as there are changes. */
function daysFrom(first: number, changes: readonly number[]): { day: number; change: number }[] {
  return changes.map((change, at) => ({ day: addDays(first, at), change }));
}

/** A week whose days add up to `change`. */
const week = (change: number): number[] => [change, 0, 0, 0, 0, 0, 0];

describe('the spread of a change over weeks', () => {
  it('is that of whole weeks from Monday to Sunday; partial ones stand beside them', () => {
    // Thursday to the Tuesday after next.
    const spread = weeklySpread(daysFrom(20260101, [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 5, 5]));
    expect(spread.weeks).toEqual([
      { monday: 20251229, days: 4, change: 4 },
      { monday: 20260105, days: 7, change: 14 },
      { monday: 20260112, days: 2, change: 10 },
    ]);
    expect(spread).toMatchObject({ wholeWeeks: 1, least: 14, median: 14, most: 14, better: 1, worse: 0 });
  });

  it('says nothing of a typical week while there is no whole one', () => {
    expect(weeklySpread(daysFrom(MONDAY, [9, 9, 9, 9, 9, 9]))).toEqual({
      weeks: [{ monday: MONDAY, days: 6, change: 54 }],
      wholeWeeks: 0,
      least: null,
      lowerQuartile: null,
      median: null,
      upperQuartile: null,
      most: null,
      better: 0,
      worse: 0,
    });
    expect(weeklySpread([])).toMatchObject({ weeks: [], wholeWeeks: 0, median: null });
  });

  it('shows one lucky week for what it is', () => {
    const spread = weeklySpread(daysFrom(MONDAY, [-1, -1, 5000, -1, 0].flatMap(week)));
    expect(spread).toMatchObject({
      wholeWeeks: 5,
      least: -1,
      lowerQuartile: -1,
      median: -1,
      upperQuartile: 0,
      most: 5000,
      better: 1,
      worse: 3,
    });
  });

  it.each([
    [[10, 20], { lowerQuartile: 10, median: 10, upperQuartile: 20 }],
    [[10, 20, 30], { lowerQuartile: 10, median: 20, upperQuartile: 30 }],
    [[10, 20, 30, 40], { lowerQuartile: 10, median: 20, upperQuartile: 30 }],
    [[10, 20, 30, 40, 50], { lowerQuartile: 20, median: 30, upperQuartile: 40 }],
  ])('has the quartiles of the nearest rank: of %j', (changes, quartiles) => {
    expect(weeklySpread(daysFrom(MONDAY, changes.toReversed().flatMap(week)))).toMatchObject(quartiles);
  });

  it('counts each day once, whatever their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 60 }),
        fc.integer({ min: -9000, max: 9000 }),
        (changes, shift) => {
          const days = daysFrom(addDays(19700101, shift), changes);
          const spread = weeklySpread(days);
          expect(spread.weeks.reduce((sum, one) => sum + one.change, 0)).toBe(changes.reduce((a, b) => a + b, 0));
          expect(spread.weeks.reduce((sum, one) => sum + one.days, 0)).toBe(changes.length);
          expect(spread.weeks.filter(({ monday }) => new Date(isoOf(monday)).getUTCDay() !== 1)).toEqual([]);
          expect(weeklySpread(days.toReversed())).toEqual(spread);
        },
      ),
    );
  });
});

function isoOf(day: number): string {
  return `${Math.floor(day / 10_000)}-${String(Math.floor(day / 100) % 100).padStart(2, '0')}-${String(day % 100).padStart(2, '0')}`;
}
