import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reconciliation } from '#shared/contract/settlement-records.ts';
import { resolutionKinds } from '#shared/settlement/events.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './reconciliation.module.css';

/** What became of the trades of the period, with counts and money; and how failed ones were put in order. */
export function PeriodFigures({ books }: { readonly books: Reconciliation }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const format = useFormat();
  const { trades, quantityWh, amount, resolved } = books;
  const states = [
    { key: 'settled', ...books.settled },
    { key: 'pending', ...books.pending },
    { key: 'open', ...books.open },
  ] as const;
  const kinds = resolutionKinds.map((kind) => ({ kind, ...resolved.byKind[kind] })).filter(({ count }) => count > 0);
  return (
    <section aria-label={t('figures.title')}>
      <Table className={classes.figures} verticalSpacing={4} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('figures.title')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('figures.count')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t('figures.amount')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {states.map(({ key, count, amount: sum }) => (
            <Row key={key} name={t(`figures.${key}`)} count={count} amount={sum} />
          ))}
          <Row
            name={t('figures.all', { energy: format.energy(quantityWh).text })}
            count={trades}
            amount={amount}
            isSum
          />
          <Row name={t('figures.failed')} count={books.failed.count} amount={books.failed.amount} isApart />
          {kinds.map(({ kind, count, amount: after, amountBefore }) => (
            <Row
              key={kind}
              name={t(`figures.resolved.${kind}`)}
              note={after === amountBefore ? null : t('figures.before', { amount: format.money(amountBefore).text })}
              count={count}
              amount={after}
            />
          ))}
        </Table.Tbody>
      </Table>
      <p className={classes.note}>{t('figures.note')}</p>
    </section>
  );
}

interface RowProps {
  readonly name: string;
  readonly count: number;
  readonly amount: number;
  readonly note?: string | null;
  readonly isSum?: boolean;
  /** The first of another list. */
  readonly isApart?: boolean;
}

function Row({ name, count, amount, note = null, isSum = false, isApart = false }: RowProps): ReactNode {
  const format = useFormat();
  return (
    <Table.Tr className={isSum ? classes.sum : undefined} data-apart={isApart || undefined}>
      <Table.Th scope="row">
        {name}
        {note !== null && <span className={classes.quiet}>{note}</span>}
      </Table.Th>
      <Table.Td ta="right">{format.number(count)}</Table.Td>
      <Table.Td ta="right">{format.money(amount).text}</Table.Td>
    </Table.Tr>
  );
}
