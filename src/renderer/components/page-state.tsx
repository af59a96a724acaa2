import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { BridgeError } from '../bridge/client.ts';
import { EmptyState, type EmptyStateProps } from './empty-state.tsx';
import { ErrorState, StaleNote } from './error-state.tsx';

export interface PageStateProps<T> {
  readonly query: UseQueryResult<T, BridgeError>;
  /** Shown in the place and size of the content until there is an answer. */
  readonly skeleton?: ReactNode;
  /** What to show instead of the content when `isEmpty` says so: always with the next step. */
  readonly empty?: EmptyStateProps;
  readonly isEmpty?: (data: T) => boolean;
  readonly children: (data: T) => ReactNode;
}

/**
 * The states of everything that is asked for: skeleton, error with its remedy, empty with the next step, content. An answer that could
 * not be renewed stays visible and says so.
 */
export function PageState<T>({ query, skeleton, empty, isEmpty, children }: PageStateProps<T>): ReactNode {
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    if (query.isError) return <ErrorState problem={query.error.problem} onRetry={retry} />;
    return skeleton ?? <SkeletonLines />;
  }
  if (empty !== undefined && isEmpty?.(query.data) === true) return <EmptyState {...empty} />;
  return (
    <>
      {query.isError && <StaleNote problem={query.error.problem} since={query.dataUpdatedAt} onRetry={retry} />}
      {children(query.data)}
    </>
  );
}

/** Grey lines where text will be. */
export function SkeletonLines({ lines = 4 }: { readonly lines?: number }): ReactNode {
  return (
    <Stack gap={10} aria-busy="true">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={14} width={`${92 - ((line * 17) % 40)}%`} />
      ))}
    </Stack>
  );
}
