/** Filters that stand in the address. Pure but for the hook. */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

export type ChangeFilters<Filters> = (change: Partial<Filters>) => void;

/** The value that a text names; `otherwise` where it names none of them. */
export function oneOf<T extends string>(values: readonly T[], text: string | null, otherwise: T): T {
  return values.find((value) => value === text) ?? otherwise;
}

/** `params` with the entries written into it: what is null is left out, other entries stay. */
export function withEntries(
  params: URLSearchParams,
  entries: readonly (readonly [string, string | null])[],
): URLSearchParams {
  const written = new URLSearchParams(params);
  for (const [name, value] of entries) {
    if (value === null) written.delete(name);
    else written.set(name, value);
  }
  return written;
}

/**
 * The filters of a list, kept in the address. Changing them replaces the entry in the history: "back" leaves the page.
 * @param read and `write`: functions of a module, the same at every call
 */
export function useAddressFilters<Filters>(
  read: (params: URLSearchParams) => Filters,
  write: (params: URLSearchParams, filters: Filters) => URLSearchParams,
): readonly [Filters, ChangeFilters<Filters>] {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => read(params), [read, params]);
  const change = useCallback<ChangeFilters<Filters>>(
    (wanted) => setParams((old) => write(old, { ...read(old), ...wanted }), { replace: true }),
    [read, write, setParams],
  );
  return [filters, change];
}
