import { Skeleton } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Caveats } from './caveats.tsx';
import { ComparisonPanel } from './comparison-panel.tsx';
import classes from './counterfactual.module.css';
import { MemberChanges } from './member-changes-panel.tsx';
import { PricesChart } from './prices-chart.tsx';
import { Reproduction } from './reproduction.tsx';
import { SavingsChart, type ScenarioChartProps } from './savings-chart.tsx';
import { ScenarioChoice } from './scenario-choice.tsx';
import { shownScenarios, type OtherScenario } from './scenarios.ts';

export interface ReplayResultProps {
  readonly taskId: string;
  readonly chosen: readonly OtherScenario[];
  readonly onChosen: (chosen: readonly OtherScenario[]) => void;
}

/** What a replay found, as soon as it is there. */
export function ReplayResult({ taskId, ...props }: ReplayResultProps): ReactNode {
  const query = useMethod('insights.counterfactualResult', { taskId });
  return (
    <PageState query={query} skeleton={<Skeleton height={320} />}>
      {(result) => result !== null && <Found {...props} query={query} result={result} />}
    </PageState>
  );
}

interface FoundProps extends Omit<ReplayResultProps, 'taskId'>, Omit<ScenarioChartProps, 'scenarios'> {}

/** First whether it can be trusted, then the chosen scenarios beside what was. */
function Found({ query, result, chosen, onChosen }: FoundProps): ReactNode {
  const { t } = useTranslation('counterfactual');
  const scenarios = useMemo(() => shownScenarios(result, chosen), [result, chosen]);
  const chart = { query, result, scenarios };
  return (
    <>
      <Panel title={t('reproduction.title')}>
        <Reproduction result={result} />
      </Panel>
      {result.members.length < DEFAULT_K ? (
        <Panel>
          <EmptyState
            icon={<IconEyeOff size={22} stroke={1.75} />}
            title={t('withheld')}
            text={t('withheldText', { k: DEFAULT_K })}
          />
        </Panel>
      ) : (
        <>
          <ScenarioChoice chosen={chosen} onChosen={onChosen} />
          <ComparisonPanel result={result} scenarios={scenarios} />
          <div className={classes.pair}>
            <SavingsChart {...chart} />
            <PricesChart {...chart} />
          </div>
          {chosen.length > 0 && <MemberChanges result={result} chosen={chosen} />}
          <Caveats />
        </>
      )}
    </>
  );
}
