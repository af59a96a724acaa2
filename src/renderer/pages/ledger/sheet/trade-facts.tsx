import { IconAlertTriangle, IconCheck, IconClock, type Icon } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { LedgerTrade } from '#shared/contract/ledger-records.ts';
import type { SettlementStatus } from '#shared/domain/records.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import classes from './sheet.module.css';
import { TradePrices } from './trade-prices.tsx';

export interface TradeFactsProps {
  readonly trade: LedgerTrade;
}

/** Who traded how much for what, how far it is settled, and what it saved both against the grid. */
export function TradeFacts({ trade }: TradeFactsProps): ReactNode {
  const { t } = useTranslation('trade-sheet');
  const format = useFormat();
  const exact = exactly(format);
  const { executedAt, slot, quantityWh, price, amount } = trade;
  const facts: readonly { readonly name: string; readonly value: ReactNode }[] = [
    { name: t('parties.buyer'), value: <Party id={trade.buyerId} name={trade.buyer} /> },
    { name: t('parties.seller'), value: <Party id={trade.sellerId} name={trade.seller} /> },
    { name: t('facts.executedAt'), value: format.dateTime(executedAt) },
    { name: t('facts.slot'), value: format.dateTime(slot) },
    { name: t('facts.status'), value: <Status trade={trade} /> },
    {
      name: t('facts.amount'),
      value: t('facts.formula', {
        quantity: exact.quantity(quantityWh),
        price: exact.price(price),
        amount: exact.money(amount),
      }),
    },
  ];
  return (
    <>
      <dl className={classes.facts}>
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <TradePrices trade={trade} />
    </>
  );
}

function Party({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  const { search } = usePeriod();
  return <Link to={{ pathname: `/members/${encodeURIComponent(id)}`, search }}>{name}</Link>;
}

const icons: Record<SettlementStatus, Icon> = { settled: IconCheck, pending: IconClock, failed: IconAlertTriangle };

function Status({ trade: { status, failureCode } }: { readonly trade: LedgerTrade }): ReactNode {
  const { t } = useTranslation(['trade-sheet', 'health']);
  const StatusIcon = icons[status];
  return (
    <span className={clsx(classes.status, status === 'failed' && classes.loss)}>
      <StatusIcon size={15} stroke={2} aria-hidden />
      {status === 'failed'
        ? t('facts.failed', { cause: t(`health:failureCodes.${failureCode ?? 'UNKNOWN'}`) })
        : t(`facts.statuses.${status}`)}
    </span>
  );
}
