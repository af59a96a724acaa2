import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankDescending } from '#shared/stats/ranks.ts';

describe('ranks of a leaderboard', () => {
  it('are shared by equal values, and the next one counts on past them', () => {
    expect(rankDescending([30, 50, 30, 10])).toEqual([2, 1, 2, 4]);
    expect(rankDescending([])).toEqual([]);
  });

  it('are one more than the number of larger values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 40 }), (values) => {
        const larger = values.map((value) => values.filter((other) => other > value).length);
        expect(rankDescending(values)).toEqual(larger.map((count) => count + 1));
      }),
    );
  });
});
