import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { BridgeError } from '../bridge/client.ts';
import { useMethod } from '../bridge/queries.ts';
import { usePreferences } from './preferences.tsx';
import { useSession } from './session.ts';

/** Null where no community is open: before the first import, and outside the shell. */
const CommunityContext = createContext<CommunitySummary | null>(null);

/** Every community of the cache. */
export function useCommunities(): UseQueryResult<CommunitySummary[], BridgeError> {
  return useMethod('communities.list', {});
}

/** How long the window waits for an engine that is ready, which answers in a few milliseconds unless it has much to do. */
const PATIENCE_MS = 300;

/**
 * Opens the community that was open last, or the first one. Without any, the children find none. For a moment nothing is drawn before the
 * engine has answered: the window would otherwise be drawn without a community first.
 */
export function CommunityProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { data, isPending, failureCount } = useCommunities();
  const isAboutToKnow = useSession()?.engine === 'ready' && isPending && failureCount === 0;
  const [isDrawn, draw] = useState(false);
  if (!isDrawn && !isAboutToKnow) draw(true);
  useEffect(() => {
    const timer = setTimeout(() => draw(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  const { communityId } = usePreferences().preferences;
  const current = useMemo(() => data?.find(({ id }) => id === communityId) ?? data?.[0] ?? null, [data, communityId]);
  return isDrawn ? <CommunityContext value={current}>{children}</CommunityContext> : null;
}

/** The open community, or null when there is none. */
export function useCommunityOrNull(): CommunitySummary | null {
  return use(CommunityContext);
}

/**
 * The open community. Pages are only shown when there is one.
 * @throws Error outside the shell
 */
export function useCommunity(): CommunitySummary {
  const community = use(CommunityContext);
  if (community === null) throw new Error('No community is open here.');
  return community;
}
