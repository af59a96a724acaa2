import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { localDay } from '#shared/domain/slots.ts';
import type { BridgeError } from '../bridge/client.ts';
import { ChartPanel, type Drawing } from './chart-panel.tsx';
import type { ECharts } from './echarts.ts';
import type { LegendItem } from './legend.tsx';
import { ruleDaysOption, ruleDaysTable, type RuleDaysInput } from './rule-days-option.ts';
import { useChartContext } from './use-chart-context.ts';

export interface RuleDaysChartProps<T> {
  readonly title: string;
  readonly subtitle: string;
  readonly hint?: string;
  readonly query: UseQueryResult<T, BridgeError>;
  /** Null until there is an answer. Keep it stable (useMemo) while nothing changes. */
  readonly input: RuleDaysInput | null;
  /** What the bars above zero, and below it, stand for. */
  readonly gain: string;
  readonly loss?: string;
  /** What the picture shows, in words. */
  readonly description: string;
  readonly height: number;
  readonly fileName: string;
  readonly source: string;
  /** Called with the local day (yyyymmdd) that was clicked. Keep it stable (useCallback). */
  readonly onDay?: (day: number) => void;
  readonly className?: string;
}

/** What a rule did on each local day, as bars. */
export function RuleDaysChart<T>(props: RuleDaysChartProps<T>): ReactNode {
  const { input, gain, loss, description, onDay, ...rest } = props;
  const context = useChartContext();
  const { palette, format } = context;
  const { timeZone } = format;

  const drawing = useMemo((): Drawing | null => {
    if (input === null) return null;
    const legend: LegendItem[] = [
      { label: gain, colour: palette.fill.trade, mark: 'swatch' },
      ...(loss === undefined ? [] : [{ label: loss, colour: palette.fill.failure, mark: 'swatch' } as const]),
    ];
    return {
      build: ({ width }) => ruleDaysOption(input, context, width),
      table: ruleDaysTable(input, context),
      legend,
      description,
      ...(onDay === undefined ? {} : { connect: (chart) => connectDays(chart, timeZone, onDay) }),
    };
  }, [input, gain, loss, description, onDay, context, palette, timeZone]);

  return <ChartPanel {...rest} drawing={drawing} palette={palette} />;
}

/** A click anywhere above a day chooses it: the bar of a day with little change is too low to hit. */
function connectDays(chart: ECharts, timeZone: string, onDay: (day: number) => void): () => void {
  const surface = chart.getZr();
  const clicked = ({ offsetX, offsetY }: { readonly offsetX: number; readonly offsetY: number }): void => {
    if (chart.containPixel('grid', [offsetX, offsetY])) {
      onDay(localDay(chart.convertFromPixel({ xAxisIndex: 0 }, offsetX), timeZone));
    }
  };
  surface.on('click', clicked);
  return () => {
    surface.off('click', clicked);
  };
}
