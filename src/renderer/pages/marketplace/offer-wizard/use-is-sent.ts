import { useCommunity } from '../../../app/community.tsx';
import { isOfHub, useSync } from '../../../app/sync.ts';

/** Whether decisions of the open community go to a hub; without one they wait on this desk. */
export function useIsSent(): boolean {
  const { id } = useCommunity();
  const status = useSync();
  return status !== null && isOfHub(status, id);
}
