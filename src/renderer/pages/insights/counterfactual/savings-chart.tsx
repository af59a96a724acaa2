import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterfactual, Scenario } from '#shared/contract/counterfactual-records.ts';
import { formatDay } from '#shared/domain/slots.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import type { BridgeError } from '../../../bridge/client.ts';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import { savingsBarsOption, savingsBarsTable, type SavingsBarsInput } from '../../../charts/savings-bars-option.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import { savingsUnder } from './member-changes.ts';
import { barOf } from './scenario-marks.ts';
import { sharedBins } from './shared-bins.ts';

const HEIGHT = 260;

export interface ScenarioChartProps {
  readonly query: UseQueryResult<Counterfactual | null, BridgeError>;
  readonly result: Counterfactual;
  /** What was, and those that stand beside it. */
  readonly scenarios: readonly Scenario[];
}

/** How many members saved how much, under each scenario. */
export function SavingsChart({ query, result, scenarios }: ScenarioChartProps): ReactNode {
  const { t } = useTranslation('counterfactual');
  const { name: community } = useCommunity();
  const { firstDay, lastDay, label: period } = usePeriod();
  const context = useChartContext();
  const { palette, format } = context;
  const drawing = useMemo((): Drawing => {
    const groups = scenarios.map(({ name }, place) => ({
      label: t(`scenarios.${name}.name`),
      ...barOf(place, palette),
    }));
    const bins = sharedBins(
      scenarios.map(({ name }) => result.members.map((member) => savingsUnder(member, name))),
      DEFAULT_K,
    );
    const input: SavingsBarsInput = {
      bins,
      groups,
      words: {
        savings: t('savings.axis'),
        members: t('savings.members'),
        below: (to) => t('savings.below', { to }),
        between: (from, to) => t('savings.between', { from, to }),
        from: (from) => t('savings.from', { from }),
      },
    };
    return {
      build: () => savingsBarsOption(input, context),
      table: savingsBarsTable(input, context),
      legend: groups,
      description: scenarios
        .map(({ name, spread: { median, worseOff } }) =>
          t('savings.description', {
            scenario: t(`scenarios.${name}.name`),
            median: median === null ? format.notAvailable : format.money(median).text,
            count: worseOff,
          }),
        )
        .join(' '),
    };
  }, [result, scenarios, context, palette, format, t]);
  return (
    <ChartPanel
      title={t('savings.title')}
      subtitle={t('savings.subtitle', { k: DEFAULT_K })}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.savings')}_${formatDay(firstDay)}_${formatDay(lastDay)}`}
      source={`${community}, ${period}`}
    />
  );
}
