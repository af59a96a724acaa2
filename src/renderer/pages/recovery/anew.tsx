import { Button, Group } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.tsx';
import { ChoiceCard } from './choice-card.tsx';
import type { ChoiceProps } from './choices.tsx';
import { useWayOut } from './use-way-out.ts';

/** Begins with an empty cache, after a second look at what that means. */
export function Anew({ report: { hasHub }, isBest }: ChoiceProps): ReactNode {
  const { t } = useTranslation('recovery');
  const [isAsked, setAsked] = useState(false);
  const wayOut = useWayOut('recovery.startAnew');
  return (
    <ChoiceCard
      title={t('anew.title')}
      isBest={isBest}
      actions={
        isAsked ? (
          <>
            <Notice level="attention">{t('anew.effect')}</Notice>
            <Group gap="xs" mt="sm">
              <Button loading={wayOut.isPending} onClick={() => wayOut.take({})}>
                {t('anew.confirm')}
              </Button>
              <Button variant="default" disabled={wayOut.isPending} onClick={() => setAsked(false)}>
                {t('anew.back')}
              </Button>
            </Group>
          </>
        ) : (
          <Button
            variant={isBest ? 'filled' : 'default'}
            leftSection={<IconSparkles size={16} stroke={1.75} aria-hidden />}
            onClick={() => setAsked(true)}
          >
            {t('anew.do')}
          </Button>
        )
      }
    >
      {t(hasHub ? 'anew.hub' : 'anew.noHub')}
    </ChoiceCard>
  );
}
