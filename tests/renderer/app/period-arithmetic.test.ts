import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, HOUR, startOfLocalDay } from '#shared/domain/slots.ts';
import {
  granularityOf,
  periodKinds,
  readPeriod,
  referenceDay,
  resolvePeriod,
  stepPeriod,
  withoutPlace,
  writePeriod,
  type PeriodChoice,
  type PeriodContext,
} from '#renderer/app/period-arithmetic.ts';

const timeZone = 'Europe/Berlin';
const start = (day: number) => startOfLocalDay(day, timeZone);
const history: PeriodContext = { timeZone, dataFrom: start(20160513), dataTo: start(20170201), today: 20261122 };

function live(today: number, hours = 14): PeriodContext {
  return { timeZone, dataFrom: start(20250101), dataTo: start(today) + hours * HOUR, today };
}

describe('the reference day', () => {
  it('is today while the data reach into today', () => {
    expect(referenceDay(live(20261122))).toBe(20261122);
  });

  it('is the last day with data when the data ended earlier', () => {
    expect(referenceDay(history)).toBe(20170131);
  });

  it('is today without any data', () => {
    expect(referenceDay({ timeZone, dataFrom: null, dataTo: null, today: 20261122 })).toBe(20261122);
  });
});

describe('the days of a period', () => {
  it.each([
    ['today', 20261122, 20261122, 1],
    ['yesterday', 20261121, 20261121, 1],
    ['week', 20261116, 20261122, 7],
    ['month', 20261024, 20261122, 30],
    ['year', 20251123, 20261122, 365],
    ['all', 20250101, 20261122, 691],
  ] as const)('%s ends with the reference day', (kind, firstDay, lastDay, days) => {
    const choice = readPeriod(kind);
    expect(choice && resolvePeriod(choice, live(20261122))).toMatchObject({ firstDay, lastDay, days });
  });

  it('follow the local calendar, not 24 hours, on the days of the clock change', () => {
    const spring = resolvePeriod({ kind: 'today' }, live(20260329));
    expect(spring.range).toEqual({ from: Date.UTC(2026, 2, 28, 23), to: Date.UTC(2026, 2, 29, 22) });
    const autumn = resolvePeriod({ kind: 'today' }, live(20261025));
    expect(autumn.range).toEqual({ from: Date.UTC(2026, 9, 24, 22), to: Date.UTC(2026, 9, 25, 23) });
  });

  it('of a week with a clock change are seven local days', () => {
    const { range } = resolvePeriod({ kind: 'week', lastDay: 20261028 }, live(20261122));
    expect(range.to - range.from).toBe((7 * 24 + 1) * HOUR);
  });

  it('never run past the reference day', () => {
    expect(resolvePeriod({ kind: 'week', lastDay: 20991231 }, history).lastDay).toBe(20170131);
  });
});

describe('the period before', () => {
  it('is as many local days, just before', () => {
    const { previous, isPreviousCut } = resolvePeriod({ kind: 'week', lastDay: null }, history);
    expect(previous).toEqual({ from: start(20170118), to: start(20170125) });
    expect(isPreviousCut).toBe(false);
  });

  it('breaks off where the data of the period itself break off', () => {
    const { previous, isPreviousCut } = resolvePeriod({ kind: 'today' }, live(20261122, 14));
    expect(previous).toEqual({ from: start(20261121), to: start(20261121) + 14 * HOUR });
    expect(isPreviousCut).toBe(true);
  });

  it('of a week in progress holds six whole days and the same part of the seventh', () => {
    const { previous } = resolvePeriod({ kind: 'week', lastDay: null }, live(20261122, 14));
    expect(previous).toEqual({ from: start(20261109), to: start(20261115) + 14 * HOUR });
  });

  it('ends with its day when the longer autumn day has no twin hour', () => {
    const { previous } = resolvePeriod({ kind: 'today' }, live(20261025, 24.75));
    expect(previous.to).toBe(start(20261025));
  });

  it('is compared only when the data reach back over the whole of it', () => {
    expect(resolvePeriod({ kind: 'year', lastDay: null }, live(20261122)).hasPrevious).toBe(false);
    expect(resolvePeriod({ kind: 'month', lastDay: null }, live(20261122)).hasPrevious).toBe(true);
  });

  it('ends where the period begins, or before, and is never empty', () => {
    const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays(20180101, days));
    const kind = fc.constantFrom('today', 'yesterday', 'week', 'month', 'year', 'all');
    fc.assert(
      fc.property(day, fc.double({ min: 0.25, max: 23, noNaN: true }), kind, (today, hours, name) => {
        const choice = readPeriod(name);
        if (choice === null) throw new Error(name);
        const { range, previous } = resolvePeriod(choice, live(today, hours));
        expect(range.to).toBeGreaterThan(range.from);
        expect(previous.to).toBeGreaterThan(previous.from);
        expect(previous.to).toBeLessThanOrEqual(range.from);
      }),
      { numRuns: 200 },
    );
  });
});

