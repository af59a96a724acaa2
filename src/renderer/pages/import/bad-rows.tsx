import { ScrollArea, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inspection } from '#shared/contract/imports.ts';
import { useFormat } from '../../i18n/use-format.ts';
import styles from './import.module.css';
import { phrase } from './phrases.ts';

export interface BadRowsProps {
  readonly inspection: Pick<Inspection, 'badRows' | 'badRowCount'>;
}

/** The rows that cannot be imported, each with its field, its value and what is wrong with it. */
export function BadRows({ inspection }: BadRowsProps): ReactNode {
  const { t } = useTranslation('import');
  const format = useFormat();
  const { badRows, badRowCount } = inspection;
  if (badRowCount === 0) return null;
  return (
    <section aria-labelledby="bad-rows">
      <Text fw={600} id="bad-rows">
        {t('badRows.title', { count: badRowCount, number: format.number(badRowCount) })}
      </Text>
      {badRows.length < badRowCount && (
        <Text size="xs" c="dimmed">
          {t('badRows.first', { count: badRows.length })}
        </Text>
      )}
      <ScrollArea.Autosize mah={180} mt={6} className={styles.badRows} viewportProps={{ tabIndex: 0 }}>
        <Table stickyHeader verticalSpacing={4} fz="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right">{t('badRows.row')}</Table.Th>
              <Table.Th>{t('badRows.field')}</Table.Th>
              <Table.Th>{t('badRows.value')}</Table.Th>
              <Table.Th>{t('badRows.problem')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {badRows.map(({ row, field, value, problem }) => (
              <Table.Tr key={`${row} ${field}`}>
                <Table.Td ta="right" className="tabular">
                  {format.number(row)}
                </Table.Td>
                <Table.Td>{field}</Table.Td>
                <Table.Td className={styles.value}>{value === '' ? t('badRows.empty') : value}</Table.Td>
                <Table.Td>{phrase(t, problem)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </section>
  );
}
