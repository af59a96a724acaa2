import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RollingLosses, RollingShare, Streak } from '#shared/stats/day-runs.ts';

const LENGTH = 4;
const MOST = 40;
/** Days in order, mostly in a row, from somewhere on the calendar. */
const daysInOrder = fc
  .tuple(fc.integer({ min: 0, max: 30_000 }), fc.array(fc.constantFrom(1, 1, 1, 1, 2, 5), { maxLength: MOST - 1 }))
  .map(([first, steps]) => steps.reduce((days, step) => [...days, days.at(-1)! + step], [first]));

/** Something for each of the most days that there are. */
function forEachDay<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(one, { minLength: MOST, maxLength: MOST });
}

/** The places of the last days in a row up to `at`; null when there are too few. */
function lastPlaces(days: readonly number[], at: number): number[] | null {
  const from = at - LENGTH + 1;
  if (from < 0 || days[at] - days[from] !== LENGTH - 1) return null;
  return Array.from({ length: LENGTH }, (_, place) => from + place);
}

describe('what is told of days in a row', () => {
  it('a streak counts from the last day that is missing', () => {
    fc.assert(
      fc.property(daysInOrder, (days) => {
        const streak = new Streak();
        days.forEach((day, at) => {
          let length = 1;
          while (at - length >= 0 && days[at - length] === day - length) length++;
          expect(streak.add(day)).toBe(length);
        });
      }),
    );
  });

  it('a rolling share is that of the sums of the last days, once there are enough in a row', () => {
    const value = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(daysInOrder, forEachDay(fc.tuple(value, value)), (days, given) => {
        const rolling = new RollingShare(LENGTH);
        days.forEach((day, at) => {
          const places = lastPlaces(days, at);
          const sum = (of: 0 | 1): number => places!.reduce((total, place) => total + given[place][of], 0);
          const expected = places === null || sum(1) === 0 ? null : sum(0) / sum(1);
          expect(rolling.add(day, ...given[at])).toBe(expected);
        });
      }),
    );
  });

  it('rolling losses count members whose savings of the last days together are negative', () => {
    const savings = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: -3, max: 3 })), {
      selector: ([member]) => member,
    });
    fc.assert(
      fc.property(daysInOrder, forEachDay(savings), (days, given) => {
        const rolling = new RollingLosses(LENGTH);
        days.forEach((day, at) => {
          const places = lastPlaces(days, at);
          const sums = new Map<number, number>();
          for (const place of places ?? []) {
            for (const [member, saved] of given[place]) sums.set(member, (sums.get(member) ?? 0) + saved);
          }
          const losing = [...sums.values()].filter((sum) => sum < 0).length;
          expect(rolling.add(day, given[at])).toBe(places === null ? null : losing);
        });
      }),
    );
  });
});
