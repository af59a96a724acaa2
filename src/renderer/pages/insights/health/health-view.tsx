import { Skeleton } from '@mantine/core';
import { IconChartLine, IconReceiptOff, IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Measure } from '#shared/contract/insight-records.ts';
import { formatDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { ShowAllDays } from '../../../app/show-all-days.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { EmptyState, type EmptyStateProps } from '../../../components/empty-state.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { DAYS_OF_PARTICIPATION } from '../comparable.ts';
import { GroupFilter, useGroup } from '../group-filter.tsx';
import { insightStepOf } from '../insight-step.ts';
import { usePairedSteps } from '../use-paired-steps.ts';
import { usePeriodBefore } from '../use-period-before.ts';
import { HealthSummary } from '../summary/health-summary.tsx';
import { useEvidence } from '../summary/use-evidence.ts';
import { hasNothing, nothingTraded } from './chart-props.ts';
import { beforeOfAll, beforeOfRole } from './figures-before.ts';
import { HealthFigures } from './health-figures.tsx';
import classes from './health.module.css';
import { MeasureChart } from './measure-chart.tsx';
import { PeaksPanel } from './peaks-panel.tsx';
import { SharesChart } from './shares-chart.tsx';

const energyMeasures: readonly Measure[] = ['producedWh', 'consumedWh', 'selfConsumedWh', 'importedWh', 'exportedWh'];
/** What one member buys another sells: of all together it is the same. */
const tradeOfAll: readonly Measure[] = ['boughtWh'];
const tradeOfRole: readonly Measure[] = ['boughtWh', 'soldWh'];
const savings: readonly Measure[] = ['savings'];

const FIGURES_HEIGHT = 70;

/** How the community fares, in the field's own indicators, and what they mean. */
export function HealthView(): ReactNode {
  const { t } = useTranslation('insights-health');
  const { t: health } = useTranslation('health');
  const { id: communityId, name } = useCommunity();
  const { range, previous, isPreviousCut, compare, days, firstDay, lastDay, label, previousLabel } = usePeriod();
  const group = useGroup();
  const figures = useEvidence('insights-health');
  const peaksPart = useEvidence('insights-peaks');
  const step = insightStepOf(days);
  const compareWith = compare ? previous : null;
  const query = useMethod('insights.indicators', { communityId, range, compareWith, step, group });
  const peaks = useMethod('insights.peaks', { communityId, range, compareWith }, { enabled: group === 'all' });
  const { data } = query;
  const ofAll = usePeriodBefore(group === 'all');
  const hasRate = !isPreviousCut || days >= DAYS_OF_PARTICIPATION;
  const ofRole = isPreviousCut ? null : (data?.previous ?? null);
  const steps = usePairedSteps(step, data?.current.start, data?.previous?.start ?? null);
  const empty: EmptyStateProps = {
    icon: <IconChartLine size={22} stroke={1.75} />,
    title: t('nothing'),
    text: t('nothingText'),
    actions: <ShowAllDays />,
  };
  const noTrade: EmptyStateProps = {
    ...empty,
    icon: <IconReceiptOff size={22} stroke={1.75} />,
    title: t('nothingTraded'),
  };
  const beforeLabel = compare ? previousLabel : null;
  const fileDays = `${formatDay(firstDay)}_${formatDay(lastDay)}`;
  const shared = { query, group, step, steps, range, label, beforeLabel, source: name, days: fileDays };
  const isMerged = group !== 'all' && data !== undefined && !hasNothing(data) && !data.hasGroups;
  return (
    <div className={classes.view}>
      <HealthSummary title={health('titleOfAll')} />
      <div ref={figures}>
        <Panel>
          <div className={classes.head}>
            <div className={classes.filter}>
              <GroupFilter />
              {group !== 'all' && (
                <p className={classes.hint}>
                  {t('ofRole')} {compare && isPreviousCut && t('ofRoleUncompared')}
                </p>
              )}
            </div>
            {isMerged ? (
              <EmptyState
                icon={<IconUsers size={22} stroke={1.75} />}
                title={t('merged.title')}
                text={t('merged.text')}
              />
            ) : (
              <PageState query={query} skeleton={<Skeleton height={FIGURES_HEIGHT} />}>
                {(answer) =>
                  ofAll.isPending ? (
                    <Skeleton height={FIGURES_HEIGHT} />
                  ) : (
                    <HealthFigures
                      indicators={answer}
                      group={group}
                      before={
                        group === 'all'
                          ? ofAll.figures && beforeOfAll(ofAll.figures, hasRate)
                          : ofRole && beforeOfRole(ofRole)
                      }
                      peaks={peaks.isPending ? 'loading' : (peaks.data ?? null)}
                      beforeLabel={beforeLabel}
                      isOutdated={query.isPlaceholderData || ofAll.isOutdated}
                    />
                  )
                }
              </PageState>
            )}
          </div>
        </Panel>
      </div>
      {!isMerged && (
        <>
          <div className={classes.pair}>
            <SharesChart {...shared} empty={empty} />
            <MeasureChart kind="energy" measures={energyMeasures} isEmpty={hasNothing} {...shared} empty={empty} />
          </div>
          <div className={classes.pair}>
            <MeasureChart
              kind="trade"
              measures={group === 'all' ? tradeOfAll : tradeOfRole}
              isEmpty={(answer) => hasNothing(answer) || nothingTraded(answer)}
              {...shared}
              empty={noTrade}
            />
            <MeasureChart
              kind="savings"
              measures={savings}
              isEmpty={(answer) => hasNothing(answer) || nothingTraded(answer)}
              {...shared}
              empty={noTrade}
            />
          </div>
        </>
      )}
      {group === 'all' && (
        <div ref={peaksPart}>
          <PeaksPanel query={peaks} beforeLabel={beforeLabel} days={fileDays} empty={empty} />
        </div>
      )}
    </div>
  );
}
