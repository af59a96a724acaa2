import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { bucketLabel, clockChangeHours, tickLabel, timeTicks } from '#renderer/charts/time-axis.ts';
import { HOUR, localTime } from '#shared/domain/slots.ts';
import { BERLIN, QUARTER, day } from './fixtures.ts';

const labels = (range: { from: number; to: number }, most: number, locale = 'en-GB') =>
  timeTicks(range, BERLIN, most).map((tick) => tickLabel(tick, locale, BERLIN));

describe('timeTicks', () => {
  it('ticks an ordinary day every three hours on the wall clock', () => {
    expect(labels(day(20261122), 8)).toEqual(['00:00', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00']);
  });

  it('keeps the wall clock on the spring change day, whose hour 02 does not exist', () => {
    expect(labels(day(20260329), 24)).toHaveLength(23);
    expect(labels(day(20260329), 24).slice(0, 4)).toEqual(['00:00', '01:00', '03:00', '04:00']);
    expect(labels(day(20260329), 8)).toEqual(['00:00', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00']);
  });

  it('ticks the repeated hour of the autumn change day twice where every hour is ticked, otherwise once', () => {
    expect(labels(day(20261025), 25).filter((label) => label === '02:00')).toHaveLength(2);
    expect(labels(day(20261025), 13)).toEqual([
      '00:00',
      '02:00',
      '04:00',
      '06:00',
      '08:00',
      '10:00',
      '12:00',
      '14:00',
      '16:00',
      '18:00',
      '20:00',
      '22:00',
    ]);
  });

  it('names the day at midnight when there are several', () => {
    const range = { from: day(20261121).from, to: day(20261122).to };
    expect(labels(range, 8)).toEqual(['21 Nov', '06:00', '12:00', '18:00', '22 Nov', '06:00', '12:00', '18:00']);
  });

  it('ticks a week by days in the words of the language', () => {
    const range = { from: day(20261116).from, to: day(20261122).to };
    expect(labels(range, 8, 'de-DE')).toEqual([
      '16. Nov.',
      '17. Nov.',
      '18. Nov.',
      '19. Nov.',
      '20. Nov.',
      '21. Nov.',
      '22. Nov.',
    ]);
  });

  it('ticks a month on Mondays when there is no room for days', () => {
    const range = { from: day(20261101).from, to: day(20261130).to };
    expect(labels(range, 6)).toEqual(['2 Nov', '9 Nov', '16 Nov', '23 Nov', '30 Nov']);
  });

  it('ticks a year by months and names January by its year', () => {
    const range = { from: day(20251201).from, to: day(20261130).to };
    expect(labels(range, 13)).toEqual([
      'Dec',
      '2026',
      'Feb',
      'Mar',
      'Apr',
      'May',
      'Jun',
      'Jul',
      'Aug',
      'Sept',
      'Oct',
      'Nov',
    ]);
  });

  it('stays inside the range, ascending, and about within the room for any period', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: day(20200101).from / QUARTER, max: day(20301231).from / QUARTER }),
        fc.integer({ min: 4, max: 96 * 365 * 3 }),
        fc.integer({ min: 3, max: 20 }),
        (start, slots, most) => {
          const range = { from: start * QUARTER, to: (start + slots) * QUARTER };
          const at = timeTicks(range, BERLIN, most).map((tick) => tick.at);
          expect(at.every((time) => time >= range.from && time < range.to)).toBe(true);
          expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
          expect(at.length).toBeLessThanOrEqual(most + 2);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('clockChangeHours', () => {
  it('tells days of 23 and 25 hours from ordinary ones and from longer periods', () => {
    expect(clockChangeHours(day(20260329), BERLIN)).toBe(-1);
    expect(clockChangeHours(day(20261025), BERLIN)).toBe(1);
    expect(clockChangeHours(day(20261122), BERLIN)).toBe(0);
    expect(clockChangeHours({ from: day(20261024).from, to: day(20261026).to }, BERLIN)).toBe(0);
  });
});

describe('bucketLabel', () => {
  it('names a slot by its day and its wall times', () => {
    const at = day(20261122).from + 12 * HOUR;
    expect(bucketLabel(at, at + QUARTER, 'en-GB', BERLIN)).toBe('22 Nov, 12:00–12:15');
    expect(bucketLabel(at, at + QUARTER, 'de-DE', BERLIN)).toBe('22. Nov., 12:00–12:15');
  });

  it('tells the two hours of an autumn night apart by the zone', () => {
    const first = day(20261025).from + 2 * HOUR;
    expect(localTime(first, BERLIN).hour).toBe(2);
    const [summer, winter] = [first, first + HOUR].map((at) => bucketLabel(at, at + QUARTER, 'de-DE', BERLIN));
    expect(summer).toBe('25. Okt., 02:00–02:15 MESZ');
    expect(winter).toBe('25. Okt., 02:00–02:15 MEZ');
  });

  it('names a whole day by its weekday, also when it has 23 hours', () => {
    const { from, to } = day(20260329);
    expect(bucketLabel(from, to, 'en-GB', BERLIN)).toBe('Sun, 29 Mar 2026');
  });
});
