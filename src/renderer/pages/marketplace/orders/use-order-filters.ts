import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { readOrderFilters, writeOrderFilters, type OrderFilters } from './filters.ts';

export type ChangeOrderFilters = (change: Partial<OrderFilters>) => void;

/** The filters of the orders, kept in the address. Changing them replaces the entry in the history: "back" leaves the page. */
export function useOrderFilters(): readonly [OrderFilters, ChangeOrderFilters] {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readOrderFilters(params), [params]);
  const change = useCallback<ChangeOrderFilters>(
    (wanted) => setParams((old) => writeOrderFilters(old, { ...readOrderFilters(old), ...wanted }), { replace: true }),
    [setParams],
  );
  return [filters, change];
}
