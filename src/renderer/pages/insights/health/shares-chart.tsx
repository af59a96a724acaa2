import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InsightPeriod } from '#shared/contract/insight-records.ts';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import {
  beforeLabelOf,
  shareLinesOption,
  shareLinesTable,
  type ShareLine,
  type ShareLinesInput,
} from '../../../charts/share-lines-option.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import { hasNothing, type IndicatorChartProps } from './chart-props.ts';
import { stepShares } from './step-shares.ts';

const HEIGHT = 220;

/** Self-sufficiency and self-consumption, step by step. */
export function SharesChart(props: IndicatorChartProps): ReactNode {
  const { query, group, step, steps, range, label, beforeLabel, source, days, empty } = props;
  const { t } = useTranslation(['insights-health', 'insights']);
  const context = useChartContext();
  const { palette, format } = context;
  const { data } = query;
  const drawing = useMemo((): Drawing | null => {
    if (data === undefined) return null;
    const { current, previous } = data;
    const line = (id: keyof InsightPeriod['shares'], look: Pick<ShareLine, 'meaning' | 'symbol'>): ShareLine => {
      return {
        id,
        label: t(`figures.${id}.label`),
        ...look,
        current: stepShares(current, id),
        before: previous === null ? null : stepShares(previous, id),
      };
    };
    const input: ShareLinesInput = {
      step,
      range,
      steps,
      lines: [
        line('selfSufficiency', { meaning: 'consumption', symbol: 'circle' }),
        line('selfConsumption', { meaning: 'production', symbol: 'diamond' }),
      ],
      words: {
        time: t('time'),
        beforeTime: t('otherTime'),
        before: beforeLabel ?? '',
        withheld: t('insights:withheld.word'),
      },
    };
    return {
      build: ({ width }) => shareLinesOption(input, context, width),
      table: shareLinesTable(input, context),
      legend: input.lines.flatMap((one) => [
        { label: one.label, colour: palette.line[one.meaning], mark: 'line' as const },
        ...(one.before === null
          ? []
          : [{ label: beforeLabelOf(one, input), colour: palette.line[one.meaning], mark: 'dashed' as const }]),
      ]),
      description: t('shares.description', {
        period: label,
        selfSufficiency: format.percent(current.selfSufficiency),
        selfConsumption: format.percent(current.selfConsumption),
      }),
    };
  }, [data, step, steps, range, label, beforeLabel, context, palette, format, t]);
  return (
    <ChartPanel
      title={t('shares.title')}
      subtitle={t(`shares.subtitle.${group === 'all' ? 'all' : 'role'}.${step}`)}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.shares')}_${days}`}
      source={source}
      empty={empty}
      isEmpty={hasNothing}
    />
  );
}
