import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type Query,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import { BridgeError, call, subscribe } from './client.ts';
import { createInvalidator } from './invalidation.ts';

const MAX_RETRIES = 8;
const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 5000;

/** The key under which an answer is kept: the area first, because the engine says which areas changed. */
export function queryKey<M extends MethodName>(method: M, input: Input<M>): readonly [string, M, Input<M>] {
  return [method.slice(0, method.indexOf('.')), method, input];
}

/** Everything the page keeps of the engine's answers, with the console's defaults: nothing here waits for a network. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        // The engine says when something changed; until then an answer holds.
        staleTime: Infinity,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (count, error) => error instanceof BridgeError && error.problem.retryable && count < MAX_RETRIES,
        retryDelay: (count) => Math.min(FIRST_RETRY_MS * 2 ** count, LONGEST_RETRY_MS),
      },
      // A finished command is forgotten with the page that gave it: its input may be a password.
      mutations: { networkMode: 'always', retry: false, gcTime: 0 },
    },
  });
}

export interface MethodOptions {
  /** False holds the call back until what it needs is known. */
  readonly enabled?: boolean;
  /** False shows a skeleton instead of the last answer while a changed input is asked for. */
  readonly keepPrevious?: boolean;
}

/**
 * The answer of a query method, asked again by itself when its area changes and when the engine is back. The last answer stays on the
 * page while a changed input is asked for (`isPlaceholderData`), so that nothing jumps.
 */
export function useMethod<M extends MethodName>(
  method: M,
  input: Input<M>,
  options: MethodOptions = {},
): UseQueryResult<Output<M>, BridgeError> {
  return useAnswer<Output<M>>({
    queryKey: queryKey(method, input),
    queryFn: () => call(method, input),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === false ? {} : { placeholderData: keepPreviousData }),
  });
}

/**
 * The library's `useQuery`, but asking while the rest of the page is still drawn: the engine works meanwhile, and what is drawn finds its
 * question under way.
 */
export function useAnswer<T>(query: UseQueryOptions<T, BridgeError>): UseQueryResult<T, BridgeError> {
  const client = useQueryClient();
  const { queryKey: key, queryFn, gcTime, enabled } = query;
  if (enabled !== false && client.getQueryState(key) === undefined)
    client.query({ queryKey: key, queryFn, gcTime }).catch(() => undefined);
  return useQuery(query);
}

/** A command of the contract as a mutation; never repeated by itself. */
export function useCommand<M extends MethodName>(method: M): UseMutationResult<Output<M>, BridgeError, Input<M>> {
  return useMutation<Output<M>, BridgeError, Input<M>>({ mutationFn: (input) => call(method, input) });
}

/** Whether a query's answer comes from the cache, not from main: everything but the session and the preferences. */
function isOfCommunity({ queryKey: [area] }: Query): boolean {
  return area !== 'session' && area !== 'preferences';
}

/** Keeps what is on screen true: asks changed areas again, and everything when the engine is ready again. Used once, at the root. */
export function useBridgeEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    const invalidator = createInvalidator(client);
    // The status of the exchange counts the decisions that wait.
    const stopChanged = subscribe('cache.changed', ({ areas }) =>
      invalidator.changed(areas.includes('outbox') ? [...areas, 'sync'] : areas),
    );
    const stopSession = subscribe('session.changed', (state) => {
      const key = queryKey('session.state', {});
      const before = client.getQueryData<Output<'session.state'>>(key);
      client.setQueryData(key, state);
      // What a lock hides must not stay in the page's memory either.
      if (state.state === 'locked' || state.state === 'first-run') client.removeQueries({ predicate: isOfCommunity });
      if (state.engine === 'ready' && before?.engine !== 'ready')
        void client.invalidateQueries({ predicate: isOfCommunity });
    });
    const stopTasks = subscribe('task.changed', (task) => {
      client.setQueryData<Output<'tasks.list'>>(queryKey('tasks.list', {}), (known = []) =>
        known.some(({ id }) => id === task.id)
          ? known.map((other) => (other.id === task.id ? task : other))
          : [...known, task],
      );
    });
    return () => {
      stopChanged();
      stopSession();
      stopTasks();
      invalidator.stop();
    };
  }, [client]);
}
