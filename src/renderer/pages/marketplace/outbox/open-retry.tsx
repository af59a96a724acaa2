import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { closeQuestion, DecisionQuestion, openQuestion } from './decision-question.tsx';

/** Asks before a refused or conflicting decision is made once more: says what that does, and why it cannot be when the check says no. */
export function openRetry(item: OutboxItem): void {
  openQuestion(<RetryTitle />, <Retry item={item} />);
}

function RetryTitle(): ReactNode {
  const { t } = useTranslation('offers');
  return t('retry.title');
}

function Retry({ item }: { readonly item: OutboxItem }): ReactNode {
  const { t } = useTranslation('offers');
  const { mutate, isPending, error } = useCommand('outbox.retry');
  // One opening is one decision: pressed again after an answer that got lost, it stays one.
  const [key] = useState(() => crypto.randomUUID());
  function retry(): void {
    mutate(
      { id: item.id, key },
      {
        onSuccess: () => {
          closeQuestion();
          notifications.show({ message: t('retry.done') });
        },
      },
    );
  }
  return (
    <DecisionQuestion
      item={item}
      effect={t('retry.effect')}
      keep={t('retry.keep')}
      confirm={t('retry.confirm')}
      onConfirm={retry}
      isPending={isPending}
      problem={error?.problem ?? null}
    />
  );
}
