import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { RoleButton } from '../../../app/role-button.tsx';
import { openDismissal } from './open-dismissal.tsx';
import { openRetry } from './open-retry.tsx';
import { openWithdrawal } from './open-withdrawal.tsx';
import styles from './outbox.module.css';
import { isRuleConflict } from './rule-conflict.ts';
import { useDecisionWords } from './use-decision-words.ts';

/** What the answers to a refusal are called. */
function waysOn(item: OutboxItem) {
  if (isRuleConflict(item)) return { on: 'keepMine', away: 'takeTheirs' } as const;
  return { on: item.kind === 'settlement' ? 'decideAgain' : 'retry', away: 'dismiss' } as const;
}

/** The way back while nothing was sent, and the ways on when the hub said no. */
export function RowActions({ item }: { readonly item: OutboxItem }): ReactNode {
  const { t } = useTranslation('offers');
  const words = useDecisionWords();
  const decision = { statement: words.statement(item) };
  const look = { needs: 'manager', variant: 'subtle', size: 'compact-xs' } as const;
  if (item.state === 'waiting') {
    return (
      <RoleButton {...look} aria-label={t('outbox.withdrawOf', decision)} onClick={() => openWithdrawal(item)}>
        {t('outbox.withdraw')}
      </RoleButton>
    );
  }
  if (item.state !== 'refused' && item.state !== 'conflict') return null;
  const ways = waysOn(item);
  return (
    <Group gap={2} justify="flex-end" wrap="nowrap" className={styles.actions}>
      <RoleButton
        {...look}
        needs={item.kind === 'settlement' ? 'admin' : 'manager'}
        aria-label={t(`outbox.${ways.on}Of`, decision)}
        onClick={() => openRetry(item)}
      >
        {t(`outbox.${ways.on}`)}
      </RoleButton>
      <RoleButton {...look} aria-label={t(`outbox.${ways.away}Of`, decision)} onClick={() => openDismissal(item)}>
        {t(`outbox.${ways.away}`)}
      </RoleButton>
    </Group>
  );
}
