import { Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../bridge/queries.ts';
import { ChoiceCard } from './choice-card.tsx';
import type { ChoiceProps } from './choices.tsx';

/** Opens the cache once more: what stood in the way may be gone. */
export function Retry({ report: { trouble }, isBest }: ChoiceProps): ReactNode {
  const { t } = useTranslation('recovery');
  const client = useQueryClient();
  const retry = useCommand('recovery.retry');

  function again(): void {
    retry.mutate({}, { onSettled: () => void client.invalidateQueries({ queryKey: ['recovery'] }) });
  }

  return (
    <ChoiceCard
      title={t('retry.title')}
      isBest={isBest}
      actions={
        <Button
          variant={isBest ? 'filled' : 'default'}
          loading={retry.isPending}
          leftSection={<IconRefresh size={16} stroke={1.75} aria-hidden />}
          onClick={again}
        >
          {t('retry.do')}
        </Button>
      }
    >
      {t(`retry.text.${trouble}`, { defaultValue: t('retry.text.other') })}
      {retry.data?.state === 'trouble' && (
        <Text size="sm" c="var(--cw-failure-text)" mt={4} role="status">
          {t('retry.still')}
        </Text>
      )}
    </ChoiceCard>
  );
}
