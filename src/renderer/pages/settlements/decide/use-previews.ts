import { useQueries, type UseQueryOptions, type UseQueryResult } from '@tanstack/react-query';
import type { Output } from '#shared/contract/contract.ts';
import { call, type BridgeError } from '../../../bridge/client.ts';
import { queryKey } from '../../../bridge/queries.ts';
import { refOf, UNWRITTEN, wantedOf, type ProposalPart } from './parts.ts';

type Preview = Output<'settlement.preview'>;

/** What each part would do, in their order; asked once more by itself when something changes. */
export function usePreviews(
  communityId: string,
  parts: readonly ProposalPart[],
): readonly UseQueryResult<Preview, BridgeError>[] {
  return useQueries({
    queries: parts.map(({ kind, cases }): UseQueryOptions<Preview, BridgeError> => {
      const input = { communityId, cases: cases.map(refOf), resolution: wantedOf(kind, UNWRITTEN) };
      return {
        queryKey: queryKey('settlement.preview', input),
        queryFn: () => call('settlement.preview', input),
      };
    }),
  });
}
