/** Shares of each step. Pure. */
import type { InsightColumn } from '#shared/contract/insight-records.ts';
import { share } from '#shared/stats/indicators.ts';
import type { StepShare } from '../../../charts/share-lines-option.ts';

/**
 * What `part` is of `whole` in each step. Only where both cover the same days: where one is withheld and the other is not, all days of
 * `part` lie in those of `whole`, and their counts tell whether they are the same.
 */
export function stepShares(part: InsightColumn, whole: InsightColumn): StepShare[] {
  return part.values.map((value, at) => {
    const all = whole.values[at];
    if (value === null || all === null || part.withheldDays[at] !== whole.withheldDays[at]) return 'withheld';
    return share(value, all);
  });
}
