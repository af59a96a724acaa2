import { IconChartLine } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import { lorenzOption, lorenzTable } from '../../../charts/lorenz-option.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import type { FairnessChartProps } from './chart-props.ts';
import { useNoChart } from './use-no-chart.ts';

const HEIGHT = 260;

/** How far the savings are from being the same for all: the Lorenz curve below the line of equality. */
export function LorenzChart({ query, source, periodLabel, days }: FairnessChartProps): ReactNode {
  const { t } = useTranslation('fairness');
  const context = useChartContext();
  const { palette, format } = context;
  const noChart = useNoChart();
  const spread = query.data?.current;
  const drawing = useMemo((): Drawing | null => {
    if (spread === undefined || spread.lorenz.length === 0) return null;
    const points = spread.lorenz;
    const words = { members: t('lorenz.members'), savings: t('lorenz.savings'), equality: t('lorenz.equality') };
    const half = points.find(({ members }) => members >= 0.5);
    return {
      build: () => lorenzOption({ points, words }, context),
      table: lorenzTable({ points, words }, context),
      legend: [
        { label: words.savings, colour: palette.line.trade, fill: palette.fill.trade, mark: 'area' },
        { label: words.equality, colour: palette.line.grid, mark: 'dashed' },
      ],
      description: t('lorenz.description', {
        members: format.percent(half?.members ?? null, 0),
        savings: format.percent(half?.savings ?? null),
      }),
    };
  }, [spread, context, palette, format, t]);
  return (
    <ChartPanel
      title={t('lorenz.title')}
      subtitle={t('lorenz.subtitle', { period: periodLabel })}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.lorenz')}_${days}`}
      source={source}
      empty={{
        icon: <IconChartLine size={22} stroke={1.75} />,
        ...(spread?.gini == null && spread?.giniGap != null && spread.giniGap !== 'no-members'
          ? { title: t('lorenz.noGini'), text: t(`giniGaps.${spread.giniGap}`) }
          : noChart(spread)),
      }}
      isEmpty={({ current }) => current.lorenz.length === 0}
    />
  );
}
