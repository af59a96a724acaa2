import clsx from 'clsx';
import type { ReactNode } from 'react';
import type { Quantity } from '#shared/format/format.ts';
import { Explained, type Explanation } from './explained.tsx';
import styles from './figure.module.css';

export interface FigureProps {
  /** A number apart from its unit, or a text that has none (e.g. a percentage or "n/a"). */
  readonly value: Quantity | string;
  readonly explanation: Explanation;
  /** `lg` for a metric card, `md` (default) beside text. */
  readonly size?: 'md' | 'lg';
}

/** A number with a small unit that can be questioned. */
export function Figure({ value, explanation, size = 'md' }: FigureProps): ReactNode {
  return (
    <Explained explanation={explanation} className={clsx(styles.figure, 'tabular', size === 'lg' && styles.large)}>
      {typeof value === 'string' ? (
        value
      ) : value.text.endsWith(value.unit) ? (
        <>
          {value.value}
          <span className={styles.unit}>{`\u00a0${value.unit}`}</span>
        </>
      ) : (
        // Money, in a language that writes its currency first.
        value.text
      )}
    </Explained>
  );
}
