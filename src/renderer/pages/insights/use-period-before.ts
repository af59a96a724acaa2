import type { Indicators } from '#shared/contract/stats.ts';
import { useCommunity } from '../../app/community.tsx';
import { usePeriod } from '../../app/period.tsx';
import { useMethod } from '../../bridge/queries.ts';

export interface PeriodBefore {
  /** Null when nothing is compared. */
  readonly figures: Indicators | null;
  readonly isPending: boolean;
  /** While the answer to another question is still shown. */
  readonly isOutdated: boolean;
}

/**
 * The community's figures of the period before, as far into its last day as the data reach into that of the period: what the Overview
 * compares with. The sums of the insights' steps are no measure for a day that is not over, they are of whole days.
 * @param isWanted false where they would not be shown
 */
export function usePeriodBefore(isWanted = true): PeriodBefore {
  const { id: communityId } = useCommunity();
  const { range, previous, compare } = usePeriod();
  const isCompared = compare && isWanted;
  const input = { communityId, range, ...(compare ? { compareWith: previous } : {}) };
  const query = useMethod('stats.indicators', input, { enabled: isCompared });
  return {
    figures: isCompared ? (query.data?.previous ?? null) : null,
    isPending: isCompared && query.isPending,
    isOutdated: isCompared && query.isPlaceholderData,
  };
}
