import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ErasureRecord } from '#shared/contract/privacy-records.ts';
import { usePeriod } from '../../../app/period.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from '../facts.module.css';
import { RowCounts } from '../row-counts.tsx';

/** What was erased so far: the proof of it, which names nobody. */
export function RecordsPanel({ records }: { readonly records: readonly ErasureRecord[] }): ReactNode {
  const { t } = useTranslation('legal-retention');
  return (
    <Panel title={t('records.title')} subtitle={t('records.subtitle')}>
      {records.length === 0 ? <p className={classes.text}>{t('records.none')}</p> : <Records records={records} />}
    </Panel>
  );
}

function Records({ records }: { readonly records: readonly ErasureRecord[] }): ReactNode {
  const { t } = useTranslation('legal-retention');
  const format = useFormat();
  const { search } = usePeriod();
  return (
    <div className={classes.scroll}>
      <Table className={classes.table} verticalSpacing={6} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            {(['at', 'what', 'erased'] as const).map((column) => (
              <Table.Th key={column} scope="col">
                {t(`records.${column}`)}
              </Table.Th>
            ))}
            <Table.Th scope="col" className={classes.number}>
              {t('records.entry')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.map(({ id, at, class: name, cutoff, counts, auditEntry }) => (
            <Table.Tr key={id}>
              <Table.Td className={classes.nowrap}>{format.dateTime(at)}</Table.Td>
              <Table.Td>
                {name === null || cutoff === null
                  ? t('records.member')
                  : t('records.clock', { class: t(`classes.${name}`), day: format.date(cutoff) })}
              </Table.Td>
              <Table.Td>
                <RowCounts counts={counts} />
              </Table.Td>
              <Table.Td className={classes.number}>
                <Link to={{ pathname: '/audit/log', search }}>{format.number(auditEntry)}</Link>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
