import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupDifference } from '#shared/contract/backups.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './backups.module.css';

/** What there is now, and what there would be: how far the data go, and their records by kind. Kinds without any are left out. */
export function DifferenceTable({ difference }: { readonly difference: BackupDifference }): ReactNode {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const { counts, dataTo } = difference;
  const until = (instant: number | null): string =>
    instant === null ? t('backups.dialog.noData') : format.dateTime(instant);
  const rows = [
    { of: 'dataTo', now: until(dataTo.now), after: until(dataTo.inBackup), change: '' },
    ...counts
      .filter(({ now, inBackup }) => now > 0 || inBackup > 0)
      .map(({ of, now, inBackup }) => ({
        of,
        now: format.number(now),
        after: format.number(inBackup),
        change: now === inBackup ? t('backups.dialog.same') : signed(inBackup - now),
      })),
  ];

  function signed(by: number): string {
    return `${by < 0 ? '\u2212' : '+'}${format.number(Math.abs(by))}`;
  }

  return (
    <div className={classes.scroll}>
      <Table
        className={classes.table}
        verticalSpacing={4}
        horizontalSpacing={10}
        aria-label={t('backups.dialog.table')}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('backups.dialog.columns.of')}</Table.Th>
            {(['now', 'after', 'change'] as const).map((column) => (
              <Table.Th key={column} scope="col" className={classes.number}>
                {t(`backups.dialog.columns.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ of, now, after, change }) => (
            <Table.Tr key={of}>
              <Table.Th scope="row">{t(`backups.dialog.of.${of}`)}</Table.Th>
              <Table.Td className={classes.number}>{now}</Table.Td>
              <Table.Td className={classes.number}>{after}</Table.Td>
              <Table.Td className={classes.number}>{change}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
