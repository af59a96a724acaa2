import type { InsightSum } from '#shared/contract/published-sum.ts';

/** Two sums to compare, of which no day is withheld; null of others: they are not over the same. */
export function comparable(now: InsightSum, then: InsightSum | undefined): { now: number; former: number } | null {
  if (now.value === null || then === undefined || then.value === null) return null;
  return now.withheldDays + then.withheldDays > 0 ? null : { now: now.value, former: then.value };
}

/**
 * Over so many days who took part is compared though the last of them is not over: who did is known of whole days only, and over a week one
 * of them matters little.
 */
export const DAYS_OF_PARTICIPATION = 7;
