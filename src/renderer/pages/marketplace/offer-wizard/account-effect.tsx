import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '#shared/contract/market-records.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import styles from './offers.module.css';

/** What the offer does to what the member can still spend. */
export function AccountEffect({ account }: { readonly account: Account | null }): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const exact = exactly(format);
  return (
    <div className={styles.effect}>
      <h3 className={styles.effectTitle}>
        {account === null ? t('account.title') : t('account.of', { member: account.anonymizedId })}
      </h3>
      {account === null ? (
        <p className={styles.quiet}>{t('account.noMember')}</p>
      ) : (
        <dl className={styles.facts}>
          <div className={styles.fact}>
            <dt>{t('account.before')}</dt>
            <dd>{exact.money(account.availableBefore)}</dd>
          </div>
          <div className={styles.fact}>
            <dt>{t('account.held')}</dt>
            <dd>{exact.money(account.availableBefore - account.availableAfter)}</dd>
          </div>
          <div className={styles.fact}>
            <dt>{t('account.after')}</dt>
            <dd>{exact.money(account.availableAfter)}</dd>
          </div>
        </dl>
      )}
    </div>
  );
}
