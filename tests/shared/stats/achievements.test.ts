import { describe, expect, it } from 'vitest';
import {
  type CommunityDay,
  CommunityProgress,
  type MemberDay,
  MemberProgress,
  sundayOf,
} from '#shared/stats/achievements.ts';
import { dayNumber } from '#shared/domain/slots.ts';

/** A member's days, one after the other from day 0 or from where `day` says. */
function reachedBy(days: readonly Partial<MemberDay>[]): Record<string, number> {
  const progress = new MemberProgress();
  const nothing = {
    hasReadings: false,
    consumedWh: 0,
    selfConsumedWh: 0,
    boughtWh: 0,
    soldWh: 0,
    savings: 0,
    trades: 0,
  };
  days.forEach((day, at) => progress.add({ ...nothing, day: at, ...day }));
  return Object.fromEntries(progress.reached);
}

/** So many days made by `make`. */
function repeated<T>(count: number, make: (day: number) => T): T[] {
  return Array.from({ length: count }, (_, day) => make(day));
}

describe('a member’s achievements', () => {
  it('first-trade is reached on the day of the first trade that did not fail', () => {
    expect(reachedBy([{}, { trades: 2 }, { trades: 1 }])).toEqual({ 'first-trade': 1 });
  });

  it('shared-100-kwh and shared-1000-kwh are reached when all that was sold comes to so much, to the Wh', () => {
    expect(reachedBy([{ soldWh: 99_999 }])).toEqual({});
    expect(reachedBy([{ soldWh: 99_999 }, {}, { soldWh: 1 }, { soldWh: 900_000 }])).toEqual({
      'shared-100-kwh': 2,
      'shared-1000-kwh': 3,
    });
  });

  it('bought-100-kwh counts what was bought, not what was sold', () => {
    expect(reachedBy([{ boughtWh: 60_000, soldWh: 90_000 }, { boughtWh: 40_000 }])).toEqual({ 'bought-100-kwh': 1 });
  });

  it('saved-100 takes losses off, and stays reached when some are made later', () => {
    expect(reachedBy([{ savings: 100_000_000 }, { savings: -50_000_000 }])).toEqual({ 'saved-100': 0 });
    expect(reachedBy([{ savings: -1 }, { savings: 100_000_000 }])).toEqual({});
  });

  it('week-self-sufficient asks for 80 % over seven days together, not for 80 % on each', () => {
    const week = repeated(7, (day) => ({ hasReadings: true, consumedWh: 100, selfConsumedWh: day === 0 ? 20 : 90 }));
    expect(reachedBy(week)).toEqual({ 'week-self-sufficient': 6 });
    expect(reachedBy(week.map((day) => ({ ...day, selfConsumedWh: 79 })))).toEqual({});
  });

  it('week-self-sufficient looks at any seven days in a row, and a day without readings breaks them', () => {
    const good = { hasReadings: true, consumedWh: 100, selfConsumedWh: 80 };
    const bad = { ...good, selfConsumedWh: 0 };
    expect(reachedBy([bad, bad, ...repeated(7, () => good)])).toEqual({ 'week-self-sufficient': 8 });
    expect(reachedBy([...repeated(6, () => good), {}, ...repeated(6, () => good)])).toEqual({});
    expect(reachedBy([...repeated(6, () => good), { ...good, day: 8 }])).toEqual({});
  });

  it('week-self-sufficient is not reached by consuming nothing', () => {
    expect(reachedBy(repeated(9, () => ({ hasReadings: true })))).toEqual({});
  });

  it('month-of-trading asks for a trade on each of 30 days in a row', () => {
    expect(reachedBy(repeated(30, () => ({ trades: 1 })))['month-of-trading']).toBe(29);
    expect(reachedBy(repeated(59, (day) => ({ trades: day === 29 ? 0 : 1 })))['month-of-trading']).toBeUndefined();
  });
});

/** The community's days, one after the other from day 0. */
function progressBy(given: readonly Partial<CommunityDay>[]): CommunityProgress {
  const progress = new CommunityProgress();
  const nothing: CommunityDay = {
    day: 0,
    hasReadings: true,
    consumedWh: 0,
    selfConsumedWh: 0,
    tradedWh: 0,
    co2AvoidedG: null,
    trades: 0,
    failed: 0,
    savings: [],
  };
  given.forEach((day, at) => progress.add({ ...nothing, day: at, ...day }));
  return progress;
}

