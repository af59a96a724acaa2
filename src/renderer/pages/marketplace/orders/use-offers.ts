import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Input, Output } from '#shared/contract/contract.ts';
import type { OfferRow } from '#shared/contract/market-records.ts';
import { call, type BridgeError } from '../../../bridge/client.ts';
import { queryKey } from '../../../bridge/queries.ts';

const PAGE_ROWS = 200;

type Before = NonNullable<Input<'market.offers'>['before']> | null;

/** Offers of a range, the latest window first, page after page. */
export function useOffers(wanted: Omit<Input<'market.offers'>, 'before' | 'limit'>) {
  const input = { ...wanted, limit: PAGE_ROWS };
  return useInfiniteQuery<Output<'market.offers'>, BridgeError, OfferRow[], readonly unknown[], Before>({
    queryKey: [...queryKey('market.offers', input), 'pages'],
    queryFn: ({ pageParam }) => call('market.offers', pageParam === null ? input : { ...input, before: pageParam }),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ offers }) => offers),
    placeholderData: keepPreviousData,
  });
}
