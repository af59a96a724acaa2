import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { RoleButton } from '../../../app/role-button.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { decisionWords } from './decision-words.ts';
import { openDismissal } from './open-dismissal.tsx';
import { openRetry } from './open-retry.tsx';
import { openWithdrawal } from './open-withdrawal.tsx';
import styles from './outbox.module.css';

/** The way back while nothing was sent, and the ways on when the hub said no. */
export function RowActions({ item }: { readonly item: OutboxItem }): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const decision = {
    member: item.anonymizedId ?? t('outbox.heldBack'),
    decision: decisionWords(t, format, item),
  };
  const look = { needs: 'manager', variant: 'subtle', size: 'compact-xs' } as const;
  if (item.state === 'waiting') {
    return (
      <RoleButton {...look} aria-label={t('outbox.withdrawOf', decision)} onClick={() => openWithdrawal(item)}>
        {t('outbox.withdraw')}
      </RoleButton>
    );
  }
  if (item.state !== 'refused' && item.state !== 'conflict') return null;
  return (
    <Group gap={2} justify="flex-end" wrap="nowrap" className={styles.actions}>
      <RoleButton {...look} aria-label={t('outbox.retryOf', decision)} onClick={() => openRetry(item)}>
        {t('outbox.retry')}
      </RoleButton>
      <RoleButton {...look} aria-label={t('outbox.dismissOf', decision)} onClick={() => openDismissal(item)}>
        {t('outbox.dismiss')}
      </RoleButton>
    </Group>
  );
}
