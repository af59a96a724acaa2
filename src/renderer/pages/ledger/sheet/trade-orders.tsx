import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TradeSheet } from '#shared/contract/ledger-records.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import { windowText } from '../../marketplace/outbox/window-text.ts';
import classes from './sheet.module.css';
import { SideBySide, type SideRow } from './side-by-side.tsx';

type TradeOrder = NonNullable<TradeSheet['buyOrder']>;

const sides = ['buyOrder', 'sellOrder'] as const;

export interface TradeOrdersProps {
  readonly sheet: Pick<TradeSheet, 'buyOrder' | 'sellOrder'>;
}

/** The two orders that met in a trade, side by side. */
export function TradeOrders({ sheet }: TradeOrdersProps): ReactNode {
  const { t } = useTranslation(['trade-sheet', 'marketplace']);
  const format = useFormat();
  const exact = exactly(format);
  const { search } = usePeriod();
  function placedBy({ ruleId, ruleVersion }: TradeOrder): ReactNode {
    if (ruleId === null) return t('orders.byHand');
    return (
      <Link to={{ pathname: `/rules/${encodeURIComponent(ruleId)}`, search }}>
        {ruleVersion === null ? t('orders.byRule') : t('orders.byRuleVersion', { version: ruleVersion })}
      </Link>
    );
  }
  const rows: readonly SideRow<TradeOrder>[] = [
    {
      name: t('orders.limit'),
      text: ({ price }) => (price === null ? t('orders.anyPrice') : exact.price(price)),
    },
    {
      name: t('orders.quantity'),
      text: ({ quantityWh, remainingWh }) =>
        remainingWh === 0
          ? exact.quantity(quantityWh)
          : t('orders.left', { quantity: exact.quantity(quantityWh), left: exact.quantity(remainingWh) }),
    },
    { name: t('orders.window'), text: (order) => windowText(format, order) },
    { name: t('orders.placedAt'), text: ({ createdAt }) => format.dateTime(createdAt) },
    { name: t('orders.placedBy'), text: placedBy },
    { name: t('orders.status'), text: ({ status }) => t(`marketplace:statuses.${status}`) },
  ];
  return (
    <>
      <SideBySide sides={sides.map((side) => ({ head: t(`orders.${side}`), thing: sheet[side] }))} rows={rows} />
      {sides.some((side) => sheet[side] === null) && <p className={classes.note}>{t('orders.gone')}</p>}
    </>
  );
}
