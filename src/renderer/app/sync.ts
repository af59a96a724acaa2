import type { SyncStatus } from '#shared/contract/sync.ts';
import { useMethod } from '../bridge/queries.ts';
import { useSession } from './session.ts';

/** The hub as this desk is signed in to it. */
export type HubConnection = NonNullable<SyncStatus['connection']>;

/** How the exchange with the hub stands; null while nobody knows: before the first answer, and while the engine is away. */
export function useSync(): SyncStatus | null {
  const { data, isError } = useMethod('sync.status', {});
  const isEngineReady = useSession()?.engine === 'ready';
  return data === undefined || isError || !isEngineReady ? null : data;
}

/** Whether a community is kept equal to a hub's; without a community, whether one is to come. */
export function isOfHub(status: SyncStatus, communityId: string | null): boolean {
  if (status.connection === null) return false;
  return communityId === null || status.communities.some((one) => one.communityId === communityId);
}

/** The name by which people know an address, e.g. `hub.example.org`. */
export function hostOf(address: string): string {
  return URL.parse(address)?.host ?? address;
}
