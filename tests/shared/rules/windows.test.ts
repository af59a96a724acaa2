import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDayRange, localTime, MINUTE } from '#shared/domain/slots.ts';
import {
  isInMask,
  minuteOfWeek,
  MINUTES_PER_WEEK,
  parseTimeWindow,
  printTimeWindow,
  type TimeWindow,
  unreadableWindows,
  weekMask,
} from '#shared/rules/windows.ts';

function parse(text: string): TimeWindow {
  const result = parseTimeWindow(text);
  if (!result.ok) throw new Error(result.problem);
  return result.window;
}

function problemOf(text: string): string {
  const result = parseTimeWindow(text);
  return result.ok ? 'none' : result.problem;
}

/** What being inside means, said plainly: the measure for the mask of the week. No window at all means never. */
function isInside(windows: readonly TimeWindow[], minuteOfTheWeek: number): boolean {
  const [weekday, minute] = [Math.floor(minuteOfTheWeek / 1440), minuteOfTheWeek % 1440];
  const [today, yesterday] = [1 << weekday, 1 << ((weekday + 6) % 7)];
  return windows.some(
    ({ days, startMinute, endMinute }) =>
      ((days & today) !== 0 && startMinute <= minute && minute < endMinute) ||
      ((days & yesterday) !== 0 && minute + 1440 < endMinute),
  );
}

/** Whether a wall time is inside one of the windows, as rules are asked. */
function isInsideMask(windows: readonly string[], local: { weekday: number; hour: number; minute: number }): boolean {
  return isInMask(weekMask(windows), minuteOfWeek(local));
}

/** weekday 0 is Monday */
function at(weekday: number, time: string): { weekday: number; hour: number; minute: number } {
  return { weekday, hour: Number(time.slice(0, 2)), minute: Number(time.slice(3)) };
}

const windowArbitrary = fc
  .record({
    days: fc.integer({ min: 1, max: 127 }),
    startMinute: fc.nat(1439),
    length: fc.integer({ min: 1, max: 1440 }),
  })
  .map(({ days, startMinute, length }): TimeWindow => ({ days, startMinute, endMinute: startMinute + length }));

describe('the grammar of time windows', () => {
  it.each([
    ['Mo-Fr 06:00-09:00', 'Mo-Fr 06:00-09:00'],
    ['Sa,Su 10:00-12:30', 'Sa,Su 10:00-12:30'],
    ['Su,Sa 10:00-12:30', 'Sa,Su 10:00-12:30'],
    ['Sa-Su 10:00-12:30', 'Sa,Su 10:00-12:30'],
    ['Mo,Tu,We 10:00-12:30', 'Mo-We 10:00-12:30'],
    ['Mo-Su 00:00-24:00', '* 00:00-24:00'],
    ['* 00:00-00:00', '* 00:00-24:00'],
    ['We 22:00-00:00', 'We 22:00-24:00'],
    ['We 22:00-06:00', 'We 22:00-06:00'],
    ['Fr-Mo 06:00-06:00', 'Mo,Fr,Sa,Su 06:00-06:00'],
    ['  Mo   06:00-07:00 ', 'Mo 06:00-07:00'],
  ])('reads %j and prints it as %j', (text, canonical) => {
    expect(printTimeWindow(parse(text))).toBe(canonical);
  });

  it.each([
    ['', 'it needs days, a space and times'],
    ['06:00-09:00', 'it needs days, a space and times'],
    ['Mo 06:00 - 09:00', 'it needs days, a space and times'],
    ['Mon 06:00-09:00', '"Mon" is no day; use Mo, Tu, We, Th, Fr, Sa, Su'],
    ['mo 06:00-09:00', '"mo" is no day'],
    ['Mo, 06:00-09:00', '"" is no day'],
    ['Mo-We,Sa 06:00-09:00', 'mixes a range and a list'],
    ['Mo-We-Fr 06:00-09:00', '"Mo-We-Fr" is no range of days'],
    ['Mo 6:00-09:00', '"6:00" is no time of day; write it as HH:MM'],
    ['Mo 06:00-09:60', '"09:60" is no time of day'],
    ['Mo 06:00-24:15', '"24:15" is no time of day'],
    ['Mo 24:00-06:00', 'a window cannot start at 24:00'],
    ['Mo 06:00', '"06:00" is no span of time'],
    ['Mo 06:00-07:00-08:00', 'is no span of time'],
  ])('refuses %j and says why', (text, reason) => {
    expect(problemOf(text)).toContain(`The time window "${text}" cannot be read`);
    expect(problemOf(text)).toContain(reason);
  });

  it.each([
    ['Mo', 'INCOMPLETE', 'Mo'],
    ['Mo,Xx 06:00-09:00', 'UNKNOWN_DAY', 'Xx'],
    ['Mo 06:00-9', 'NO_TIME', '9'],
    ['Mo 06:00-25:00', 'AFTER_MIDNIGHT', '25:00'],
  ])('tells the mistake in %j and its part, for other languages', (text, code, part) => {
    expect(parseTimeWindow(text)).toMatchObject({ ok: false, code, part });
  });

  it('tells the places of the texts that are no windows', () => {
    expect(unreadableWindows(['', 'Mo 06:00-07:00', 'Mo', '* 00:00-24:00'])).toEqual([0, 2]);
  });

  it('gives every window back from its printed text', () => {
    fc.assert(
      fc.property(windowArbitrary, (window) => {
        expect(parse(printTimeWindow(window))).toEqual(window);
      }),
    );
  });
});

