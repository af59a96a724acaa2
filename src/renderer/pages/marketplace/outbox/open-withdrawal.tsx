import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { closeQuestion, DecisionQuestion, openQuestion } from './decision-question.tsx';

/** Asks before a waiting decision is taken back: says what that does. */
export function openWithdrawal(item: OutboxItem): void {
  openQuestion(<WithdrawalTitle />, <Withdrawal item={item} />);
}

function WithdrawalTitle(): ReactNode {
  const { t } = useTranslation('offers');
  return t('withdrawal.title');
}

/** What is free again, or stays as it is. */
function subjectOf(item: OutboxItem): string {
  if (item.kind === 'settlement') return 'case';
  if (item.kind !== 'rule') return item.type;
  return item.baseVersion === 0 ? 'newRule' : 'rule';
}

function Withdrawal({ item }: { readonly item: OutboxItem }): ReactNode {
  const { t } = useTranslation('offers');
  const { mutate, isPending, error } = useCommand('outbox.withdraw');
  function withdraw(): void {
    mutate(
      { id: item.id },
      {
        onSuccess: () => {
          closeQuestion();
          notifications.show({ message: t('withdrawal.done') });
        },
      },
    );
  }
  return (
    <DecisionQuestion
      item={item}
      effect={t(`withdrawal.effect.${subjectOf(item)}`)}
      keep={t('withdrawal.keep')}
      confirm={t('withdrawal.confirm')}
      onConfirm={withdraw}
      isPending={isPending}
      problem={error?.problem ?? null}
    />
  );
}
