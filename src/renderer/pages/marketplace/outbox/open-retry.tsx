import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { closeQuestion, DecisionQuestion, openQuestion } from './decision-question.tsx';
import { isRuleConflict } from './rule-conflict.ts';

/** Asks before a refused or conflicting decision is made once more: says what that does, and why it cannot be when the check says no. */
export function openRetry(item: OutboxItem): void {
  openQuestion(<RetryTitle texts={textsOf(item)} />, <Retry item={item} />);
}

/** Where two versions of a rule stand against each other, deciding the own one again puts it on top of the other. */
function textsOf(item: OutboxItem) {
  if (isRuleConflict(item)) return 'keepingMine';
  return item.kind === 'settlement' ? 'decidingCase' : 'retry';
}

function RetryTitle({ texts }: { readonly texts: ReturnType<typeof textsOf> }): ReactNode {
  const { t } = useTranslation('offers');
  return t(`${texts}.title`);
}

function Retry({ item }: { readonly item: OutboxItem }): ReactNode {
  const { t } = useTranslation('offers');
  const texts = textsOf(item);
  const { mutate, isPending, error } = useCommand('outbox.retry');
  // One opening is one decision: pressed again after an answer that got lost, it stays one.
  const [key] = useState(() => crypto.randomUUID());
  function retry(): void {
    mutate(
      { id: item.id, key },
      {
        onSuccess: () => {
          closeQuestion();
          notifications.show({ message: t(`${texts}.done`) });
        },
      },
    );
  }
  return (
    <DecisionQuestion
      item={item}
      effect={t(`${texts}.effect`)}
      keep={t(`${texts}.keep`)}
      confirm={t(`${texts}.confirm`)}
      onConfirm={retry}
      isPending={isPending}
      problem={error?.problem ?? null}
    />
  );
}
