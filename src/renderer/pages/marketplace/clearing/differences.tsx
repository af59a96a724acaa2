import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredDifference } from '#shared/contract/market-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './clearing.module.css';
import { storedValueText } from './stored-value.ts';

/** Every value that is not what the certificate and the second computation say, beside what it should be. */
export function Differences({ differences }: { readonly differences: readonly StoredDifference[] }): ReactNode {
  const { t } = useTranslation('marketplace');
  const format = useFormat();
  return (
    <div className={classes.differences}>
      <Table verticalSpacing={4} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            {(['record', 'field', 'stored', 'expected'] as const).map((column) => (
              <Table.Th key={column} scope="col">
                {t(`difference.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differences.map(({ record, id, field, stored, expected }) => (
            <Table.Tr key={`${record} ${id} ${field}`}>
              <Table.Td>
                {t(`difference.records.${record}`)}
                {id !== null && <code className={classes.id}>{id}</code>}
              </Table.Td>
              <Table.Td>{t(`difference.fields.${field}`)}</Table.Td>
              <Table.Td>{storedValueText(field, stored, format)}</Table.Td>
              <Table.Td>{storedValueText(field, expected, format)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
