import { Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Co2Factor } from '#shared/contract/stats.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { yearText } from './factor-words.ts';

const MODAL = 'remove-grid-factors';

export interface RemovalProps {
  readonly communityId: string;
  readonly factor: Extract<Co2Factor, { kind: 'hourly' }>;
}

/** Asks before hourly factors are given up: says what holds then and how to have them again. */
export function openFactorsRemoval(removal: RemovalProps): void {
  modals.open({ modalId: MODAL, title: <RemovalTitle />, children: <RemovalQuestion {...removal} /> });
}

function RemovalTitle(): ReactNode {
  const { t } = useTranslation('impact');
  return t('remove.title');
}

function RemovalQuestion({ communityId, factor: { source, otherwise } }: RemovalProps): ReactNode {
  const { t } = useTranslation('impact');
  const format = useFormat();
  const removal = useCommand('insights.removeFactors');
  function remove(): void {
    removal.mutate(
      { communityId },
      {
        onSuccess: () => {
          modals.close(MODAL);
          notifications.show({ message: t('remove.done') });
        },
      },
    );
  }
  if (removal.isError) return <ErrorState problem={removal.error.problem} onRetry={remove} />;
  return (
    <Stack gap="sm">
      <Notice level="attention">
        {otherwise === null
          ? t('remove.effectUnknown')
          : t('remove.effect', { factor: yearText(otherwise, { t, format }) })}
      </Notice>
      <Text size="sm">{t('remove.kept', { source })}</Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)} data-autofocus>
          {t('remove.keep')}
        </Button>
        <Button onClick={remove} loading={removal.isPending}>
          {t('remove.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}
