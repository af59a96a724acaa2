import type { ReactNode } from 'react';
import styles from './mark.module.css';

/** A quiet label beside a name that says what kind of thing it is, e.g. "Demo". */
export function Mark({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className={styles.mark}>{children}</span>;
}
