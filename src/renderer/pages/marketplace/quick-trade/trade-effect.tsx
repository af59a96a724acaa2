import { Table, Text } from '@mantine/core';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import styles from '../offer-wizard/offers.module.css';
import { useIsSent } from '../offer-wizard/use-is-sent.ts';

type TradeAnswer = Output<'market.checkTrade'>;

/** What the trade does to both members, side by side. Null while no member or no quantity is chosen. */
export function TradeEffect({ answer }: { readonly answer: TradeAnswer | null }): ReactNode {
  const { t } = useTranslation('offers');
  if (answer === null || answer.buyer === null || answer.seller === null) {
    return (
      <div className={clsx(styles.effect, styles.tradeEffect)}>
        <p className={styles.quiet}>{t('trade.incomplete')}</p>
      </div>
    );
  }
  return <BothMembers answer={answer} buyer={answer.buyer} seller={answer.seller} />;
}

interface BothMembersProps {
  readonly answer: TradeAnswer;
  readonly buyer: NonNullable<TradeAnswer['buyer']>;
  readonly seller: NonNullable<TradeAnswer['seller']>;
}

function BothMembers({ answer, buyer, seller }: BothMembersProps): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const exact = exactly(format);
  const isSent = useIsSent();
  const sides = [
    { side: 'buyer', account: buyer, savings: answer.buyerSavings },
    { side: 'seller', account: seller, savings: answer.sellerSavings },
  ] as const;
  return (
    <>
      <Table className={styles.both} aria-label={t('trade.effect')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {sides.map(({ side, account }) => (
              <Table.Th key={side} scope="col" ta="right">
                {account.anonymizedId}
                <span className={styles.side}>{t(`trade.sides.${side}`)}</span>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr>
            <Table.Th scope="row">{t('trade.amount')}</Table.Th>
            {sides.map(({ side }) => (
              <Table.Td key={side} ta="right">
                {t(`trade.moves.${side}`, { amount: exact.money(answer.amount) })}
              </Table.Td>
            ))}
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{t('account.before')}</Table.Th>
            {sides.map(({ side, account }) => (
              <Table.Td key={side} ta="right">
                {exact.money(account.availableBefore)}
              </Table.Td>
            ))}
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{t('account.after')}</Table.Th>
            {sides.map(({ side, account }) => (
              <Table.Td key={side} ta="right">
                {exact.money(account.availableAfter)}
              </Table.Td>
            ))}
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{t('trade.savings')}</Table.Th>
            {sides.map(({ side, savings }) => (
              <Table.Td key={side} ta="right">
                <Savings side={side} savings={savings} />
              </Table.Td>
            ))}
          </Table.Tr>
        </Table.Tbody>
      </Table>
      <Notice level="info">
        {t('trade.binding', {
          buyer: buyer.anonymizedId,
          seller: seller.anonymizedId,
          amount: exact.money(answer.amount),
        })}{' '}
        {t(isSent ? 'effect.sent' : 'effect.kept')} {t('effect.wayBack')}
      </Notice>
    </>
  );
}

interface SavingsProps {
  readonly side: 'buyer' | 'seller';
  /** Micro-currency; negative is a loss, null without tariffs. */
  readonly savings: number | null;
}

/** Against retail for the buyer, against feed-in for the seller; a loss says that it is one. */
function Savings({ side, savings }: SavingsProps): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  if (savings === null) return t('trade.noTariffs');
  const isLoss = savings < 0;
  return (
    <Text size="sm" span className={isLoss ? styles.loss : undefined}>
      {t(`trade.${isLoss ? 'loses' : 'gains'}.${side}`, { amount: exactly(format).money(Math.abs(savings)) })}
    </Text>
  );
}
