import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Output } from '#shared/contract/contract.ts';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import { MAX_CASES_AT_ONCE } from '#shared/contract/settlement-records.ts';
import type { CaseFilter } from '#shared/contract/settlement.ts';
import { call, type BridgeError } from '../../../bridge/client.ts';
import { queryKey } from '../../../bridge/queries.ts';

/** The cases of a filter and how many there are in all. */
export interface Cases {
  readonly cases: readonly CaseSummary[];
  readonly total: number;
}

/** The cases of a filter, page after page; the first page has as many as can be decided at once. */
export function useCases(communityId: string, filter: CaseFilter) {
  const input = { communityId, filter, limit: MAX_CASES_AT_ONCE };
  return useInfiniteQuery<Output<'settlement.cases'>, BridgeError, Cases, readonly unknown[], number>({
    queryKey: [...queryKey('settlement.cases', { ...input, from: 0 }), 'pages'],
    queryFn: ({ pageParam }) => call('settlement.cases', { ...input, from: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, { cases }) => sum + cases.length, 0);
      return last.cases.length > 0 && loaded < last.total ? loaded : undefined;
    },
    select: ({ pages }) => ({ cases: pages.flatMap(({ cases }) => cases), total: pages.at(-1)?.total ?? 0 }),
    placeholderData: keepPreviousData,
  });
}
