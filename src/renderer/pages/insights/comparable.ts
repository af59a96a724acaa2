import type { InsightSum } from '#shared/contract/published-sum.ts';

/** Two sums to compare, of which no day is withheld; null of others: they are not over the same. */
export function comparable(now: InsightSum, then: InsightSum | undefined): { now: number; former: number } | null {
  if (now.value === null || then === undefined || then.value === null) return null;
  return now.withheldDays + then.withheldDays > 0 ? null : { now: now.value, former: then.value };
}
