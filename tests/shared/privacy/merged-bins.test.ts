import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedBins } from '#shared/privacy/merged-bins.ts';

const values = fc.array(
  fc.oneof(
    fc.integer({ min: -50, max: 200 }),
    fc.integer({ min: -5_000_000_000, max: 20_000_000_000 }),
    fc.constant(0),
  ),
  { minLength: 5, maxLength: 120 },
);

describe('bins of members by their value', () => {
  it('hold k members at least, and every member once', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 5 }), (all, k) => {
        const bins = mergedBins(all, k);
        for (const { from, to, members } of bins) {
          const within = all.filter((value) => (from === null || value >= from) && (to === null || value < to));
          expect(within).toHaveLength(members);
          expect(members).toBeGreaterThanOrEqual(k);
        }
        expect(bins.reduce((sum, { members }) => sum + members, 0)).toBe(all.length);
      }),
    );
  });

  it('lie next to one another, open at both ends, so that neither the least nor the most is told', () => {
    fc.assert(
      fc.property(values, (all) => {
        const bins = mergedBins(all);
        expect(bins[0].from).toBeNull();
        expect(bins.at(-1)!.to).toBeNull();
        expect(bins.slice(1).map(({ from }) => from)).toEqual(bins.slice(0, -1).map(({ to }) => to));
      }),
    );
  });

  it('part losses from gains wherever k members lie on either side', () => {
    fc.assert(
      fc.property(values, (all) => {
        const losses = all.filter((value) => value < 0).length;
        const bins = mergedBins(all);
        if (losses >= 5 && all.length - losses >= 5) {
          const upToZero = bins.filter(({ to }) => to !== null && to <= 0);
          expect(upToZero.reduce((sum, { members }) => sum + members, 0)).toBe(losses);
        }
      }),
    );
  });

  it('have round borders, never a member’s own value for its own sake', () => {
    const bins = mergedBins(Array.from({ length: 100 }, (_, at) => 1_013 * at));
    expect(bins.map(({ from, to }) => [from, to])).toEqual([
      [null, 10_000],
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((ten) => [ten * 10_000, (ten + 1) * 10_000]),
      [90_000, null],
    ]);
  });

  it('are not stretched by one member who has far more than all others', () => {
    const bins = mergedBins([...Array.from({ length: 60 }, (_, at) => at), 1_000_000_000]);
    expect(bins.length).toBeGreaterThan(5);
  });

  it('are none with fewer than k members, and one when all have the same', () => {
    expect(mergedBins([1, 2, 3, 4])).toEqual([]);
    expect(mergedBins([7, 7, 7, 7, 7, 7])).toEqual([{ from: null, to: null, members: 6 }]);
  });
});
