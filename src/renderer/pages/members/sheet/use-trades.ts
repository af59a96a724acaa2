import { useInfiniteQuery } from '@tanstack/react-query';
import type { Input, Output } from '#shared/contract/contract.ts';
import { call, type BridgeError } from '../../../bridge/client.ts';
import { queryKey } from '../../../bridge/queries.ts';

const PAGE_ROWS = 50;

type Before = NonNullable<Input<'members.trades'>['before']> | null;
export type MemberTrade = Output<'members.trades'>['trades'][number];

/** A member's trades of a period, newest first, page after page. */
export function useTrades(memberId: string, range: Input<'members.trades'>['range']) {
  const input = { memberId, range, limit: PAGE_ROWS };
  return useInfiniteQuery<Output<'members.trades'>, BridgeError, MemberTrade[], readonly unknown[], Before>({
    queryKey: [...queryKey('members.trades', input), 'pages'],
    queryFn: ({ pageParam }) => call('members.trades', pageParam === null ? input : { ...input, before: pageParam }),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ trades }) => trades),
  });
}
