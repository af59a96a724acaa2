import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DIRECT, type TradeSheet } from '#shared/contract/ledger-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { Certificate } from '../../marketplace/clearing/certificate.tsx';
import { exactly } from '#shared/format/exact.ts';
import classes from './sheet.module.css';

export interface TradeClearingProps {
  readonly sheet: Pick<TradeSheet, 'trade' | 'clearing'>;
}

/** How a trade came about: the clearing of its slot with the certificate that proves it, or that somebody took an offer. */
export function TradeClearing({ sheet: { trade, clearing } }: TradeClearingProps): ReactNode {
  const { t } = useTranslation(['trade-sheet', 'marketplace']);
  const { slot, mechanism } = trade;
  return (
    <>
      {mechanism === DIRECT ? (
        <p className={classes.text}>{t('clearing.direct')}</p>
      ) : clearing === null ? (
        <p className={classes.text}>{t('clearing.unknown')}</p>
      ) : (
        <Facts mechanism={mechanism} clearing={clearing} />
      )}
      {clearing !== null && (
        <Certificate
          key={clearing.id}
          slot={slot}
          certificate={{ clearingId: clearing.id, fingerprint: clearing.fingerprint }}
        />
      )}
      <p className={classes.links}>
        <Link to={`/marketplace?slot=${slot}`}>{t('clearing.toSlot')}</Link>
      </p>
    </>
  );
}

interface FactsProps {
  readonly mechanism: string;
  readonly clearing: NonNullable<TradeSheet['clearing']>;
}

function Facts({ mechanism, clearing: { type, price, quantityWh } }: FactsProps): ReactNode {
  const { t } = useTranslation(['trade-sheet', 'marketplace']);
  const format = useFormat();
  const exact = exactly(format);
  const facts = [
    { name: t('clearing.mechanism'), value: t(`marketplace:mechanisms.${mechanism}`, { defaultValue: mechanism }) },
    { name: t('clearing.price'), value: price === null ? t('clearing.noPrice') : exact.price(price) },
    { name: t('clearing.quantity'), value: exact.quantity(quantityWh) },
    {
      name: t('clearing.outcome'),
      value: t(`marketplace:clearing.outcomes.cleared.${type}`, { defaultValue: type }),
    },
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
