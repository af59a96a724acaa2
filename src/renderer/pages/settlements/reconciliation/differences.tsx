import { ScrollArea, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Reconciliation } from '#shared/contract/settlement-records.ts';
import { startOfLocalDay } from '#shared/domain/slots.ts';
import { usePeriod } from '../../../app/period.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactValue, type Difference } from '#shared/format/exact-amounts.ts';
import classes from './reconciliation.module.css';

/** Where two books disagree: what should be, what is, and the difference, each to the last digit. */
export function Differences({ books }: { readonly books: Reconciliation }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const format = useFormat();
  const { differences, differenceCount } = books;
  const title = t('differences.title', { count: differenceCount, differences: format.number(differenceCount) });
  return (
    <Panel
      title={title}
      subtitle={
        differences.length < differenceCount
          ? t('differences.largest', { count: differences.length, shown: format.number(differences.length) })
          : t('differences.subtitle')
      }
      padded={false}
    >
      <ScrollArea.Autosize mah={420} type="auto" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': title }}>
        <Table stickyHeader className={classes.list} verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('differences.what')}</Table.Th>
              <Table.Th scope="col">{t('differences.where')}</Table.Th>
              {(['expected', 'found', 'difference'] as const).map((column) => (
                <Table.Th key={column} scope="col" ta="right">
                  {t(`differences.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differences.map((difference, row) => (
              <DifferenceRow key={row} difference={difference} />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Panel>
  );
}

function DifferenceRow({ difference }: { readonly difference: Difference }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const format = useFormat();
  const { kind, expected, found, unit } = difference;
  return (
    <Table.Tr>
      <Table.Td>
        {t(`differences.kinds.${kind}.name`)}
        <span className={classes.quiet}>{t(`differences.kinds.${kind}.text`)}</span>
      </Table.Td>
      <Table.Td>
        <Place difference={difference} />
      </Table.Td>
      <Table.Td ta="right">{exactValue(expected, unit, format)}</Table.Td>
      <Table.Td ta="right">{exactValue(found, unit, format)}</Table.Td>
      <Table.Td ta="right" className={classes.loss}>
        {exactValue(found - expected, unit, format, true)}
      </Table.Td>
    </Table.Tr>
  );
}

/** The trade, or the member and the day, that a difference is about, as a way there. */
function Place({ difference }: { readonly difference: Difference }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const format = useFormat();
  const { search } = usePeriod();
  const { tradeId, executedAt, memberId, anonymizedId, day } = difference;
  return (
    <div className={classes.place}>
      {tradeId !== null && executedAt !== null && (
        <Link to={{ pathname: `/ledger/trade/${executedAt}/${encodeURIComponent(tradeId)}`, search }}>
          {t('differences.trade', { time: format.dateTime(executedAt) })}
        </Link>
      )}
      {memberId !== null && (
        <Link to={{ pathname: `/members/${encodeURIComponent(memberId)}`, search }}>
          {anonymizedId ?? t('differences.heldBack')}
        </Link>
      )}
      {memberId === null && anonymizedId !== null && anonymizedId}
      {day !== null && <span className={classes.quiet}>{format.weekday(startOfLocalDay(day, format.timeZone))}</span>}
      {tradeId !== null && (
        <span className={classes.quiet} data-selectable>
          {tradeId}
        </span>
      )}
    </div>
  );
}
