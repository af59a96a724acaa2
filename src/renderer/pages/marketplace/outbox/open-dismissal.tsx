import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { closeQuestion, DecisionQuestion, openQuestion } from './decision-question.tsx';
import { isRuleConflict } from './rule-conflict.ts';

/** Asks before a refused or conflicting decision is taken out of the list: says what that does. */
export function openDismissal(item: OutboxItem): void {
  openQuestion(<DismissalTitle texts={textsOf(item)} />, <Dismissal item={item} />);
}

/** Where two versions of a rule stand against each other, dismissing the own one takes the other. */
const textsOf = (item: OutboxItem) => (isRuleConflict(item) ? 'takingTheirs' : 'dismissal');

function DismissalTitle({ texts }: { readonly texts: ReturnType<typeof textsOf> }): ReactNode {
  const { t } = useTranslation('offers');
  return t(`${texts}.title`);
}

function Dismissal({ item }: { readonly item: OutboxItem }): ReactNode {
  const { t } = useTranslation('offers');
  const texts = textsOf(item);
  const { mutate, isPending, error } = useCommand('outbox.dismiss');
  function dismiss(): void {
    mutate(
      { id: item.id },
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
      onConfirm={dismiss}
      isPending={isPending}
      problem={error?.problem ?? null}
    />
  );
}
