import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { pageViews } from '#shared/desk/page-views.ts';
import { WithData, type Needed } from '../../app/with-data.tsx';
import { PageOfViews } from '../../components/page-views.tsx';
import { CounterfactualView } from './counterfactual/counterfactual-view.tsx';
import { FairnessView } from './fairness/fairness-view.tsx';
import { HealthView } from './health/health-view.tsx';
import { ImpactView } from './impact/impact-view.tsx';
import { LeaderboardsView } from './leaderboards/leaderboards-view.tsx';
import { ParticipationView } from './participation/participation-view.tsx';

const views = pageViews.insights;
type View = (typeof views)[number];

const components: Readonly<Record<View, () => ReactNode>> = {
  health: HealthView,
  leaderboards: LeaderboardsView,
  impact: ImpactView,
  participation: ParticipationView,
  fairness: FairnessView,
  counterfactual: CounterfactualView,
};

/** What one sees of readings alone; the others are about trades from end to end. */
const needs: Readonly<Record<View, Needed>> = {
  health: 'readings',
  leaderboards: 'readings',
  impact: 'readings',
  participation: 'readings',
  fairness: 'trades',
  counterfactual: 'trades',
};

/** What a board wants to know: how the community fares, whom it serves how well, and what another price would have meant. */
export default function InsightsPage(): ReactNode {
  const { t } = useTranslation('insights');
  const { '*': rest = '' } = useParams();
  const [params] = useSearchParams();
  const current = views.find((one) => one === rest) ?? 'health';
  const Shown = components[current];
  return (
    <PageOfViews
      label={t('views.label')}
      views={views.map((one) => ({
        pathname: one === 'health' ? '/insights' : `/insights/${one}`,
        name: t(`views.${one}`),
        isCurrent: one === current,
      }))}
      search={params.toString()}
    >
      <WithData needs={needs[current]}>
        <Shown />
      </WithData>
    </PageOfViews>
  );
}
