import { Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryReport } from '#shared/contract/recovery.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { choicesFor, isWhole } from './ways-out.ts';
import styles from './recovery.module.css';

/** What is not lost, and what may be. */
export function Kept({ report }: { readonly report: RecoveryReport }): ReactNode {
  const { t } = useTranslation('recovery');
  const titleId = useId();
  const { trouble, decisions, hasHub, backups } = report;
  const isAll = isWhole(trouble) || (!decisions.mayBeMore && hasHub && backups.length > 0);
  return (
    <section aria-labelledby={titleId} className={styles.section}>
      <Title order={2} id={titleId} className={styles.heading}>
        {t(isAll ? 'kept.title' : 'kept.mixed')}
      </Title>
      <ul className={styles.kept}>{isWhole(trouble) ? <Whole {...report} /> : <Saved {...report} />}</ul>
    </section>
  );
}

function Whole(report: RecoveryReport): ReactNode {
  const { t } = useTranslation('recovery');
  const format = useFormat();
  const { bytes, backups, decisions } = report;
  const { readable } = decisions;
  return (
    <>
      <Line isGood>{t('kept.whole', { size: format.bytes(bytes) })}</Line>
      {readable > 0 && <Line isGood>{t('kept.inside', { count: readable, number: format.number(readable) })}</Line>}
      {choicesFor(report).includes('restore') && <Backups backups={backups} />}
    </>
  );
}

function Saved({ trouble, bytes, decisions, hasHub, backups }: RecoveryReport): ReactNode {
  const { t } = useTranslation('recovery');
  const format = useFormat();
  const { readable, mayBeMore } = decisions;
  const none = mayBeMore && backups.length === 0 ? 'lost' : 'none';
  const found = readable === 0 ? none : 'some';
  const counted = { count: readable, number: format.number(readable) };
  return (
    <>
      <Line isGood={!mayBeMore}>{t(`kept.decisions.${mayBeMore ? 'uncertain' : 'all'}.${found}`, counted)}</Line>
      <Backups backups={backups} />
      <Line isGood={hasHub}>{t(hasHub ? 'kept.hub' : 'kept.noHub')}</Line>
      {trouble !== 'file-missing' && trouble !== 'empty' && (
        <Line isGood>{t('kept.file', { size: format.bytes(bytes) })}</Line>
      )}
    </>
  );
}

function Backups({ backups }: Pick<RecoveryReport, 'backups'>): ReactNode {
  const { t } = useTranslation('recovery');
  const format = useFormat();
  const [newest] = backups;
  if (newest === undefined) return <Line isGood={false}>{t('kept.noBackup')}</Line>;
  const count = backups.length;
  const values = { count, number: format.number(count), time: format.dateTime(newest.madeAt) };
  return <Line isGood>{t('kept.backups', values)}</Line>;
}

function Line({ isGood, children }: { readonly isGood: boolean; readonly children: ReactNode }): ReactNode {
  return (
    <li className={styles.line} data-good={isGood || undefined}>
      {isGood ? (
        <IconCheck size={18} stroke={2} aria-hidden />
      ) : (
        <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
      )}
      <Text component="span">{children}</Text>
    </li>
  );
}
