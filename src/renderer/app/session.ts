import type { SessionState } from '#shared/contract/session.ts';
import { useCommand, useMethod } from '../bridge/queries.ts';

/** The session as main tells it; null for the first moment. */
export function useSession(): SessionState | null {
  return useMethod('session.state', {}).data ?? null;
}

/** Locks the console, or leaves the demo community. Main reloads the page when it is done. */
export function useLeave(): { readonly isDemo: boolean; readonly isLeaving: boolean; readonly leave: () => void } {
  const isDemo = useSession()?.state === 'demo';
  const { mutate, isPending } = useCommand('session.lock');
  return { isDemo, isLeaving: isPending, leave: () => mutate({}) };
}
