import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { closeQuestion, DecisionQuestion, openQuestion } from './decision-question.tsx';

/** Asks before a refused or conflicting decision is taken out of the list: says what that does. */
export function openDismissal(item: OutboxItem): void {
  openQuestion(<DismissalTitle />, <Dismissal item={item} />);
}

function DismissalTitle(): ReactNode {
  const { t } = useTranslation('offers');
  return t('dismissal.title');
}

function Dismissal({ item }: { readonly item: OutboxItem }): ReactNode {
  const { t } = useTranslation('offers');
  const { mutate, isPending, error } = useCommand('outbox.dismiss');
  function dismiss(): void {
    mutate(
      { id: item.id },
      {
        onSuccess: () => {
          closeQuestion();
          notifications.show({ message: t('dismissal.done') });
        },
      },
    );
  }
  return (
    <DecisionQuestion
      item={item}
      effect={t('dismissal.effect')}
      keep={t('dismissal.keep')}
      confirm={t('dismissal.confirm')}
      onConfirm={dismiss}
      isPending={isPending}
      problem={error?.problem ?? null}
    />
  );
}