describe('being inside a window', () => {
  it('includes the start and excludes the end', () => {
    const windows = ['Mo-Fr 06:00-09:00'];
    expect(isInsideMask(windows, at(0, '05:59'))).toBe(false);
    expect(isInsideMask(windows, at(0, '06:00'))).toBe(true);
    expect(isInsideMask(windows, at(4, '08:59'))).toBe(true);
    expect(isInsideMask(windows, at(4, '09:00'))).toBe(false);
    expect(isInsideMask(windows, at(5, '07:00'))).toBe(false);
  });

  it('goes on past midnight into the next day, from Sunday into Monday', () => {
    const windows = ['Su 22:00-06:00'];
    expect(isInsideMask(windows, at(6, '23:45'))).toBe(true);
    expect(isInsideMask(windows, at(0, '05:45'))).toBe(true);
    expect(isInsideMask(windows, at(0, '06:00'))).toBe(false);
    expect(isInsideMask(windows, at(6, '05:45'))).toBe(false);
  });

  it('is one whole day when the end equals the start', () => {
    const windows = ['Tu 06:00-06:00'];
    expect(isInsideMask(windows, at(1, '05:59'))).toBe(false);
    expect(isInsideMask(windows, at(1, '06:00'))).toBe(true);
    expect(isInsideMask(windows, at(2, '05:59'))).toBe(true);
    expect(isInsideMask(windows, at(2, '06:00'))).toBe(false);
  });

  it('is always so for "* 00:00-24:00" and never without a window', () => {
    const [always, never] = [weekMask(['* 00:00-24:00']), weekMask([])];
    for (let minute = 0; minute < MINUTES_PER_WEEK; minute += 15) {
      expect([isInMask(always, minute), isInMask(never, minute)]).toEqual([true, false]);
    }
  });

  it('is what the windows say, for any of them and every minute of the week', () => {
    fc.assert(
      fc.property(fc.array(windowArbitrary, { maxLength: 3 }), (windows) => {
        const mask = weekMask(windows.map(printTimeWindow));
        const differing: number[] = [];
        for (let minute = 0; minute < MINUTES_PER_WEEK; minute++) {
          if (isInMask(mask, minute) !== isInside(windows, minute)) differing.push(minute);
        }
        expect(differing).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('is refused for a mask of windows that cannot be read', () => {
    expect(() => weekMask(['* 00:00-24:00', 'Mo 25:00-26:00'])).toThrow(
      'The time window "Mo 25:00-26:00" cannot be read',
    );
  });
});

describe('clock changes', () => {
  /** The wall times of the slots of a Berlin day that are inside the window. */
  function firing(day: number, window: string): string[] {
    const { from, to } = localDayRange(day, 'Europe/Berlin');
    const inside: string[] = [];
    for (let slot = from; slot < to; slot += 15 * MINUTE) {
      const local = localTime(slot, 'Europe/Berlin');
      if (isInsideMask([window], local)) inside.push(`${local.hour}:${String(local.minute).padStart(2, '0')}`);
    }
    return inside;
  }

  it('a window inside the hour that spring skips does not fire', () => {
    expect(firing(20260329, '* 02:00-03:00')).toEqual([]);
    expect(firing(20260329, '* 01:45-03:15')).toEqual(['1:45', '3:00']);
    expect(firing(20260328, '* 02:00-03:00')).toHaveLength(4);
  });

  it('both passes of the hour that autumn repeats fire', () => {
    expect(firing(20261025, '* 02:30-03:15')).toEqual(['2:30', '2:45', '2:30', '2:45', '3:00']);
  });
});
