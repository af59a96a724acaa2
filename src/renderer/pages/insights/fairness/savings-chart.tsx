import { IconReceiptOff } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import type { LegendItem } from '../../../charts/legend.tsx';
import { outcomeOf, savingsBinsOption, savingsBinsTable } from '../../../charts/savings-bins-option.ts';
import { withOpacity } from '../../../charts/palette.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import type { FairnessChartProps } from './chart-props.ts';
import { useNoChart } from './use-no-chart.ts';

const HEIGHT = 260;

/** How many members saved how much, in groups of which none is small enough to show one of them. */
export function SavingsChart({ query, source, periodLabel, days }: FairnessChartProps): ReactNode {
  const { t } = useTranslation('fairness');
  const context = useChartContext();
  const { palette, format } = context;
  const noChart = useNoChart();
  const spread = query.data?.current;
  const drawing = useMemo((): Drawing | null => {
    if (spread === undefined || spread.bins.length === 0) return null;
    const { bins, worseOff } = spread;
    const words = {
      savings: t('bins.savings'),
      members: t('bins.members'),
      share: t('bins.share'),
      axis: t('bins.axis', { unit: format.money(0).unit }),
      range: (from: string | null, to: string | null): string => {
        if (from === null) return to === null ? t('bins.any') : t('bins.under', { to });
        return to === null ? t('bins.from', { from }) : t('bins.between', { from, to });
      },
    };
    const input = { bins, worseOff, words };
    const legend = {
      lost: { colour: palette.line.failure, fill: withOpacity(palette.fill.failure, 0.35), mark: 'hatched' },
      saved: { colour: palette.fill.trade, mark: 'swatch' },
      both: { colour: palette.line.failure, fill: withOpacity(palette.fill.trade, 0.3), mark: 'hatched' },
    } satisfies Record<string, Omit<LegendItem, 'label'>>;
    const outcomes = new Set(bins.map((bin) => outcomeOf(bin, worseOff)));
    return {
      build: () => savingsBinsOption(input, context),
      table: savingsBinsTable(input, context),
      legend: (['lost', 'both', 'saved'] as const)
        .filter((outcome) => outcomes.has(outcome))
        .map((outcome) => ({ label: t(`bins.${outcome}`), ...legend[outcome] })),
      description: t('bins.description', {
        members: format.number(spread.members),
        worseOff: format.number(worseOff),
        median: spread.median === null ? format.notAvailable : format.money(spread.median).text,
      }),
    };
  }, [spread, context, palette, format, t]);
  return (
    <ChartPanel
      title={t('bins.title')}
      subtitle={t('bins.subtitle', { period: periodLabel })}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.bins')}_${days}`}
      source={source}
      empty={{ icon: <IconReceiptOff size={22} stroke={1.75} />, ...noChart(spread) }}
      isEmpty={({ current }) => current.bins.length === 0}
    />
  );
}
