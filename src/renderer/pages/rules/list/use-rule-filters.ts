import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { readRuleFilters, writeRuleFilters, type RuleFilters } from './rule-filters.ts';

export type ChangeRuleFilters = (change: Partial<RuleFilters>) => void;

/** The filters of the list, kept in the address. Changing them replaces the entry in the history: "back" leaves the page. */
export function useRuleFilters(): readonly [RuleFilters, ChangeRuleFilters] {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readRuleFilters(params), [params]);
  const change = useCallback<ChangeRuleFilters>(
    (wanted) => setParams((old) => writeRuleFilters(old, { ...readRuleFilters(old), ...wanted }), { replace: true }),
    [setParams],
  );
  return [filters, change];
}
