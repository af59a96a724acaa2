import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../bridge/client.ts';
import type { EmptyStateProps } from '../components/empty-state.tsx';
import { ChartPanel, type Drawing } from './chart-panel.tsx';
import { dayCurveOption, dayCurveTable, type DayCurveWords, type MemberDay } from './day-curve-option.ts';
import { clockChangeKey } from './clock-change.ts';
import type { LegendItem } from './legend.tsx';
import type { Range } from './time-axis.ts';
import { useChartContext } from './use-chart-context.ts';

export interface DayCurveProps {
  readonly query: UseQueryResult<MemberDay, BridgeError>;
  /** The local day. */
  readonly range: Range;
  readonly slotMinutes: number;
  readonly height: number;
  readonly fileName: string;
  readonly source: string;
  readonly empty: EmptyStateProps;
  /** The day stepper. */
  readonly actions: ReactNode;
  readonly className?: string;
}

/** One member's day: production, consumption, what came from the grid, and the battery. */
export function DayCurve({
  query,
  range,
  slotMinutes,
  height,
  fileName,
  source,
  empty,
  actions,
  className,
}: DayCurveProps): ReactNode {
  const { t } = useTranslation('charts');
  const context = useChartContext();
  const { format, palette } = context;
  const day = query.data;

  const drawing = useMemo((): Drawing | null => {
    if (day === undefined) return null;
    const words: DayCurveWords = {
      production: t('meaning.production'),
      consumption: t('meaning.consumption'),
      imported: t('meaning.imported'),
      exported: t('meaning.exported'),
      battery: t('meaning.battery'),
      time: t('table.time'),
    };
    const input = { day, range, slotMinutes, words };
    const hasBattery = day.batterySoc.some((soc) => soc !== null);
    const { line, fill, quietText } = palette;
    const legend: LegendItem[] = [
      { label: words.production, colour: line.production, fill: fill.production, mark: 'area' },
      { label: words.consumption, colour: line.consumption, mark: 'line' },
      { label: words.imported, colour: line.grid, mark: 'dashed' },
      ...(hasBattery ? [{ label: words.battery, colour: quietText, mark: 'dotted' } as const] : []),
    ];
    const total = (values: readonly number[]) => format.energy(values.reduce((sum, value) => sum + value, 0)).text;
    return {
      build: ({ width }) => dayCurveOption(input, context, width),
      table: dayCurveTable(input, context),
      legend,
      description: t('day.description', { produced: total(day.producedWh), consumed: total(day.consumedWh) }),
    };
  }, [day, range, slotMinutes, context, format, palette, t]);

  const change = clockChangeKey(range, format.timeZone);
  return (
    <ChartPanel
      title={t('day.title')}
      subtitle={[format.weekday(range.from), ...(change === null ? [] : [t(change)])].join(' · ')}
      query={query}
      drawing={drawing}
      palette={palette}
      height={height}
      fileName={fileName}
      source={source}
      empty={empty}
      isEmpty={(data) => data.start.length === 0}
      actions={actions}
      className={className}
    />
  );
}
