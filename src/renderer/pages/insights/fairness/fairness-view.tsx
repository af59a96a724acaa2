import { Skeleton } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { ShowAllDays } from '../../../app/show-all-days.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { GroupFilter, useGroup } from '../group-filter.tsx';
import { FairnessFigures } from './fairness-figures.tsx';
import classes from './fairness.module.css';
import { LorenzChart } from './lorenz-chart.tsx';
import { LossMonitor } from './loss-monitor.tsx';
import { SavingsChart } from './savings-chart.tsx';
import { useNoChart } from './use-no-chart.ts';

const FIGURES_HEIGHT = 140;

/** How the savings are spread over the members, and who of them lost against retail. */
export function FairnessView(): ReactNode {
  const { t } = useTranslation('fairness');
  const { id: communityId, name } = useCommunity();
  const { range, previous, compare, label, previousLabel, firstDay, lastDay } = usePeriod();
  const group = useGroup();
  const noChart = useNoChart();
  const query = useMethod('insights.fairness', {
    communityId,
    range,
    compareWith: compare ? previous : null,
    group,
  });
  const shared = { query, source: name, periodLabel: label, days: `${formatDay(firstDay)}_${formatDay(lastDay)}` };
  return (
    <div className={classes.view}>
      <Panel title={t('title')} subtitle={t('subtitle', { period: label })} actions={<GroupFilter />}>
        <PageState
          query={query}
          skeleton={<Skeleton height={FIGURES_HEIGHT} />}
          empty={{
            icon: <IconReceiptOff size={22} stroke={1.75} />,
            ...noChart(query.data?.current),
            actions: <ShowAllDays />,
          }}
          isEmpty={({ current }) => current.members === 0 || current.withheld !== null}
        >
          {({ current, previous: before }) => (
            <FairnessFigures
              spread={current}
              before={before}
              beforeLabel={compare ? previousLabel : null}
              isOutdated={query.isPlaceholderData}
            />
          )}
        </PageState>
      </Panel>
      <div className={classes.pair}>
        <SavingsChart {...shared} />
        <LorenzChart {...shared} />
      </div>
      <LossMonitor />
    </div>
  );
}
