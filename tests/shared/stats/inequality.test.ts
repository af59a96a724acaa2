import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gini, giniGapOf, jain, lorenz, median, worseOff } from '#shared/stats/inequality.ts';

/** Up to ten million currency units: their squares are far beyond the safe integers. */
const saved = fc.integer({ min: 0, max: 10_000_000_000_000 });
const savings = fc.array(saved, { minLength: 1, maxLength: 60 }).filter((values) => values.some((value) => value > 0));
const anyMoney = fc.array(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), { minLength: 1, maxLength: 60 });

/** The Gini by its other definition: the mean difference of all pairs, over twice the mean. */
function meanDifference(values: readonly number[]): number {
  let differences = 0;
  for (const a of values) for (const b of values) differences += Math.abs(a - b);
  const sum = values.reduce((total, value) => total + value, 0);
  return differences / (2 * values.length * sum);
}

describe('the Gini of savings', () => {
  it('is what DOMAIN.md section 5 gives for an example reckoned by hand', () => {
    // 2*(1*1 + 2*2 + 3*3 + 4*4)/(4*10) - 5/4
    expect(gini([4, 1, 3, 2])).toBe(0.25);
  });

  it('lies between 0 and (n-1)/n, which it is when one has all', () => {
    fc.assert(
      fc.property(savings, (values) => {
        const n = values.length;
        expect(gini(values)).toBeGreaterThanOrEqual(0);
        expect(gini(values)).toBeLessThanOrEqual((n - 1) / n);
        expect(gini(values.map((_, at) => (at === 0 ? 7 : 0)))).toBe((n - 1) / n);
      }),
    );
  });

  it('is exactly 0 when all have the same', () => {
    fc.assert(
      fc.property(saved.filter(Boolean), fc.integer({ min: 1, max: 2_000 }), (value, n) => {
        expect(gini(Array.from({ length: n }, () => value))).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  it('knows neither an order of the members nor a unit of the money', () => {
    fc.assert(
      fc.property(savings, fc.integer({ min: 2, max: 100 }), (values, factor) => {
        expect(gini([...values].reverse())).toBe(gini(values));
        expect(gini(values.map((value) => value * factor))).toBeCloseTo(gini(values)!, 14);
      }),
    );
  });

  it('is half the relative mean difference of all pairs', () => {
    fc.assert(
      fc.property(savings, (values) => {
        expect(gini(values)).toBeCloseTo(meanDifference(values), 12);
      }),
    );
  });

  it('is n/a with losses, without savings and without members, each by its name', () => {
    for (const [values, gap] of [
      [[5, -1, 3], 'losses'],
      [[0, 0, 0], 'no-savings'],
      [[], 'no-members'],
    ] as const) {
      expect(gini(values)).toBeNull();
      expect(giniGapOf(values)).toBe(gap);
    }
    expect(giniGapOf([0, 1])).toBeNull();
  });
});

describe('the Jain index', () => {
  it('is what DOMAIN.md section 5 gives for an example reckoned by hand', () => {
    expect(jain([1, 2, 3, 4])).toBeCloseTo(100 / (4 * 30), 15);
  });

  it('lies between 1/n, when one has all, and 1, when all have the same', () => {
    fc.assert(
      fc.property(savings, (values) => {
        const n = values.length;
        expect(jain(values)).toBeGreaterThanOrEqual((1 / n) * (1 - 1e-15));
        expect(jain(values)).toBeLessThanOrEqual(1);
        expect(jain(values.map((_, at) => (at === 0 ? 7 : 0)))).toBe(1 / n);
        expect(jain(values.map(() => 10_000_000_000_000))).toBe(1);
      }),
    );
  });

  it('is told with losses too, which pull it down, and is n/a when all have nothing', () => {
    expect(jain([3, 3, -3, 3])).toBe(0.25);
    expect(jain([0, 0])).toBeNull();
    expect(jain([])).toBeNull();
  });
});

describe('worse off than retail and the median', () => {
  it('counts negative savings only: who saved nothing did not lose', () => {
    expect(worseOff([-1, 0, 1, -5])).toBe(2);
    expect(worseOff([])).toBe(0);
  });

  it('has as many members above the median as below it', () => {
    fc.assert(
      fc.property(anyMoney, (values) => {
        const middle = median(values)!;
        const above = values.filter((value) => value > middle).length;
        const below = values.filter((value) => value < middle).length;
        expect(Math.max(above, below)).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });

  it('halves what lies between the two in the middle to a whole micro-unit, half to even', () => {
    expect(median([10, 1, 4, 2])).toBe(3);
    expect(median([1, 4])).toBe(2);
    expect(median([3, 4])).toBe(4);
    expect(median([-4, -3])).toBe(-4);
    expect(median([])).toBeNull();
  });
});

describe('the Lorenz curve', () => {
  it('rises from nothing to all, ever steeper, and never above the diagonal', () => {
    fc.assert(
      fc.property(savings, fc.constantFrom(2, 5, 10), (values, parts) => {
        const points = lorenz(values, parts);
        expect(points).toHaveLength(parts + 1);
        expect(points[0]).toEqual({ members: 0, savings: 0 });
        expect(points[parts]).toEqual({ members: 1, savings: 1 });
        const rises = points.slice(1).map((point, at) => point.savings - points[at].savings);
        rises.forEach((rise, at) => expect(rise).toBeGreaterThanOrEqual((rises[at - 1] ?? 0) - 1e-12));
        for (const point of points) expect(point.savings).toBeLessThanOrEqual(point.members + 1e-12);
      }),
    );
  });

  it('leaves twice the area to the diagonal that the Gini says, when it has every member', () => {
    fc.assert(
      fc.property(savings, (values) => {
        const points = lorenz(values, values.length);
        const area = points
          .slice(1)
          .reduce((sum, point, at) => sum + (point.savings + points[at].savings) / (2 * values.length), 0);
        expect(1 - 2 * area).toBeCloseTo(gini(values)!, 12);
      }),
    );
  });

  it('runs straight through a member that lies across two parts', () => {
    expect(lorenz([1, 1, 4], 2)).toEqual([
      { members: 0, savings: 0 },
      { members: 0.5, savings: 0.25 },
      { members: 1, savings: 1 },
    ]);
  });

  it('has no point where there is no Gini', () => {
    expect(lorenz([1, -1], 10)).toEqual([]);
    expect(lorenz([0, 0], 10)).toEqual([]);
  });
});
