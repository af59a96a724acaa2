import { useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { useCurrentPage } from '../use-page.ts';
import { beginAskedWait, beginWait, watchWaits } from './waits.ts';

/** Measures the waits of an open window: each change of its address begins one. */
export function useWaits(): void {
  const client = useQueryClient();
  const page = useCurrentPage();
  const { pathname, search } = useLocation();
  const shown = useRef<{ page: typeof page; pathname: string; search: string }>({ page: null, pathname, search });
  useLayoutEffect(() => watchWaits(client, () => shown.current.page?.path ?? null), [client]);
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { page, pathname, search };
    if (page === null) return;
    if (before.page === null) beginAskedWait('unlock', page.path);
    else if (before.page !== page) beginWait('page', page.path);
    else if (before.pathname !== pathname) beginWait('view', page.path);
    else if (before.search !== search) beginWait('filter', page.path);
  }, [page, pathname, search]);
}
