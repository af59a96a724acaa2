import { useMemo, useRef, useState } from 'react';
import { MAX_CASES_AT_ONCE, type CaseSummary } from '#shared/contract/settlement-records.ts';
import { caseKey } from '../case-words.ts';

export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** The chosen rows as they are now, in the order of the list. */
  readonly cases: readonly CaseSummary[];
  /** Chooses a row or takes it out; as a range, all rows from the one before to this one. */
  readonly toggle: (row: CaseSummary, isRange: boolean) => void;
  /** The first of all rows, as many as can be decided at once. */
  readonly chooseAll: () => void;
  readonly clear: () => void;
}

/** The rows that a person has chosen. One that leaves the list is not chosen any more. */
export function useSelection(rows: readonly CaseSummary[]): Selection {
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const cases = useMemo(
    () => rows.filter((row) => wanted.has(caseKey(row))).slice(0, MAX_CASES_AT_ONCE),
    [rows, wanted],
  );
  const keys = useMemo(() => new Set(cases.map(caseKey)), [cases]);

  function toggle(row: CaseSummary, isRange: boolean): void {
    const key = caseKey(row);
    const next = new Set(keys);
    const from = isRange ? rows.findIndex((one) => caseKey(one) === last.current) : -1;
    if (from >= 0) {
      const to = rows.findIndex((one) => caseKey(one) === key);
      for (const one of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(caseKey(one));
    } else if (!next.delete(key)) next.add(key);
    last.current = key;
    setWanted(next);
  }

  return {
    keys,
    cases,
    toggle,
    chooseAll: () => setWanted(new Set(rows.slice(0, MAX_CASES_AT_ONCE).map(caseKey))),
    clear: () => setWanted(new Set()),
  };
}
