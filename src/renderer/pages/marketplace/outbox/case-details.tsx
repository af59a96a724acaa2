import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OutboxSettlement } from '#shared/contract/outbox.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import styles from './outbox.module.css';

/** What a decision about a failed trade moves, why it was made, and the way to its case. */
export function CaseDetails({ item }: { readonly item: OutboxSettlement }): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const exact = exactly(format);
  const { search } = usePeriod();
  const { tradeId, executedAt, ours, reason } = item;
  return (
    <p className={styles.details}>
      {ours !== null && (
        <span>
          {t('outbox.settlement.trade', {
            quantity: exact.quantity(ours.quantityWh),
            amount: exact.money(ours.amount),
          })}
        </span>
      )}
      <span>{t('outbox.settlement.why', { reason })}</span>
      <Link to={{ pathname: `/settlements/case/${executedAt}/${encodeURIComponent(tradeId)}`, search }}>
        {t('outbox.settlement.open')}
      </Link>
    </p>
  );
}
