import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import {
  participationOption,
  participationTable,
  type ParticipationInput,
} from '../../../charts/participation-option.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import { hasNothing, type ParticipationChartProps } from './chart-props.ts';

const HEIGHT = 220;

/** Members who took part, under the line of all who could, step by step. */
export function ParticipantsChart(props: ParticipationChartProps): ReactNode {
  const { query, step, steps, range, label, beforeLabel, source, days, empty } = props;
  const { t } = useTranslation('participation');
  const context = useChartContext();
  const { palette, format } = context;
  const { data } = query;
  const drawing = useMemo((): Drawing | null => {
    if (data === undefined) return null;
    const others = data.previous?.participants ?? null;
    const input: ParticipationInput = {
      step,
      range,
      steps,
      active: data.activeMembers,
      participants: data.participants,
      before: others,
      words: {
        time: t('time'),
        active: t('participants.active'),
        participants: t('participants.participants'),
        rate: t('participants.rate'),
        before: t('participants.before', { period: beforeLabel ?? '' }),
      },
    };
    const { words } = input;
    return {
      build: ({ width }) => participationOption(input, context, width),
      table: participationTable(input, context),
      legend: [
        { label: words.participants, colour: palette.fill.trade, mark: 'swatch' },
        { label: words.active, colour: palette.line.grid, mark: 'line' },
        ...(others === null ? [] : [{ label: words.before, colour: palette.text, mark: 'dashed' } as const]),
      ],
      description: t('participants.description', {
        period: label,
        participants: format.number(data.totals.participants),
        count: data.totals.activeMembers,
        active: format.number(data.totals.activeMembers),
        rate: format.percent(data.totals.rate),
      }),
    };
  }, [data, step, steps, range, label, beforeLabel, context, palette, format, t]);
  return (
    <ChartPanel
      title={t('participants.title')}
      subtitle={t(`participants.subtitle.${step}`)}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.participants')}_${days}`}
      source={source}
      empty={empty}
      isEmpty={hasNothing}
    />
  );
}