describe('the community’s achievements', () => {
  it('traded-1-mwh and traded-10-mwh add up what may be shown; the value goes on past the target', () => {
    const progress = progressBy([{ tradedWh: 600_000 }, { tradedWh: null }, { tradedWh: 600_000 }]);
    expect(progress.of('traded-1-mwh')).toEqual({ day: 2, value: 1_200_000 });
    expect(progress.of('traded-10-mwh')).toEqual({ day: null, value: 1_200_000 });
  });

  it('co2-1-tonne cannot be told without a factor', () => {
    expect(progressBy([{}, {}]).of('co2-1-tonne')).toEqual({ day: null, value: null });
    expect(progressBy([{ co2AvoidedG: 1 }, { co2AvoidedG: 999_999.5 }]).of('co2-1-tonne')).toEqual({
      day: 1,
      value: 1_000_000.5,
    });
  });

  it('everybody-takes-part has the best week’s rate, and n/a weeks are none', () => {
    const progress = new CommunityProgress();
    progress.addWeek(3, 0, 0);
    expect(progress.of('everybody-takes-part')).toEqual({ day: null, value: null });
    progress.addWeek(10, 9, 10);
    progress.addWeek(17, 8, 10);
    expect(progress.of('everybody-takes-part')).toEqual({ day: null, value: 0.9 });
    progress.addWeek(24, 10, 10);
    progress.addWeek(31, 10, 10);
    expect(progress.of('everybody-takes-part')).toEqual({ day: 24, value: 1 });
  });

  it('month-without-failure counts days with trades of which none failed; a failed one starts it anew', () => {
    const day = (failed: number) => ({ trades: 5, failed });
    const progress = progressBy([...repeated(20, () => day(0)), day(1), ...repeated(29, () => day(0))]);
    expect(progress.of('month-without-failure')).toEqual({ day: null, value: 29 });
    expect(progressBy(repeated(31, () => day(0))).of('month-without-failure')).toEqual({ day: 29, value: 31 });
    expect(progressBy(repeated(31, (at) => (at === 15 ? {} : day(0)))).of('month-without-failure').value).toBe(15);
  });

  it('month-without-losses looks at each member’s 30 days together: a losing day may be made good', () => {
    const trading = (savings: CommunityDay['savings']) => ({ trades: 1, savings });
    const madeGood = repeated(30, (day) =>
      trading([
        [1, day === 3 ? -10 : 1],
        [2, 5],
      ]),
    );
    expect(progressBy(madeGood).of('month-without-losses')).toEqual({ day: 29, value: 0 });
    const lost = repeated(30, (day) =>
      trading([
        [1, day === 3 ? -30 : 1],
        [2, -1],
      ]),
    );
    expect(progressBy(lost).of('month-without-losses')).toEqual({ day: null, value: 2 });
  });

  it('month-without-losses forgets what is more than 30 days ago, and keeps the fewest worse off', () => {
    const losing = repeated(45, (day) => ({ trades: 1, savings: [[1, day === 0 ? -100 : 1]] as const }));
    expect(progressBy(losing.slice(0, 30)).of('month-without-losses')).toEqual({ day: null, value: 1 });
    expect(progressBy(losing).of('month-without-losses')).toEqual({ day: 30, value: 0 });
    expect(progressBy(losing.map((day, at) => (at === 20 ? {} : day))).of('month-without-losses').value).toBeNull();
  });

  it('week-half-self-sufficient has the best seven days in a row, of those that may be shown', () => {
    const day = (selfConsumedWh: number | null) => ({ consumedWh: 100, selfConsumedWh });
    expect(progressBy(repeated(7, () => day(40))).of('week-half-self-sufficient')).toEqual({ day: null, value: 0.4 });
    expect(progressBy(repeated(9, (at) => day(at < 2 ? 0 : 50))).of('week-half-self-sufficient')).toEqual({
      day: 8,
      value: 0.5,
    });
    expect(
      progressBy(repeated(12, (at) => day(at === 6 ? null : 90))).of('week-half-self-sufficient').value,
    ).toBeNull();
  });
});

describe('the calendar week of a day', () => {
  it('ends on Sunday', () => {
    const sunday = dayNumber(20261025);
    expect(repeated(8, (at) => sundayOf(sunday - 6 + at))).toEqual([...repeated(7, () => sunday), sunday + 7]);
  });
});
