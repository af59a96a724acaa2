import { Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { useCommand } from '../bridge/queries.ts';
import { ErrorState } from '../components/error-state.tsx';
import { Notice } from '../components/notice.tsx';

const MODAL = 'remove-community';

/** Asks before a community is deleted: says what goes and what stays. */
export function openRemoval(community: CommunitySummary): void {
  modals.open({
    modalId: MODAL,
    title: <RemovalTitle community={community} />,
    children: <RemovalQuestion community={community} />,
  });
}

interface RemovalProps {
  readonly community: CommunitySummary;
}

function RemovalTitle({ community }: RemovalProps): ReactNode {
  const { t } = useTranslation();
  return t('remove.title', { community: community.name });
}

function RemovalQuestion({ community }: RemovalProps): ReactNode {
  const { t } = useTranslation();
  const removal = useCommand('communities.remove');
  function remove(): void {
    removal.mutate(
      { communityId: community.id },
      {
        onSuccess: () => {
          modals.close(MODAL);
          notifications.show({ message: t('remove.done', { community: community.name }) });
        },
      },
    );
  }
  if (removal.isError) return <ErrorState problem={removal.error.problem} onRetry={remove} />;
  return (
    <Stack gap="sm">
      <Notice level="alarm">{t('remove.effect', { count: community.memberCount })}</Notice>
      <Text size="sm">{t('remove.kept')}</Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} data-autofocus>
          {t('remove.keep')}
        </Button>
        <Button color="red" onClick={remove} loading={removal.isPending}>
          {t('remove.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}
