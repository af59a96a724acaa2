import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import classes from './facts.module.css';

/** Rows by the table of the cache that they stand in, in plain words. */
export function RowCounts({ counts }: { readonly counts: Readonly<Record<string, number>> }): ReactNode {
  const { t } = useTranslation('legal-retention');
  const format = useFormat();
  const entries = Object.entries(counts);
  if (entries.length === 0) return <span className={classes.quiet}>{t('rows.none')}</span>;
  return (
    <ul className={classes.list}>
      {entries.map(([table, count]) => (
        <li key={table}>
          <b>{format.number(count)}</b> {t(`rows.${table}`, { count })}
        </li>
      ))}
    </ul>
  );
}

/** How many rows these are together. */
export function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
