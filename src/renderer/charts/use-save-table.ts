import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useMarks } from '../app/marks.ts';
import { useFormat } from '../i18n/use-format.ts';
import { toCsv, type ChartTable } from './chart-data.ts';
import { useSave } from './use-save.ts';

/**
 * Saves a table as CSV for spreadsheets of the person's language. What the community is marked as stands in each row: a file is renamed, and
 * its rows are copied into others.
 */
export function useSaveTable(): (name: string, table: () => ChartTable | Promise<ChartTable>) => Promise<void> {
  const { t } = useTranslation('charts');
  const { locale } = useFormat();
  const marks = useMarks().join(', ');
  const save = useSave();
  return useCallback(
    (name, table) =>
      save(name, 'csv', async () => {
        const { columns, rows } = await table();
        const mark = { label: t('export.mark'), kind: 'text', value: () => marks, text: () => marks } as const;
        return toCsv({ columns: marks === '' ? columns : [...columns, mark], rows }, locale);
      }),
    [t, locale, marks, save],
  );
}
