/** Shares of each step. Pure. */
import type { InsightPeriod } from '#shared/contract/insight-records.ts';
import type { StepShare } from '../../../charts/share-lines-option.ts';

/** A share in each step: withheld where there is none because days of it are, and null where there is nothing to have a share of. */
export function stepShares(
  { shares, columns }: Pick<InsightPeriod, 'shares' | 'columns'>,
  name: keyof InsightPeriod['shares'],
): StepShare[] {
  return shares[name].map((value, at) => value ?? (columns.selfConsumedWh.withheldDays[at] > 0 ? 'withheld' : null));
}
