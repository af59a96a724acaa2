import { Table } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reconciliation } from '#shared/contract/settlement-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactMoney } from '#shared/format/exact-amounts.ts';
import classes from './reconciliation.module.css';

/** Money in against money out, written out to the last digit, and whether it holds. */
export function Proof({ books: { proof, differenceCount } }: { readonly books: Reconciliation }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const format = useFormat();
  const { bought, sold, fees, boughtByMembers, soldByMembers, holds } = proof;
  const money = (micro: number): string => exactMoney(micro, format);
  const against = (books: number, trades: number): string =>
    books === trades ? t('proof.same') : t('proof.differs', { by: exactMoney(books - trades, format, true) });
  const rest = bought - sold - fees;
  const Sign = holds ? IconCircleCheck : IconAlertTriangle;
  return (
    <section aria-label={t('proof.title')}>
      <p className={clsx(classes.verdict, !holds && classes.loss)}>
        <Sign size={20} stroke={1.9} aria-hidden />
        {holds ? t('proof.holds') : t('proof.fails', { count: Math.max(differenceCount, 1) })}
      </p>
      <Table className={classes.figures} verticalSpacing={4} horizontalSpacing="xs">
        <Table.Tbody>
          <Term name={t('proof.bought')} text={money(bought)} />
          <Term name={t('proof.sold')} text={`− ${money(sold)}`} />
          <Term name={t('proof.fees')} text={`− ${money(fees)}`} />
          <Term name={t('proof.rest')} text={`= ${money(rest)}`} isSum isWrong={rest !== 0} />
          <Term
            name={t('proof.boughtByMembers')}
            text={money(boughtByMembers)}
            note={against(boughtByMembers, bought)}
            isWrong={boughtByMembers !== bought}
            isApart
          />
          <Term
            name={t('proof.soldByMembers')}
            text={money(soldByMembers)}
            note={against(soldByMembers, sold)}
            isWrong={soldByMembers !== sold}
          />
        </Table.Tbody>
      </Table>
      <p className={classes.note}>{t('proof.note')}</p>
    </section>
  );
}

interface TermProps {
  readonly name: string;
  readonly text: string;
  readonly note?: string;
  readonly isSum?: boolean;
  readonly isWrong?: boolean;
  readonly isApart?: boolean;
}

function Term({ name, text, note, isSum = false, isWrong = false, isApart = false }: TermProps): ReactNode {
  return (
    <Table.Tr className={isSum ? classes.sum : undefined} data-apart={isApart || undefined}>
      <Table.Th scope="row">{name}</Table.Th>
      <Table.Td ta="right" className={isWrong ? classes.loss : undefined}>
        {text}
        {note !== undefined && <span className={clsx(classes.quiet, isWrong && classes.loss)}>{note}</span>}
      </Table.Td>
    </Table.Tr>
  );
}
