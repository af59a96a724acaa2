import { SegmentedControl } from '@mantine/core';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Measure } from '#shared/contract/insight-records.ts';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import { periodBarsOption } from '../../../charts/period-bars-option.ts';
import { Legend, type LegendItem } from '../../../charts/legend.tsx';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import type { EmptyStateProps } from '../../../components/empty-state.tsx';
import { withheldNote } from '../withheld.tsx';
import type { Indicators, IndicatorChartProps } from './chart-props.ts';
import classes from './health.module.css';
import { measureBars, measuresTable, type MeasureWords } from './measure-bars.ts';

const HEIGHT = 220;

export interface MeasureChartProps extends IndicatorChartProps {
  readonly kind: 'energy' | 'trade' | 'savings';
  /** One is drawn, all of them stand in the table. */
  readonly measures: readonly Measure[];
  readonly isEmpty: (indicators: Indicators) => boolean;
  readonly empty: EmptyStateProps;
}

/** One of some measures as bars, with the period before across them. */
export function MeasureChart(props: MeasureChartProps): ReactNode {
  const { kind, measures, query, group, step, steps, range, label, beforeLabel, source, days, empty, isEmpty } = props;
  const { t } = useTranslation(['insights-health', 'insights']);
  const context = useChartContext();
  const { palette } = context;
  const [chosen, choose] = useState<Measure>(measures[0]);
  const measure = measures.includes(chosen) ? chosen : measures[0];
  const { data } = query;

  const drawing = useMemo((): Drawing | null => {
    if (data === undefined) return null;
    const common = { time: t('time'), beforeTime: t('otherTime'), withheld: t('insights:withheld.word') };
    const inputFor = (one: Measure, words: Pick<MeasureWords, 'current' | 'before'>) =>
      measureBars(one, data, { step, steps, range }, { ...common, ...words }, context);
    const input = inputFor(measure, { current: label, before: beforeLabel ?? '' });
    const nameOf = (one: Measure): string => t(`measures.${group === 'all' && one === 'boughtWh' ? 'tradedWh' : one}`);
    const total = data.current.totals[measure].value;
    const legend: readonly LegendItem[] = [
      { label, colour: palette.fill[input.meanings?.gain ?? 'trade'], mark: 'swatch' },
      ...(input.before === null ? [] : [{ label: beforeLabel ?? '', colour: palette.text, mark: 'dashed' } as const]),
    ];
    return {
      build: ({ width }) => periodBarsOption(input, context, width),
      table: measuresTable(
        measures.map((one) => inputFor(one, { current: nameOf(one), before: `${nameOf(one)}, ${beforeLabel ?? ''}` })),
        context,
      ),
      legend,
      ...(measures.length > 1
        ? {
            legendNode: (
              <div className={classes.choice}>
                <SegmentedControl<Measure>
                  size="xs"
                  aria-label={t('measure')}
                  value={measure}
                  onChange={choose}
                  data={measures.map((value) => ({ value, label: t(`measures.${value}`) }))}
                />
                <Legend items={legend} />
              </div>
            ),
          }
        : {}),
      description: t('measureDescription', {
        measure: nameOf(measure),
        period: label,
        total: total === null ? common.withheld : input.scale.write(total).text,
      }),
    };
  }, [data, measure, measures, group, step, steps, range, label, beforeLabel, context, palette, t]);

  const note = data === undefined ? null : withheldNote(data.current.totals[measure].withheldDays, t);
  const subtitle = t(`${kind}.subtitle.${step}`);
  return (
    <ChartPanel
      title={t(`${kind}.title`)}
      subtitle={note === null ? subtitle : `${subtitle} · ${note}`}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t(`files.${kind}`)}_${days}`}
      source={source}
      empty={empty}
      isEmpty={isEmpty}
    />
  );
}
