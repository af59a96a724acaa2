import { describe, expect, it } from 'vitest';
import { growsFasterThan, type Reading, trendOf } from '#tools/soak/trend.ts';
import { tableOf, verdictsOf } from '#tools/soak/verdicts.ts';

/** Readings a minute apart of one life, that grow so much an hour around a level, up and down in turn by `scatter`. */
function readings(level: number, perHour: number, { life = 1, from = 0, count = 20, scatter = 0 } = {}): Reading[] {
  return Array.from({ length: count }, (_, at) => {
    const hours = (from + at) / 60;
    return { life, hours, value: level + perHour * (at / 60) + (at % 2 === 0 ? scatter : -scatter) };
  });
}

describe('the trend of a measure', () => {
  it('is the growth per hour, with first, last and highest reading', () => {
    const trend = trendOf(readings(100, 30, { count: 3 }));
    expect(trend).toMatchObject({ count: 3, first: 100, last: 101, highest: 101 });
    expect(trend.perHour).toBeCloseTo(30, 9);
    expect(trend.error).toBeCloseTo(0, 9);
  });

  it('does not take the higher level of a later life for growth', () => {
    const trend = trendOf([...readings(100, 0), ...readings(180, 0, { life: 2, from: 20 })]);
    expect(trend.perHour).toBeCloseTo(0, 9);
  });

  it('says nothing of too few readings', () => {
    expect(trendOf(readings(100, 30, { count: 2 })).perHour).toBeNull();
    expect(growsFasterThan(trendOf(readings(100, 30, { count: 2 })), 1)).toBe(false);
  });
});

describe('the verdict on a measure', () => {
  it('is that it grows when even its least likely slope is beyond the bound', () => {
    expect(growsFasterThan(trendOf(readings(100, 30, { scatter: 0.5 })), 12)).toBe(true);
  });

  it('is that it is flat when the scatter of the readings explains the slope', () => {
    expect(growsFasterThan(trendOf(readings(100, 30, { scatter: 40 })), 12)).toBe(false);
  });

  it('has a bound for what each measure counts, and stands in the table', () => {
    const verdicts = verdictsOf(
      new Map([
        ['page heap', readings(30, 50)],
        ['page listeners', readings(600, 0)],
      ]),
    );
    expect(verdicts.map(({ name, unit, isFlat }) => [name, unit, isFlat])).toEqual([
      ['page heap', 'MiB', false],
      ['page listeners', '', true],
    ]);
    expect(tableOf(verdicts)).toMatch(/page heap .*50\.0 ± 0\.0 .*GROWS\npage listeners .*flat$/);
    expect(() => verdictsOf(new Map([['page luck', readings(1, 0)]]))).toThrow(/no bound/);
  });
});
