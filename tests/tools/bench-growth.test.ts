import { describe, expect, it } from 'vitest';
import { curveOf, exponentOf, type GrowthAxis, growthTable, isGood, nLogN, runGrowth } from '#tools/bench/growth.ts';
import { growthPlot } from '../bench/growth/plot.ts';

const sizes = [100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000];

/** A step that takes `cost` of each size, with so much memory. */
function curve(cost: (size: number) => number, megabytes: (size: number) => number = () => 200, isFlat = false) {
  return curveOf(
    'a step',
    sizes.map((size) => ({ size, milliseconds: cost(size), megabytes: megabytes(size) })),
    isFlat,
  );
}

describe('the power of a curve', () => {
  it('is that with which time grows', () => {
    expect(curve(() => 7).exponent).toBeCloseTo(0);
    expect(curve((size) => 3 * size).exponent).toBeCloseTo(1);
    expect(curve((size) => size ** 2 / 1e6).exponent).toBeCloseTo(2);
  });

  it('of n log n is a little above 1 at such sizes', () => {
    const points = sizes.map((size) => ({ size, milliseconds: nLogN(size), megabytes: 1 }));
    const power = exponentOf(points, ({ milliseconds }) => milliseconds);
    expect(power).toBeGreaterThan(1.05);
    expect(power).toBeLessThan(1.1);
  });
});

describe('a curve', () => {
  it('is within n log n up to what two measurements differ by', () => {
    expect(curve(nLogN).isWithin).toBe(true);
    expect(curve((size) => size ** 1.15).isWithin).toBe(true);
    expect(curve((size) => size ** 1.3).isWithin).toBe(false);
  });

  it('that begins flat and ends steep is found by its end', () => {
    const hidden = curve((size) => 1e12 + size ** 2);
    expect(hidden.exponent).toBeLessThan(1);
    expect(hidden.lastExponent).toBeGreaterThan(1.3);
    expect(hidden.isWithin).toBe(false);
  });

  it('needs flat memory only where it is asked for', () => {
    const growing = (size: number) => 100 + size / 10_000;
    expect(curve((size) => size, growing)).toMatchObject({ memoryGrowth: null });
    const flat = curve((size) => size, undefined, true);
    expect([flat.memoryGrowth, isGood(flat)]).toEqual([1, true]);
    const not = curve((size) => size, growing, true);
    // 5M against the largest size up to a tenth of it.
    expect(not.memoryGrowth).toBeCloseTo(600 / 150);
    expect(isGood(not)).toBe(false);
  });
});

describe('growth', () => {
  const axis: GrowthAxis = {
    name: 'growth-things',
    of: 'things',
    title: 'things done',
    sizes: [1000, 10_000, 100_000],
    measure: async (of, tell) => {
      for (const size of of) {
        tell('first', size, { milliseconds: size / 100, megabytes: 150 });
        tell('square', size, { milliseconds: size ** 2 / 1e6, megabytes: 150 });
      }
    },
  };

  it('has a row for each step with all sizes, and says which is worse than n log n', async () => {
    const told: string[] = [];
    const growth = await runGrowth(axis, (line) => told.push(line));
    expect(told).toHaveLength(6);
    expect(told[0]).toBe('1k things, first: 10.0 ms, 150 MB');
    expect(growthTable(growth, 'table').split('\n').slice(2)).toEqual([
      'Step         1k things      10k things     100k things  Power  At the end',
      'first    10 ms, 150 MB  100 ms, 150 MB   1.0 s, 150 MB   1.00        1.00      within n log n',
      'square  1.0 ms, 150 MB  100 ms, 150 MB  10.0 s, 150 MB   2.00        2.00  WORSE than n log n',
    ]);
    expect(growthTable(growth, 'markdown')).toContain(
      '| first | 10 ms, 150 MB | 100 ms, 150 MB | 1.0 s, 150 MB | 1.00 |',
    );
  });

  it('is drawn by the charts of the reports, beside n log n', async () => {
    const svg = growthPlot(await runGrowth(axis, () => undefined), 0);
    for (const text of ['first', 'square', 'n log n', '100k things']) expect(svg).toContain(text);
    expect(svg).toMatch(/^<svg[^]*<\/svg>\s*$/);
  });
});
