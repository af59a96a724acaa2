import { Button, Group, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import styles from '../offer-wizard/offers.module.css';
import { decisionWords } from './decision-words.ts';

const MODAL = 'withdrawal';

/** Asks before a waiting decision is taken back: says what that does. */
export function openWithdrawal(item: OutboxItem): void {
  modals.open({
    modalId: MODAL,
    title: <WithdrawalTitle />,
    children: <Withdrawal item={item} />,
  });
}

function WithdrawalTitle(): ReactNode {
  const { t } = useTranslation('offers');
  return t('withdrawal.title');
}

function Withdrawal({ item }: { readonly item: OutboxItem }): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const withdrawal = useCommand('outbox.withdraw');
  function withdraw(): void {
    withdrawal.mutate(
      { id: item.id },
      {
        onSuccess: () => {
          modals.close(MODAL);
          notifications.show({ message: t('withdrawal.done') });
        },
      },
    );
  }
  return (
    <Stack gap="md">
      <p className={styles.statement}>
        {item.anonymizedId ?? t('outbox.heldBack')} {decisionWords(t, format, item)}.
      </p>
      <Notice level="info">{t(`withdrawal.effect.${item.type}`)}</Notice>
      {withdrawal.isError && <ErrorState problem={withdrawal.error.problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} data-autofocus>
          {t('withdrawal.keep')}
        </Button>
        <Button onClick={withdraw} loading={withdrawal.isPending}>
          {t('withdrawal.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}
