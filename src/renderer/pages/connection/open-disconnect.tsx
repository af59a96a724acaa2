import { Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hostOf, useSync, type HubConnection } from '../../app/sync.ts';
import { useCommand } from '../../bridge/queries.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';

const MODAL = 'disconnect';

/** Asks before the connection ends: says what stays and what does not go on. */
export function openDisconnect(connection: HubConnection): void {
  const host = hostOf(connection.address);
  modals.open({ modalId: MODAL, title: <DisconnectTitle host={host} />, children: <Disconnect host={host} /> });
}

function DisconnectTitle({ host }: { readonly host: string }): ReactNode {
  const { t } = useTranslation('connection');
  return t('disconnect.title', { host });
}

function Disconnect({ host }: { readonly host: string }): ReactNode {
  const { t } = useTranslation('connection');
  const disconnect = useCommand('sync.disconnect');
  const waiting = useSync()?.outbox.waiting ?? 0;
  const problem = disconnect.error?.problem ?? null;
  function end(): void {
    disconnect.mutate(
      {},
      {
        onSuccess: () => {
          modals.close(MODAL);
          notifications.show({ message: t('disconnect.done', { host }) });
        },
      },
    );
  }
  return (
    <Stack gap="sm">
      <Notice level="attention">{t('disconnect.effect', { host })}</Notice>
      <Text size="sm">{t('disconnect.kept')}</Text>
      {waiting > 0 && <Notice level="alarm">{t('disconnect.waiting', { count: waiting })}</Notice>}
      {problem !== null && problem.code !== 'VERSION_CONFLICT' && <ErrorState problem={problem} />}
      {problem?.code === 'VERSION_CONFLICT' && waiting === 0 && (
        <Notice level="alarm">{t('disconnect.stillWaiting')}</Notice>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} data-autofocus>
          {t('disconnect.keep')}
        </Button>
        <Button color="red" onClick={end} loading={disconnect.isPending} disabled={waiting > 0}>
          {t('disconnect.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}
