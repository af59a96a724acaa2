import { ScrollArea, Table } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Reconciliation } from '#shared/contract/settlement-records.ts';
import { usePeriod } from '../../../app/period.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './reconciliation.module.css';

export interface MemberBooksProps {
  readonly members: Reconciliation['members'];
}

/** What each member paid and got by settled trades. */
export function MemberBooks({ members }: MemberBooksProps): ReactNode {
  const { t } = useTranslation('reconciliation');
  const format = useFormat();
  const { search } = usePeriod();
  const { locale } = format;
  const sorted = useMemo(
    () => members.toSorted((a, b) => a.anonymizedId.localeCompare(b.anonymizedId, locale, { numeric: true })),
    [members, locale],
  );
  const money = (micro: number): string => format.money(micro, undefined, { decimals: 4 }).text;
  return (
    <Panel title={t('members.title')} subtitle={t('members.subtitle')} padded={false}>
      <ScrollArea.Autosize
        mah={460}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('members.title') }}
      >
        <Table stickyHeader className={classes.list} verticalSpacing={4} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('members.member')}</Table.Th>
              {(['bought', 'sold', 'balance', 'failed'] as const).map((column) => (
                <Table.Th key={column} scope="col" ta="right">
                  {t(`members.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sorted.map(({ memberId, anonymizedId, boughtAmount, soldAmount, balance, failedCount }) => (
              <Table.Tr key={memberId}>
                <Table.Td>
                  <Link to={{ pathname: `/members/${encodeURIComponent(memberId)}`, search }}>{anonymizedId}</Link>
                </Table.Td>
                <Table.Td ta="right">{money(boughtAmount)}</Table.Td>
                <Table.Td ta="right">{money(soldAmount)}</Table.Td>
                <Table.Td ta="right">{money(balance)}</Table.Td>
                <Table.Td ta="right" className={failedCount > 0 ? classes.loss : classes.none}>
                  {format.number(failedCount)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Panel>
  );
}
