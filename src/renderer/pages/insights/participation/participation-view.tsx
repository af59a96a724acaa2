import { Skeleton } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { ShowAllDays } from '../../../app/show-all-days.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import type { EmptyStateProps } from '../../../components/empty-state.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { DAYS_OF_PARTICIPATION } from '../comparable.ts';
import { GroupFilter, useGroup } from '../group-filter.tsx';
import { insightStepOf } from '../insight-step.ts';
import { usePairedSteps } from '../use-paired-steps.ts';
import { Achievements } from './achievements.tsx';
import { MovesChart } from './moves-chart.tsx';
import { ParticipantsChart } from './participants-chart.tsx';
import { ParticipationFigures } from './participation-figures.tsx';
import classes from './participation.module.css';

/** Who takes part, who came and went, and what has been reached. */
export function ParticipationView(): ReactNode {
  const { t } = useTranslation('participation');
  const { id: communityId, name } = useCommunity();
  const { range, previous, isPreviousCut, compare, days, firstDay, lastDay, label, previousLabel } = usePeriod();
  const group = useGroup();
  const step = insightStepOf(days);
  const query = useMethod('insights.participation', {
    communityId,
    range,
    compareWith: compare ? previous : null,
    step,
    group,
  });
  const { data } = query;
  const steps = usePairedSteps(step, data?.start, data?.previous?.start ?? null);
  const beforeLabel = compare ? previousLabel : null;
  const empty: EmptyStateProps = {
    icon: <IconUsers size={22} stroke={1.75} />,
    title: t('nothing'),
    text: t('nothingText'),
    actions: <ShowAllDays />,
  };
  const shared = {
    query,
    step,
    steps,
    range,
    label,
    beforeLabel,
    source: name,
    days: `${formatDay(firstDay)}_${formatDay(lastDay)}`,
    empty,
  };
  return (
    <div className={classes.view}>
      <Panel>
        <div className={classes.head}>
          <GroupFilter />
          <PageState query={query} skeleton={<Skeleton height={70} />}>
            {(answer) => (
              <ParticipationFigures
                participation={answer}
                isComparable={!isPreviousCut || days >= DAYS_OF_PARTICIPATION}
                beforeLabel={beforeLabel}
                isOutdated={query.isPlaceholderData}
              />
            )}
          </PageState>
        </div>
      </Panel>
      <div className={classes.pair}>
        <ParticipantsChart {...shared} />
        <MovesChart {...shared} />
      </div>
      <Achievements />
    </div>
  );
}
