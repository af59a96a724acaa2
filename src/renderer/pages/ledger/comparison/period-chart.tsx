import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import { periodEnergyOption, periodEnergyTable } from '../../../charts/period-energy-option.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import type { ComparisonChartProps } from './chart-props.ts';
import { tradedWh } from './comparison-sums.ts';

const HEIGHT = 240;

/** The traded energy of the period, step by step, with that of the other period across it. */
export function PeriodChart(props: ComparisonChartProps): ReactNode {
  const { query, steps, range, who, isMember, currentLabel, beforeLabel, source, days, empty, isEmpty } = props;
  const { t } = useTranslation('comparison');
  const context = useChartContext();
  const { palette, format } = context;
  const { data } = query;
  const drawing = useMemo((): Drawing | null => {
    if (data === undefined) return null;
    const { step, current: series, before: other } = data;
    const before = other === null || beforeLabel === null ? null : tradedWh(other, isMember);
    const current = tradedWh(series, isMember);
    const input = {
      step,
      range,
      steps,
      current,
      before,
      words: {
        time: t('time'),
        current: currentLabel,
        before: beforeLabel ?? '',
        beforeTime: t('otherTime'),
      },
    };
    const total = (values: readonly number[]): string => format.energy(values.reduce((sum, wh) => sum + wh, 0)).text;
    return {
      build: ({ width }) => periodEnergyOption(input, context, width),
      table: periodEnergyTable(input, context),
      legend: [
        { label: currentLabel, colour: palette.fill.trade, mark: 'swatch' },
        ...(before === null ? [] : [{ label: beforeLabel ?? '', colour: palette.text, mark: 'dashed' } as const]),
      ],
      description:
        before === null
          ? t('energy.description', { total: total(current), period: currentLabel })
          : t('energy.descriptionOfBoth', {
              total: total(current),
              period: currentLabel,
              otherTotal: total(before),
              other: beforeLabel,
            }),
    };
  }, [data, steps, range, isMember, currentLabel, beforeLabel, context, palette, format, t]);
  return (
    <ChartPanel
      title={t('energy.title')}
      subtitle={t(`energy.subtitle.${isMember ? 'member' : 'community'}.${data?.step ?? 'day'}`, { who })}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.energy')}_${days}`}
      source={source}
      empty={empty}
      isEmpty={isEmpty}
    />
  );
}
