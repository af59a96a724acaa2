import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '#shared/domain/random.ts';

function draws(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.uint32());
}

describe('Random', () => {
  it('gives the same numbers for the same seed on every machine', () => {
    expect(draws(new Random(1), 4)).toEqual([260354193, 2539781362, 1808755351, 874399766]);
  });

  it('gives unlike numbers for neighbouring seeds', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [one, other] = [draws(new Random(seed), 8), draws(new Random(seed + 1), 8)];
        expect(one.filter((value, at) => value === other[at])).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('forks streams that do not depend on what was drawn before or on other forks', () => {
    const fresh = new Random(5);
    const used = new Random(5);
    draws(used, 100);
    used.fork('someone else');
    expect(draws(used.fork('roof'), 5)).toEqual(draws(fresh.fork('roof'), 5));
    expect(draws(fresh.fork('roof'), 5)).not.toEqual(draws(fresh.fork('load'), 5));
    expect(draws(fresh.fork(1), 5)).not.toEqual(draws(fresh, 5));
  });

  it('spreads uint32 over all bits and float over [0, 1)', () => {
    const random = new Random('spread');
    const bits = Array.from({ length: 32 }, () => 0);
    let sum = 0;
    for (let draw = 0; draw < 20_000; draw++) {
      const value = random.uint32();
      for (let bit = 0; bit < 32; bit++) bits[bit] += (value >>> bit) & 1;
      const float = random.float();
      sum += float;
      if (!(float >= 0 && float < 1)) throw new Error(`float gave ${float}`);
    }
    for (const count of bits) expect(Math.abs(count - 10_000)).toBeLessThan(350);
    expect(sum / 20_000).toBeCloseTo(0.5, 1);
  });

  it('keeps integers and ranges within their bounds, both ends included for integers', () => {
    const random = new Random('bounds');
    const seen = new Set(Array.from({ length: 500 }, () => random.integer(-2, 2)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
    for (let draw = 0; draw < 500; draw++) {
      const value = random.between(3, 4);
      expect(value >= 3 && value < 4).toBe(true);
    }
  });

  it('draws normal numbers with the mean and deviation asked for, and no far outliers', () => {
    const random = new Random('normal');
    const values = Array.from({ length: 20_000 }, () => random.normal(10, 2));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(10, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
    expect(Math.max(...values.map((value) => Math.abs(value - 10)))).toBeLessThanOrEqual(2 * 4.9);
  });

  it('picks by weight, never what has no weight', () => {
    const random = new Random('weights');
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 10_000; draw++) counts[random.weighted([0, 3, 1, 0])]++;
    expect(counts[0]).toBe(0);
    expect(counts[3]).toBe(0);
    expect(counts[1] / counts[2]).toBeGreaterThan(2.7);
    expect(counts[1] / counts[2]).toBeLessThan(3.3);
  });

  it('picks each item, and says so when there is nothing to pick', () => {
    const random = new Random('pick');
    expect(new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']));
    expect(() => random.pick([])).toThrow(RangeError);
    expect(() => random.weighted([0, 0])).toThrow(RangeError);
  });

  it('is true with the probability asked for', () => {
    const random = new Random('chance');
    const hits = Array.from({ length: 10_000 }, () => random.chance(0.2)).filter(Boolean).length;
    expect(hits).toBeGreaterThan(1800);
    expect(hits).toBeLessThan(2200);
  });
});
