import { SegmentedControl } from '@mantine/core';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import { pairSteps } from '../../../charts/comparison-steps.ts';
import { tradedPriceOption, tradedPriceTable, type PriceLine } from '../../../charts/traded-price-option.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import type { ScenarioChartProps } from './savings-chart.tsx';
import { lineOf } from './scenario-marks.ts';

const HEIGHT = 260;
const sides = ['buy', 'sell'] as const;
type Side = (typeof sides)[number];

/** What a kWh would have cost under each scenario, between retail and feed-in. The table has what buyers pay and what sellers receive. */
export function PricesChart({ query, result, scenarios }: ScenarioChartProps): ReactNode {
  const { t } = useTranslation(['counterfactual', 'charts']);
  const { name: community } = useCommunity();
  const { firstDay, lastDay, label: period } = usePeriod();
  const [side, setSide] = useState<Side>('buy');
  const context = useChartContext();
  const { palette, format } = context;
  const drawing = useMemo((): Drawing => {
    const { step, start, range } = result;
    const lines = (wanted: Side, label: (name: string) => string): PriceLine[] =>
      scenarios
        .map((scenario, place): PriceLine => ({
          id: `${scenario.name}-${wanted}`,
          label: label(t(`scenarios.${scenario.name}.name`)),
          values: wanted === 'buy' ? scenario.buyPrice : scenario.sellPrice,
          ...lineOf(place),
        }))
        // Where nothing is traded there is no price.
        .filter(({ values }) => values.some((value) => value !== null));
    const input = {
      step,
      range,
      steps: pairSteps({ step, range, start, before: null }, format.timeZone),
      retail: { id: 'retail', label: t('charts:meaning.retail'), mark: 'dashed', values: result.retail },
      feedIn: { id: 'feedIn', label: t('charts:meaning.feedIn'), mark: 'dotted', values: result.feedIn },
      timeWord: t('prices.time'),
    } as const;
    const traded = lines(side, (name) => name);
    const both = sides.flatMap((one) => lines(one, (name) => t(`prices.column.${one}`, { scenario: name })));
    return {
      build: ({ width }) => tradedPriceOption({ ...input, traded }, context, width),
      table: tradedPriceTable({ ...input, traded: both }, context),
      legend: [
        ...traded.map(({ label, mark, isSupposed }) => ({
          label,
          mark,
          colour: isSupposed === true ? palette.text : palette.line.trade,
        })),
        ...[input.retail, input.feedIn].map(({ label, mark }) => ({ label, mark, colour: palette.line.grid })),
      ],
      description: traded
        .map(({ label, values }) => {
          const known = values.filter((value) => value !== null);
          return t('prices.description', {
            scenario: label,
            lowest: format.price(Math.min(...known)).text,
            highest: format.price(Math.max(...known)).text,
          });
        })
        .join(' '),
    };
  }, [result, scenarios, side, context, palette, format, t]);
  const withheldSteps = Math.max(0, ...scenarios.map((scenario) => scenario.withheldSteps));
  return (
    <ChartPanel
      title={t('prices.title')}
      subtitle={[
        t(`prices.subtitle.${result.step}`),
        ...(withheldSteps === 0 ? [] : [t('prices.withheld', { count: withheldSteps })]),
      ].join(' · ')}
      actions={
        <SegmentedControl<Side>
          size="xs"
          aria-label={t('prices.title')}
          value={side}
          onChange={setSide}
          data={sides.map((value) => ({ value, label: t(`prices.sides.${value}`) }))}
        />
      }
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.prices')}_${formatDay(firstDay)}_${formatDay(lastDay)}`}
      source={`${community}, ${period}`}
    />
  );
}
