import { Button } from '@mantine/core';
import { IconChartAreaLine, IconFileImport } from '@tabler/icons-react';
import { useCallback, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { formatDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../app/community.tsx';
import { defaultPeriod } from '../../app/period-arithmetic.ts';
import { usePeriod } from '../../app/period.tsx';
import { RoleButton } from '../../app/role-button.tsx';
import { useMethod } from '../../bridge/queries.ts';
import { EnergyChart } from '../../charts/energy-chart.tsx';
import { MemberMap } from '../../charts/member-map.tsx';
import { PriceChart } from '../../charts/price-chart.tsx';
import { EmptyState, type EmptyStateProps } from '../../components/empty-state.tsx';
import { PageState } from '../../components/page-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { openImport } from '../import/open-import.tsx';
import { HealthSummary } from '../insights/summary/health-summary.tsx';
import { useEvidence } from '../insights/summary/use-evidence.ts';
import { CoverageNote } from './coverage-note.tsx';
import { FewMembersNote } from './few-members-note.tsx';
import { LatestEvents } from './latest-events.tsx';
import { MetricCards } from './metric-cards.tsx';
import { metricsOf } from './metrics.ts';
import classes from './page.module.css';

const ENERGY_HEIGHT = 200;
const PRICE_HEIGHT = 180;
/** As many sentences as stand beside the price and the events. */
const MOST_FINDINGS = 5;

/** The community at a glance. */
export default function OverviewPage(): ReactNode {
  const community = useCommunity();
  const { t } = useTranslation('overview');
  if (community.dataFrom === null) {
    return (
      <Panel>
        <EmptyState
          icon={<IconFileImport size={22} />}
          title={t('empty.title')}
          text={t('empty.text')}
          actions={<ImportButton label={t('empty.action')} />}
        />
      </Panel>
    );
  }
  return <Overview community={community} />;
}

function Overview({ community }: { readonly community: CommunitySummary }): ReactNode {
  const { t } = useTranslation('overview');
  const { t: health } = useTranslation('health');
  const charts = useEvidence('readings');
  const format = useFormat();
  const period = usePeriod();
  const navigate = useNavigate();
  const { range, previous, compare, granularity, search, choose } = period;
  const { id: communityId, timeZone, slotMinutes } = community;

  const indicators = useMethod('stats.indicators', {
    communityId,
    range,
    ...(compare ? { compareWith: previous } : {}),
  });
  const series = useMethod('stats.series', { communityId, range, granularity });
  const prices = useMethod('pricing.series', { communityId, range, granularity });
  const cells = useMethod('map.cells', { communityId, range });

  const clock = useMemo(() => ({ granularity, timeZone, slotMinutes }), [granularity, timeZone, slotMinutes]);
  const chooseDays = useCallback(
    (firstDay: number, lastDay: number) => choose({ kind: 'custom', firstDay, lastDay }),
    [choose],
  );
  const openCell = useCallback(
    (cell: string) => {
      const params = new URLSearchParams(search);
      params.set('cell', cell);
      void navigate(`/members?${params.toString()}`);
    },
    [search, navigate],
  );
  const { hasMarket } = community;
  const metrics = useMemo(
    () =>
      indicators.data === undefined
        ? null
        : metricsOf({ answer: indicators.data, series: series.data, hasMarket, format, t }),
    [indicators.data, series.data, hasMarket, format, t],
  );
  const days = `${formatDay(period.firstDay)}_${formatDay(period.lastDay)}`;
  const source = `${community.name}, ${period.label}`;
  const newest = (
    <Button variant="default" size="sm" onClick={() => choose(defaultPeriod)}>
      {t('newest')}
    </Button>
  );
  const noReadings: EmptyStateProps = {
    icon: <IconChartAreaLine size={22} />,
    title: t('noReadings.title'),
    text: t('noReadings.text'),
    actions: newest,
  };

  return (
    <div className={classes.page}>
      <PageState query={indicators} skeleton={<MetricCards metrics={null} />}>
        {(answer) => (
          <>
            <CoverageNote
              range={range}
              slotMinutes={slotMinutes}
              slotsWithReadings={answer.slotsWithReadings}
              slotsInPeriod={answer.slotsInPeriod}
              dataFrom={community.dataFrom}
              dataTo={community.dataTo}
              isGrowing={period.endsToday}
            />
            <FewMembersNote indicators={answer.current} />
            <MetricCards metrics={metrics} />
          </>
        )}
      </PageState>
      <div ref={charts} className={classes.grid}>
        <EnergyChart
          className={classes.energy}
          query={series}
          clock={clock}
          period={range}
          withTrade={hasMarket}
          dataTo={community.dataTo}
          height={ENERGY_HEIGHT}
          fileName={`${t('files.energy')}_${days}`}
          source={source}
          empty={noReadings}
          chooseDays={chooseDays}
        />
        <MemberMap
          className={classes.map}
          query={cells}
          communityId={communityId}
          height={ENERGY_HEIGHT}
          fileName={`${t('files.map')}_${days}`}
          source={source}
          empty={{ title: t('map.none'), text: t('map.noneText', { k: cells.data?.k ?? 5 }) }}
          onSelect={openCell}
        />
        <PriceChart
          className={classes.price}
          query={prices}
          clock={clock}
          period={range}
          height={PRICE_HEIGHT}
          fileName={`${t('files.price')}_${days}`}
          source={source}
          empty={
            hasMarket
              ? { title: t('noTrades.title'), text: t('noTrades.text'), actions: newest }
              : {
                  title: t('noMarket.title'),
                  text: t('noMarket.text'),
                  actions: <ImportButton label={t('noMarket.action')} />,
                }
          }
          chooseDays={chooseDays}
        />
        <HealthSummary title={health('title')} most={MOST_FINDINGS} className={classes.attention} />
        <LatestEvents className={classes.events} communityId={communityId} />
      </div>
    </div>
  );
}

function ImportButton({ label }: { readonly label: string }): ReactNode {
  return (
    <RoleButton needs="manager" size="sm" leftSection={<IconFileImport size={16} />} onClick={openImport}>
      {label}
    </RoleButton>
  );
}
