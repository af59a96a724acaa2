import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import { tradedPriceOption, tradedPriceTable, type PriceLine } from '../../../charts/traded-price-option.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import type { ComparisonChartProps } from './chart-props.ts';
import { averagePrice, averagePrices, sumsOf } from './comparison-sums.ts';

const HEIGHT = 240;

/** What was paid for a kWh, step by step, between what the grid takes and what it pays. */
export function TradedPriceChart(props: ComparisonChartProps): ReactNode {
  const { query, steps, range, who, isMember, source, days, empty, isEmpty } = props;
  const { t } = useTranslation(['comparison', 'charts']);
  const context = useChartContext();
  const { palette, format } = context;
  const { data } = query;
  const drawing = useMemo((): Drawing | null => {
    if (data === undefined) return null;
    const { current } = data;
    const bought = averagePrices(current.boughtAmount, current.boughtWh);
    const traded: PriceLine[] = isMember
      ? [
          { id: 'bought', label: t('price.bought'), mark: 'line', values: bought },
          {
            id: 'sold',
            label: t('price.sold'),
            mark: 'dashed',
            values: averagePrices(current.soldAmount, current.soldWh),
          },
        ]
      : [{ id: 'traded', label: t('price.traded'), mark: 'line', values: bought }];
    const retail: PriceLine = {
      id: 'retail',
      label: t('charts:meaning.retail'),
      mark: 'dashed',
      values: data.retail,
    };
    const feedIn: PriceLine = {
      id: 'feedIn',
      label: t('charts:meaning.feedIn'),
      mark: 'dotted',
      values: data.feedIn,
    };
    const input = { step: data.step, range, steps, retail, feedIn, traded, timeWord: t('time') };
    const sums = sumsOf(current);
    const average = averagePrice(
      sums.boughtAmount + (isMember ? sums.soldAmount : 0),
      sums.boughtWh + (isMember ? sums.soldWh : 0),
    );
    return {
      build: ({ width }) => tradedPriceOption(input, context, width),
      table: tradedPriceTable(input, context),
      legend: [
        ...traded.map(({ label, mark }) => ({ label, mark, colour: palette.line.trade })),
        ...[retail, feedIn].map(({ label, mark }) => ({ label, mark, colour: palette.line.grid })),
      ],
      description:
        average === null ? t('price.nothing') : t('price.description', { average: format.price(average).text }),
    };
  }, [data, steps, range, isMember, context, palette, format, t]);
  return (
    <ChartPanel
      title={t('price.title')}
      subtitle={t(`price.subtitle.${data?.step ?? 'day'}`, { who })}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.price')}_${days}`}
      source={source}
      empty={empty}
      isEmpty={isEmpty}
    />
  );
}
