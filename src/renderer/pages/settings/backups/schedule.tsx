import { SegmentedControl, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { useCommand, useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useProblemWords } from '../../../components/problem-words.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './backups.module.css';

const choices = ['day', 'week', 'never'] as const;

/** How often a backup is made by itself, and what became of the last one. */
export function Schedule(): ReactNode {
  const { t } = useTranslation('settings');
  const query = useMethod('backups.schedule', {});
  return (
    <Panel title={t('backups.schedule.title')} subtitle={t('backups.schedule.subtitle')}>
      <PageState query={query} skeleton={<SkeletonLines lines={2} />}>
        {(schedule) => <Choice schedule={schedule} onChanged={() => void query.refetch()} />}
      </PageState>
    </Panel>
  );
}

interface ChoiceProps {
  readonly schedule: Output<'backups.schedule'>;
  readonly onChanged: () => void;
}

function Choice({ schedule: { every, lastAt, problem }, onChanged }: ChoiceProps): ReactNode {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const words = useProblemWords();
  const set = useCommand('backups.setSchedule');
  return (
    <Stack gap="sm" align="flex-start">
      {problem !== null && (
        <Notice level="alarm">
          <b>{t('backups.schedule.problem')}</b> {words(problem).whole}
        </Notice>
      )}
      {set.isError && <ErrorState problem={set.error.problem} />}
      <SegmentedControl
        aria-label={t('backups.schedule.title')}
        value={every}
        disabled={set.isPending}
        data={choices.map((one) => ({ value: one, label: t(`backups.schedule.every.${one}`) }))}
        onChange={(chosen) =>
          set.mutate({ every: choices.find((one) => one === chosen) ?? every }, { onSettled: onChanged })
        }
      />
      <p className={classes.text}>
        {every === 'never'
          ? t('backups.schedule.off')
          : lastAt === null
            ? t('backups.schedule.notYet')
            : t('backups.schedule.last', { time: format.dateTime(lastAt) })}
      </p>
    </Stack>
  );
}
