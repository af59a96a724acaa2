import type { Release } from '#shared/contract/updates.ts';
import { useMethod } from '../bridge/queries.ts';

interface WaitingUpdate {
  readonly release: Release;
  /** Downloaded, and only to be put in place. */
  readonly isReady: boolean;
}

/** The version that the person should hear of; null when there is none, or it was put off. */
export function useWaitingUpdate(): WaitingUpdate | null {
  const status = useMethod('updates.state', {}).data?.status;
  if (status?.state === 'ready') return { release: status.release, isReady: true };
  if (status?.state === 'available' && !status.isPutOff) return { release: status.release, isReady: false };
  return null;
}
