import type { Indicators } from '#shared/contract/stats.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import type { TradedSums } from './comparison-sums.ts';

export interface SumsBefore {
  /** `of-steps`: the sums of the steps are those of the period. Null where there are none to compare with. */
  readonly sums: TradedSums | 'of-steps' | null;
  readonly isPending: boolean;
}

/**
 * The sums of the period before that are held against those of the period. Its steps are whole; where it ends within a day, so much of
 * that day counts as there is of the last day of the period: for the community what the Overview compares with.
 * @param isBefore whether it is the period before that is compared with
 */
export function useSumsBefore(memberId: string | null, isBefore: boolean): SumsBefore {
  const { id: communityId } = useCommunity();
  const { previous, isPreviousCut } = usePeriod();
  const isCut = isBefore && isPreviousCut;
  const ofAll = useMethod(
    'stats.indicators',
    { communityId, range: previous },
    { enabled: isCut && memberId === null, keepPrevious: false },
  );
  const ofMember = useMethod(
    'ledger.savings',
    { communityId, memberId, range: previous, retail: null, feedIn: null },
    { enabled: isCut && memberId !== null, keepPrevious: false },
  );
  if (!isCut) return { sums: 'of-steps', isPending: false };
  if (memberId === null) {
    return { sums: ofAll.data === undefined ? null : sumsOfAll(ofAll.data.current), isPending: ofAll.isPending };
  }
  const { data } = ofMember;
  return { sums: data === undefined || data.withoutTariff > 0 ? null : data, isPending: ofMember.isPending };
}

/** What all members traded; null where a day of it may not be shown. */
function sumsOfAll({ tradedWh, tradedAmount, savings }: Indicators): TradedSums | null {
  if (tradedWh.value === null || tradedAmount.value === null || savings.value === null) return null;
  if (tradedWh.withheldDays + tradedAmount.withheldDays + savings.withheldDays > 0) return null;
  return {
    boughtWh: tradedWh.value,
    boughtAmount: tradedAmount.value,
    soldWh: tradedWh.value,
    soldAmount: tradedAmount.value,
    savings: savings.value,
  };
}
