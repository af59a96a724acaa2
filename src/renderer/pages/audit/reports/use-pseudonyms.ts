import { useCallback } from 'react';
import { useCommunityOrNull } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';

/** Stands for a name that is being asked for. */
const ASKED = '…';

/** Tells the pseudonym of a member of the open community; undefined for one that it does not have, or has no longer. */
export function usePseudonyms(): (memberId: string) => string | undefined {
  const community = useCommunityOrNull();
  const { range } = usePeriod();
  const { data, isPending } = useMethod(
    'members.list',
    { communityId: community?.id ?? '', range },
    { enabled: community !== null },
  );
  return useCallback(
    (memberId) => (isPending ? ASKED : data?.find(({ id }) => id === memberId)?.anonymizedId),
    [data, isPending],
  );
}
