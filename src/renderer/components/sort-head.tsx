import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { TermName } from '#shared/glossary/terms.ts';
import styles from './sort-head.module.css';

export interface SortHeadProps {
  readonly kind: 'text' | 'number';
  readonly label: string;
  /** What the column holds, in full. */
  readonly title: string;
  /** Below the name; null where the numbers have none. */
  readonly unit: string | null;
  /** Which way the rows are sorted by this column; null when they are not. */
  readonly sorted: 'ascending' | 'descending' | null;
  /** What the column holds, as the glossary calls it: the help key opens the help on it. */
  readonly term?: TermName | undefined;
  /** Null where they cannot be. */
  readonly onSort: (() => void) | null;
}

/** The head of a column, which a click sorts by. */
export function SortHead({ kind, label, title, unit, sorted, term, onSort }: SortHeadProps): ReactNode {
  const Arrow = sorted === 'descending' ? IconArrowDown : IconArrowUp;
  const name = (
    <>
      <span className={styles.name}>
        {sorted !== null && <Arrow size={13} stroke={2.25} aria-hidden />}
        <span className={styles.label}>{label}</span>
      </span>
      {unit !== null && <span className={styles.unit}>{unit}</span>}
    </>
  );
  if (onSort === null) {
    return (
      <span className={styles.head} data-kind={kind} data-term={term} title={title}>
        {name}
      </span>
    );
  }
  return (
    <button type="button" className={styles.head} data-kind={kind} data-term={term} title={title} onClick={onSort}>
      {name}
    </button>
  );
}
