import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverage, painted, windowsOf } from '#shared/rules/week-grid.ts';
import { MINUTES_PER_DAY, MINUTES_PER_WEEK, printTimeWindow, weekMask } from '#shared/rules/windows.ts';

const HOUR = 60;
const at = (day: number, hour: number, minute = 0): number => day * MINUTES_PER_DAY + hour * HOUR + minute;

describe('the windows of a week', () => {
  it.each([
    [['* 00:00-24:00'], ['* 00:00-24:00']],
    [[], []],
    [
      ['Mo-Fr 06:00-09:00', 'Sa,Su 08:00-10:00'],
      ['Mo-Fr 06:00-09:00', 'Sa,Su 08:00-10:00'],
    ],
    [['Mo 06:00-08:00', 'Mo 07:00-09:00'], ['Mo 06:00-09:00']],
    [['Mo 06:00-09:00', 'We 06:00-09:00', 'Tu 06:00-09:00'], ['Mo-We 06:00-09:00']],
    [['Mo 22:00-24:00', 'Tu 00:00-06:00'], ['Mo 22:00-06:00']],
    [['Su 22:00-06:00'], ['Su 22:00-06:00']],
    [['* 18:00-07:00'], ['* 18:00-07:00']],
    [['Tu 00:00-06:00'], ['Tu 00:00-06:00']],
    // A day and the night after it cannot be one window: that would be longer than a day.
    [
      ['Mo 05:00-24:00', 'Tu 00:00-06:00'],
      ['Mo 05:00-24:00', 'Tu 00:00-06:00'],
    ],
    [['Mo 06:00-24:00', 'Tu 00:00-06:00'], ['Mo 06:00-06:00']],
    [
      ['Mo 00:00-24:00', 'Tu 00:00-06:00'],
      ['Mo 00:00-24:00', 'Tu 00:00-06:00'],
    ],
  ])('of %j are %j', (texts, windows) => {
    expect(windowsOf(weekMask(texts))).toEqual(windows);
  });

  const windows = fc.record({
    days: fc.integer({ min: 1, max: 127 }),
    startMinute: fc.integer({ min: 0, max: MINUTES_PER_DAY - 1 }),
    length: fc.integer({ min: 1, max: MINUTES_PER_DAY }),
  });
  const texts = fc.array(
    windows.map(({ days, startMinute, length }) =>
      printTimeWindow({ days, startMinute, endMinute: startMinute + length }),
    ),
    { maxLength: 5 },
  );

  it('hold exactly the minutes of the mask', () => {
    fc.assert(
      fc.property(texts, (some) => {
        const mask = weekMask(some);
        expect(weekMask(windowsOf(mask))).toEqual(mask);
      }),
    );
  });

  it('hold exactly the quarters that somebody painted', () => {
    const quarters = fc.array(fc.integer({ min: 0, max: MINUTES_PER_WEEK / 15 - 1 }), { maxLength: 60 });
    fc.assert(
      fc.property(quarters, (some) => {
        const mask = some.reduce(
          (known, quarter) => painted(known, quarter * 15, quarter * 15 + 15, true),
          weekMask([]),
        );
        expect(weekMask(windowsOf(mask))).toEqual(mask);
      }),
    );
  });

  it('are the same when they are worked out again', () => {
    fc.assert(
      fc.property(texts, (some) => {
        const once = windowsOf(weekMask(some));
        expect(windowsOf(weekMask(once))).toEqual(once);
      }),
    );
  });
});

describe('painting', () => {
  it('puts minutes in and takes them out, and leaves the mask that it began with', () => {
    const before = weekMask(['Mo 06:00-09:00']);
    expect(windowsOf(painted(before, at(0, 9), at(0, 10), true))).toEqual(['Mo 06:00-10:00']);
    expect(windowsOf(painted(before, at(0, 7), at(0, 8), false))).toEqual(['Mo 06:00-07:00', 'Mo 08:00-09:00']);
    expect(windowsOf(before)).toEqual(['Mo 06:00-09:00']);
  });

  it('over what is there already changes nothing', () => {
    const before = weekMask(['Mo 06:00-09:00']);
    expect(painted(before, at(0, 6), at(0, 9), true)).toEqual(before);
    expect(painted(before, at(0, 9), at(0, 24), false)).toEqual(before);
  });

  it('reaches the last minute of the week', () => {
    expect(windowsOf(painted(weekMask([]), at(6, 23, 45), MINUTES_PER_WEEK, true))).toEqual(['Su 23:45-24:00']);
  });
});

describe('the coverage of a span', () => {
  const mask = weekMask(['Mo 06:00-09:00']);

  it.each([
    ['all', at(0, 6), at(0, 9)],
    ['all', at(0, 8, 59), at(0, 9)],
    ['partly', at(0, 8, 59), at(0, 9, 1)],
    ['partly', 0, MINUTES_PER_WEEK],
    ['none', at(0, 9), at(1, 24)],
  ] as const)('is %s from minute %i to %i', (expected, from, to) => {
    expect(coverage(mask, from, to)).toBe(expected);
  });
});
