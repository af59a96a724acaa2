import { Skeleton } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Indicators } from '#shared/contract/stats.ts';
import { formatDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { ShowAllDays } from '../../../app/show-all-days.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { GroupFilter, useGroup } from '../group-filter.tsx';
import { usePeriodBefore } from '../use-period-before.ts';
import { FairnessFigures } from './fairness-figures.tsx';
import classes from './fairness.module.css';
import { LorenzChart } from './lorenz-chart.tsx';
import { LossMonitor } from './loss-monitor.tsx';
import { SavingsChart } from './savings-chart.tsx';
import { useNoChart } from './use-no-chart.ts';

const FIGURES_HEIGHT = 140;

/** What all saved; null where a day of it may not be shown. */
function comparableTotal(figures: Indicators | null): number | null {
  return figures === null || figures.savings.withheldDays > 0 ? null : figures.savings.value;
}

/** How the savings are spread over the members, and who of them lost against retail. */
export function FairnessView(): ReactNode {
  const { t } = useTranslation('fairness');
  const { id: communityId, name } = useCommunity();
  const { range, previous, isPreviousCut, compare, label, previousLabel, firstDay, lastDay } = usePeriod();
  const group = useGroup();
  const noChart = useNoChart();
  const query = useMethod('insights.fairness', {
    communityId,
    range,
    compareWith: compare ? previous : null,
    group,
  });
  // A spread is known of whole days only; what all saved is compared with what the Overview compares it with.
  const isCut = compare && isPreviousCut;
  const ofAll = usePeriodBefore(isCut && group === 'all');
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
          {({ current, previous: before }) =>
            ofAll.isPending ? (
              <Skeleton height={FIGURES_HEIGHT} />
            ) : (
              <FairnessFigures
                spread={current}
                before={isCut ? { totalAlone: comparableTotal(ofAll.figures) } : before}
                beforeLabel={compare ? previousLabel : null}
                isOutdated={query.isPlaceholderData || ofAll.isOutdated}
              />
            )
          }
        </PageState>
        {isCut && query.data !== undefined && <p className={classes.uncompared}>{t('uncompared')}</p>}
      </Panel>
      <div className={classes.pair}>
        <SavingsChart {...shared} />
        <LorenzChart {...shared} />
      </div>
      <LossMonitor />
    </div>
  );
}
