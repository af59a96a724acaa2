import { Button, Group, Select, Switch } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '#shared/contract/errors.ts';
import type { ReportSchedule } from '#shared/contract/report-records.ts';
import { useCommunities, useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useRefusal } from '../../../app/role.ts';
import { useSession } from '../../../app/session.ts';
import type { Input } from '#shared/contract/contract.ts';
import { languageName } from '#shared/languages/language.ts';
import { languages } from '#shared/languages/languages.ts';
import { useCommand, useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useProblemWords } from '../../../components/problem-words.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { monthName } from './report-words.ts';
import classes from './reports.module.css';

/** The monthly report that is made by itself, and what became of the last one. */
export function SchedulePanel(): ReactNode {
  const { t } = useTranslation('reports');
  const query = useMethod('reports.schedule', {});
  const isDemo = useSession()?.state === 'demo';
  return (
    <Panel title={t('schedule.title')} subtitle={t('schedule.subtitle')}>
      {isDemo ? (
        <p className={classes.text}>{t('schedule.demo')}</p>
      ) : (
        <PageState query={query} skeleton={<SkeletonLines lines={3} />}>
          {(schedule) => <Schedule schedule={schedule} onChanged={() => void query.refetch()} />}
        </PageState>
      )}
    </Panel>
  );
}

interface ScheduleProps {
  readonly schedule: ReportSchedule;
  readonly onChanged: () => void;
}

function Schedule({ schedule, onChanged }: ScheduleProps): ReactNode {
  const { t } = useTranslation('reports');
  const spoken = useLanguage();
  const { id: communityId } = useCommunity();
  const refusal = useRefusal('reporting');
  const set = useCommand('reports.setSchedule');
  const { isOn, language, folder, problem } = schedule;

  function change(wanted: Partial<Input<'reports.setSchedule'>>): void {
    set.mutate(
      {
        isOn,
        language,
        // Once it is on it stays with its community, whichever is open.
        communityId: isOn ? schedule.communityId : communityId,
        chooseFolder: false,
        ...wanted,
      },
      { onSettled: onChanged },
    );
  }

  return (
    <div className={classes.schedule}>
      {problem !== null && (
        <Notice level="alarm">
          <b>{t('schedule.problem')}</b> <ProblemWords problem={problem} />
        </Notice>
      )}
      {set.isError && <ErrorState problem={set.error.problem} />}
      <Group gap="xl" align="center">
        <Switch
          checked={isOn}
          disabled={refusal !== null || set.isPending}
          label={t('schedule.on')}
          description={refusal ?? undefined}
          // Without a folder there is nowhere to put it: one is asked for at once.
          onChange={(event) => change({ isOn: event.currentTarget.checked, chooseFolder: !isOn && folder === null })}
        />
        <Group gap="sm">
          <span className={classes.text}>
            {folder === null ? t('schedule.noFolder') : t('schedule.folder', { folder })}
          </span>
          <RoleButton
            needs="reporting"
            size="compact-sm"
            variant="default"
            leftSection={<IconFolder size={15} stroke={1.75} aria-hidden />}
            loading={set.isPending}
            onClick={() => change({ chooseFolder: true })}
          >
            {t('schedule.choose')}
          </RoleButton>
        </Group>
        <Select
          size="xs"
          w={140}
          aria-label={t('make.language')}
          allowDeselect={false}
          disabled={refusal !== null || set.isPending}
          value={language}
          onChange={(chosen) => change({ language: languages.find((one) => one === chosen) ?? language })}
          data={languages.map((one) => ({ value: one, label: languageName(one, spoken) }))}
        />
      </Group>
      <Last schedule={schedule} onMove={() => change({ communityId })} />
    </div>
  );
}

/** Whose report it is, and which month was the last. */
function Last({ schedule, onMove }: { readonly schedule: ReportSchedule; readonly onMove: () => void }): ReactNode {
  const { t } = useTranslation('reports');
  const { locale } = useFormat();
  const { id, name } = useCommunity();
  const communities = useCommunities().data ?? [];
  const { isOn, communityId, lastMonth } = schedule;
  if (!isOn) return <p className={classes.text}>{t('schedule.off')}</p>;
  const owner = communities.find((one) => one.id === communityId)?.name ?? t('schedule.unknownCommunity');
  return (
    <Group gap="sm">
      <p className={classes.text}>
        {t('schedule.of', { community: owner })}{' '}
        {lastMonth === null ? t('schedule.none') : t('schedule.last', { month: monthName(lastMonth, locale) })}
      </p>
      {communityId !== id && (
        <Button size="compact-sm" variant="subtle" onClick={onMove}>
          {t('schedule.move', { community: name })}
        </Button>
      )}
    </Group>
  );
}

/** The two that only a schedule has, and every other in the words of its code. */
function ProblemWords({ problem }: { readonly problem: Problem }): ReactNode {
  const { t } = useTranslation('reports');
  const words = useProblemWords();
  const { details } = problem;
  const folder = details?.['folder'];
  if (typeof folder === 'string') return t('schedule.folderGone', { folder });
  if (details?.['community'] !== undefined) return t('schedule.communityGone');
  const { happened, kept } = words(problem);
  return `${happened} ${kept} ${t('schedule.remedy')}`;
}