describe('stepping', () => {
  const step = (choice: PeriodChoice, direction: -1 | 1) => stepPeriod(choice, live(20261122), direction);

  it('moves a week by a week and comes back to following the data', () => {
    const back = step({ kind: 'week', lastDay: null }, -1);
    expect(back).toEqual({ kind: 'week', lastDay: 20261115 });
    expect(step(back, 1)).toEqual({ kind: 'week', lastDay: null });
  });

  it('names single days that have a name', () => {
    expect(step({ kind: 'today' }, -1)).toEqual({ kind: 'yesterday' });
    expect(step({ kind: 'yesterday' }, -1)).toEqual({ kind: 'custom', firstDay: 20261120, lastDay: 20261120 });
    expect(step({ kind: 'custom', firstDay: 20261120, lastDay: 20261120 }, 1)).toEqual({ kind: 'yesterday' });
    expect(step({ kind: 'yesterday' }, 1)).toEqual({ kind: 'today' });
  });

  it('keeps the length of chosen days and stops at the reference day', () => {
    const chosen: PeriodChoice = { kind: 'custom', firstDay: 20261110, lastDay: 20261117 };
    expect(step(chosen, 1)).toEqual({ kind: 'custom', firstDay: 20261115, lastDay: 20261122 });
  });

  it('is possible while there are data further back, and never past the newest', () => {
    const newest = resolvePeriod({ kind: 'week', lastDay: null }, history);
    expect(newest).toMatchObject({ canBack: true, canForward: false });
    const oldest = resolvePeriod({ kind: 'week', lastDay: 20160515 }, history);
    expect(oldest).toMatchObject({ canBack: false, canForward: true });
    expect(resolvePeriod({ kind: 'all' }, history)).toMatchObject({ canBack: false, canForward: false });
  });
});

describe('the address', () => {
  it('says every choice and reads it back', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(19800101, days));
    const window = fc.record({
      kind: fc.constantFrom('week' as const, 'month' as const, 'year' as const),
      lastDay: fc.option(day, { nil: null }),
    });
    const custom = fc
      .tuple(day, fc.nat(4000))
      .map(([firstDay, days]) => ({ kind: 'custom' as const, firstDay, lastDay: addDays(firstDay, days) }));
    const named = fc.constantFrom('today' as const, 'yesterday' as const, 'all' as const).map((kind) => ({ kind }));
    fc.assert(
      fc.property(fc.oneof(window, custom, named), (choice) => {
        expect(readPeriod(writePeriod(choice))).toEqual(choice);
      }),
    );
  });

  it.each(['', 'fortnight', 'week@2026-02-30', 'today@2026-01-01', '2026-01-02..2026-01-01', 'custom', 'a..b', '..'])(
    'refuses %j',
    (text) => {
      expect(readPeriod(text)).toBeNull();
    },
  );

  it('cuts chosen days to eleven years, the most that a call may ask for', () => {
    const choice = readPeriod('1990-01-01..2026-01-01');
    const resolved = choice && resolvePeriod(choice, live(20261122));
    expect(resolved?.days).toBe(11 * 365);
  });
});

it('slots show up to two days, hours up to a month, days beyond', () => {
  expect([1, 2, 3, 31, 32, 365].map(granularityOf)).toEqual(['slot', 'slot', 'hour', 'hour', 'day', 'day']);
});

it('another community keeps the kind of the period but no place in a history', () => {
  expect(withoutPlace({ kind: 'month', lastDay: 20170101 })).toEqual({ kind: 'month', lastDay: null });
  expect(withoutPlace({ kind: 'custom', firstDay: 20170101, lastDay: 20170102 })).toEqual({
    kind: 'week',
    lastDay: null,
  });
  expect(withoutPlace({ kind: 'all' })).toEqual({ kind: 'all' });
  expect(periodKinds).toContain('custom');
});
