/**
 * A percentile by the nearest rank: always one of the values, never between two of them.
 * @param ascending the values in ascending order
 * @param share 0..1, e.g. 0.5 for the median
 * @returns null without values
 */
export function nearestRank(ascending: readonly number[], share: number): number | null {
  return ascending[Math.max(Math.ceil(share * ascending.length) - 1, 0)] ?? null;
}
