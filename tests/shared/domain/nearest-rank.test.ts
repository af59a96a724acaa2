import { describe, expect, it } from 'vitest';
import { nearestRank } from '#shared/domain/nearest-rank.ts';

describe('a percentile by the nearest rank', () => {
  it.each([
    [[15, 20, 35, 40, 50], 0.3, 20],
    [[15, 20, 35, 40, 50], 0.4, 20],
    [[15, 20, 35, 40, 50], 0.5, 35],
    [[15, 20, 35, 40, 50], 1, 50],
    [[15, 20, 35, 40, 50], 0, 15],
    [[1, 2], 0.5, 1],
    [[7], 0.9, 7],
  ])('of %j at %d is %i', (values, share, expected) => {
    expect(nearestRank(values, share)).toBe(expected);
  });

  it('is none without values', () => {
    expect(nearestRank([], 0.5)).toBeNull();
  });
});
