import { IconLeaf } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { ShowAllDays } from '../../../app/show-all-days.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import type { EmptyStateProps } from '../../../components/empty-state.tsx';
import { insightStepOf } from '../insight-step.ts';
import { usePairedSteps } from '../use-paired-steps.ts';
import { usePeriodBefore } from '../use-period-before.ts';
import { Co2Chart } from './co2-chart.tsx';
import { FactorPanel } from './factor-panel.tsx';
import { ImpactFigures } from './impact-figures.tsx';
import classes from './impact.module.css';
import { MemberImpact } from './member-impact.tsx';
import { MoneyChart } from './money-chart.tsx';

/** What the community avoided and kept: CO2 with all that it is reckoned with, and money. */
export function ImpactView(): ReactNode {
  const { t } = useTranslation('impact');
  const { id: communityId, name } = useCommunity();
  const { range, previous, compare, days, firstDay, lastDay, label, previousLabel } = usePeriod();
  const step = insightStepOf(days);
  const query = useMethod('insights.impact', {
    communityId,
    range,
    compareWith: compare ? previous : null,
    step,
  });
  const before = usePeriodBefore();
  const { data } = query;
  const steps = usePairedSteps(step, data?.start, data?.previous?.start ?? null);
  const empty: EmptyStateProps = {
    icon: <IconLeaf size={22} stroke={1.75} />,
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
    beforeLabel: compare ? previousLabel : null,
    source: name,
    days: `${formatDay(firstDay)}_${formatDay(lastDay)}`,
    empty,
  };
  return (
    <div className={classes.view}>
      <ImpactFigures query={query} before={before} beforeLabel={shared.beforeLabel} />
      <div className={classes.pair}>
        <Co2Chart {...shared} />
        <MoneyChart {...shared} />
      </div>
      <div className={classes.lower}>
        <MemberImpact {...shared} />
        <FactorPanel query={query} />
      </div>
    </div>
  );
}
