/** DOMAIN.md section 8: the smallest group an aggregate may show. */
export const DEFAULT_K = 5;
/** One member may make up at most this share of a shown value. */
export const MAX_SHARE_OF_ONE = 0.8;

/**
 * The sum of a group's values, or null when it must be suppressed: fewer than `k` members, or one member makes up more than 80 % of
 * the value. A sum of 0 shows nothing about anyone and is shown.
 */
export function suppressedSum(values: readonly number[], k: number = DEFAULT_K): number | null {
  if (values.length < k) return null;
  let sum = 0;
  let largest = 0;
  for (const value of values) {
    sum += value;
    largest = Math.max(largest, Math.abs(value));
  }
  return largest > MAX_SHARE_OF_ONE * Math.abs(sum) && largest > 0 ? null : sum;
}
