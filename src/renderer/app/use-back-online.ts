import { useEffect } from 'react';
import type { SyncState } from '#shared/contract/sync.ts';
import { call } from '../bridge/client.ts';
import { useSync } from './sync.ts';

/** In these a person has to act first; asking again would undo a pause or ask in vain. */
const standing: readonly SyncState[] = ['off', 'paused', 'sign-in-needed', 'too-old'];

/** Asks the hub at once when the system says that the network is back, instead of when the next attempt would be due. */
export function useBackOnline(): void {
  const status = useSync();
  const isWanted = status?.connection != null && !standing.includes(status.state);
  useEffect(() => {
    if (!isWanted) return;
    function ask(): void {
      // Without the engine there is nothing to ask; it asks by itself when it is back.
      call('sync.now', {}).catch(() => undefined);
    }
    window.addEventListener('online', ask);
    return () => window.removeEventListener('online', ask);
  }, [isWanted]);
}
