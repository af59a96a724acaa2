import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Participation } from '#shared/contract/insight-records.ts';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import { memberMovesOption, memberMovesTable, type MemberMovesInput } from '../../../charts/member-moves-option.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import { hasNothing, type ParticipationChartProps } from './chart-props.ts';

const HEIGHT = 220;

const nobodyMoved = ({ totals }: Participation): boolean => totals.joined === 0 && totals.left === 0;

/** Who joined, above zero, and who left, below, step by step. */
export function MovesChart(props: ParticipationChartProps): ReactNode {
  const { query, step, steps, range, label, source, days, empty } = props;
  const { t } = useTranslation('participation');
  const context = useChartContext();
  const { palette, format } = context;
  const { data } = query;
  const drawing = useMemo((): Drawing | null => {
    if (data === undefined) return null;
    const { joined, left, totals } = data;
    const input: MemberMovesInput = {
      step,
      range,
      steps,
      joined,
      left,
      words: { time: t('time'), joined: t('moves.joined'), left: t('moves.left') },
    };
    const { words } = input;
    return {
      build: ({ width }) => memberMovesOption(input, context, width),
      table: memberMovesTable(input, context),
      legend: [
        { label: words.joined, colour: palette.fill.trade, mark: 'swatch' },
        { label: words.left, colour: palette.fill.grid, mark: 'swatch' },
      ],
      description: t('moves.description', {
        period: label,
        joined: format.number(totals.joined),
        left: format.number(totals.left),
      }),
    };
  }, [data, step, steps, range, label, context, palette, format, t]);
  const isStill = data !== undefined && !hasNothing(data) && nobodyMoved(data);
  return (
    <ChartPanel
      title={t('moves.title')}
      subtitle={t(`moves.subtitle.${step}`)}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.moves')}_${days}`}
      source={source}
      empty={isStill ? { ...empty, title: t('moves.nobody') } : empty}
      isEmpty={(participation) => hasNothing(participation) || nobodyMoved(participation)}
    />
  );
}
