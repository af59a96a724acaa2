import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { readFilters, writeFilters, type Filters } from './filters.ts';

export type ChangeFilters = (change: Partial<Filters>) => void;

/** The filters of the list, kept in the address. Changing them replaces the entry in the history: "back" leaves the page. */
export function useFilters(): readonly [Filters, ChangeFilters] {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readFilters(params), [params]);
  const change = useCallback<ChangeFilters>(
    (wanted) => setParams((old) => writeFilters(old, { ...readFilters(old), ...wanted }), { replace: true }),
    [setParams],
  );
  return [filters, change];
}
