import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxOffer } from '#shared/contract/outbox.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import styles from './outbox.module.css';
import { windowText } from './window-text.ts';

/** A conflict side by side: what was decided here, and the offer that it is about as the hub has it now. */
export function BothVersions({ item }: { readonly item: OutboxOffer }): ReactNode {
  const { t } = useTranslation(['offers', 'marketplace']);
  const format = useFormat();
  const exact = exactly(format);
  const priceText = (price: number | null): string => (price === null ? t('versions.anyPrice') : exact.price(price));
  const { theirs } = item;
  return (
    <div className={styles.versions}>
      <Version
        title={t('versions.yours')}
        facts={[
          { label: t('versions.quantity'), value: exact.quantity(item.quantityWh) },
          { label: t('versions.price'), value: priceText(item.price) },
          { label: t('versions.window'), value: windowText(format, item) },
        ]}
      />
      {theirs === null ? (
        <Version title={t('versions.theirs')} facts={[]} note={t('versions.gone')} />
      ) : (
        <Version
          title={t('versions.theirs')}
          facts={[
            { label: t('versions.status'), value: t(`marketplace:statuses.${theirs.status}`) },
            {
              label: t('versions.left'),
              value: t('versions.leftOf', {
                left: exact.quantity(theirs.remainingWh),
                quantity: exact.quantity(theirs.quantityWh),
              }),
            },
            { label: t('versions.price'), value: priceText(theirs.price) },
          ]}
        />
      )}
    </div>
  );
}

interface VersionProps {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly note?: string;
}

function Version({ title, facts, note }: VersionProps): ReactNode {
  const titleId = useId();
  return (
    <div role="group" aria-labelledby={titleId} className={styles.version}>
      <p id={titleId} className={styles.versionTitle}>
        {title}
      </p>
      {note !== undefined && <p className={styles.note}>{note}</p>}
      {facts.length > 0 && (
        <dl className={styles.versionFacts}>
          {facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
