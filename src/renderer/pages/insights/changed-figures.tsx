import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Figure } from '../../components/figure.tsx';
import type { Explanation } from '../../components/explained.tsx';
import type { Quantity } from '#shared/format/format.ts';
import classes from './changed-figures.module.css';

export interface ChangedFigure {
  readonly label: string;
  /** A number that can be questioned, or what stands in its place. */
  readonly value: Quantity | string | { readonly instead: ReactNode };
  readonly explanation: Explanation;
  /** How it changed, signed; null when nothing is compared. */
  readonly change: string | null;
  /** Below: what else must be known of it. */
  readonly note?: ReactNode;
}

export interface ChangedFiguresProps {
  readonly figures: readonly ChangedFigure[];
  /** The days of the period before; null without one. */
  readonly beforeLabel: string | null;
  /** While the answer to another question is still shown. */
  readonly isOutdated: boolean;
}

/** The sums of a period, each with how it changed against the period before. */
export function ChangedFigures({ figures, beforeLabel, isOutdated }: ChangedFiguresProps): ReactNode {
  const { t } = useTranslation('insights');
  return (
    <dl className={classes.figures} aria-busy={isOutdated}>
      {figures.map(({ label, value, explanation, change, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {typeof value === 'object' && 'instead' in value ? (
              <span className={classes.instead}>{value.instead}</span>
            ) : (
              <Figure size="lg" value={value} explanation={{ title: label, ...explanation }} />
            )}
            {change !== null && beforeLabel !== null && (
              <span className={classes.change}>{t('change', { change, before: beforeLabel })}</span>
            )}
            {note !== undefined && <span className={classes.note}>{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
