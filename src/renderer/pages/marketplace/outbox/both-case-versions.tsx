import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxSettlement } from '#shared/contract/outbox.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { SettlementTimeline } from '../../ledger/sheet/settlement-timeline.tsx';
import { exactly } from '#shared/format/exact.ts';
import styles from './outbox.module.css';

/** A case that was decided here and at the hub: the trade and its steps as this desk saw them, and as the hub has them now. */
export function BothCaseVersions({ item }: { readonly item: OutboxSettlement }): ReactNode {
  const { t } = useTranslation('offers');
  return (
    <div className={styles.caseVersions}>
      <CaseVersion title={t('caseVersions.ours')} version={item.ours} missing={t('caseVersions.noneHere')} />
      <CaseVersion title={t('caseVersions.theirs')} version={item.theirs} missing={t('caseVersions.gone')} />
    </div>
  );
}

interface CaseVersionProps {
  readonly title: string;
  readonly version: OutboxSettlement['ours'];
  readonly missing: string;
}

function CaseVersion({ title, version, missing }: CaseVersionProps): ReactNode {
  const { t } = useTranslation(['offers', 'health']);
  const format = useFormat();
  const exact = exactly(format);
  const titleId = useId();
  if (version === null) {
    return (
      <div role="group" aria-labelledby={titleId} className={styles.version}>
        <p id={titleId} className={styles.versionTitle}>
          {title}
        </p>
        <p className={styles.note}>{missing}</p>
      </div>
    );
  }
  const { status, failureCode, quantityWh, amount, events } = version;
  const facts = [
    {
      label: t('caseVersions.status'),
      value:
        status === 'failed'
          ? t('caseVersions.failed', { cause: t(`health:failureCodes.${failureCode ?? 'UNKNOWN'}`) })
          : t(`caseVersions.statuses.${status}`),
    },
    { label: t('caseVersions.quantity'), value: exact.quantity(quantityWh) },
    { label: t('caseVersions.amount'), value: exact.money(amount) },
    { label: t('caseVersions.version'), value: format.number(version.version) },
  ];
  return (
    <div role="group" aria-labelledby={titleId} className={styles.version}>
      <p id={titleId} className={styles.versionTitle}>
        {title}
      </p>
      <dl className={styles.versionFacts}>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {events.length > 0 && <SettlementTimeline events={events} />}
    </div>
  );
}
