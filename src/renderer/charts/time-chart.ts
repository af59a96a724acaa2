/** What all charts over time share: grid, axes, pointer and tooltip frame, so that charts above one another line up. */
import type { TooltipComponentOption } from 'echarts/components';
import type { XAXisOption, YAXisOption } from 'echarts/types/dist/shared';
import type { ChartContext } from './chart-context.ts';
import { CHART_FONT } from './chart-context.ts';
import type { ChartOption } from './echarts.ts';
import { clockChangeHours, tickLabel, timeTicks, type Range } from './time-axis.ts';

/** Left and right are fixed: the time axes of charts in one column stand exactly above one another. */
export const timeGrid = { left: 52, right: 18, top: 26, bottom: 28 } as const;

/** Pixels that a time label needs with its gap. */
const LABEL_ROOM = 66;
export const SMALL_TEXT = 12;

/** The time axis of a half-open range with ticks on the wall clock of the community. */
function timeAxis(range: Range, { palette, format }: ChartContext, width: number): XAXisOption {
  const { locale, timeZone } = format;
  const room = Math.max(2, Math.floor((width - timeGrid.left - timeGrid.right) / LABEL_ROOM));
  const ticks = timeTicks(range, timeZone, room);
  const byTime = new Map(ticks.map((tick) => [tick.at, tick]));
  const values = ticks.map(({ at }) => at);
  return {
    type: 'time',
    min: range.from,
    max: range.to,
    axisLine: { onZero: false, lineStyle: { color: palette.axisLine } },
    axisTick: { show: true, customValues: values, lineStyle: { color: palette.axisLine } },
    splitLine: { show: false },
    axisLabel: {
      customValues: values,
      // On the day of a clock change two ticks may stand closer than on others.
      hideOverlap: clockChangeHours(range, timeZone) !== 0,
      color: palette.quietText,
      fontSize: SMALL_TEXT,
      margin: 9,
      formatter: (at: number) => {
        const tick = byTime.get(at);
        return tick ? tickLabel(tick, locale, timeZone) : '';
      },
    },
  };
}

/** A value axis whose unit stands above it, right-aligned with its labels. */
export function valueAxis(unit: string, decimals: number, { palette, format }: ChartContext): YAXisOption {
  return {
    type: 'value',
    name: unit,
    nameLocation: 'end',
    nameGap: 10,
    nameTextStyle: { color: palette.quietText, fontSize: SMALL_TEXT, align: 'right', padding: [0, 8, 0, 0] },
    splitNumber: 4,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: palette.gridLine } },
    axisLabel: {
      color: palette.quietText,
      fontSize: SMALL_TEXT,
      margin: 8,
      formatter: (value: number) => axisNumber(value, decimals, format.locale),
    },
  };
}

/** A number on an axis: at least `decimals` decimals, more only where the step needs them. */
function axisNumber(value: number, decimals: number, locale: string): string {
  return value
    .toLocaleString(locale, { minimumFractionDigits: decimals, maximumFractionDigits: Math.max(decimals, 3) })
    .replace('-', '−');
}

/** Text and movement of every chart. */
export function chartBase({ palette }: ChartContext): ChartOption {
  return {
    textStyle: { fontFamily: CHART_FONT, fontSize: SMALL_TEXT, color: palette.text },
    animationDuration: 250,
    animationDurationUpdate: 0,
  };
}

/** The frame of every tooltip. */
export function tooltipFrame({ palette }: ChartContext): TooltipComponentOption {
  return {
    confine: true,
    transitionDuration: 0,
    backgroundColor: palette.tooltip,
    borderColor: palette.axisLine,
    borderWidth: 1,
    padding: [8, 12],
    textStyle: { color: palette.text, fontSize: 13, fontFamily: CHART_FONT },
    extraCssText: 'box-shadow: 0 4px 16px rgba(0, 0, 0, 0.16); border-radius: 6px;',
  };
}

/** The frame of a chart over time: everything but its series. `content` makes the tooltip of the point with an index. */
export function timeChart(
  range: Range,
  width: number,
  yAxis: YAXisOption | YAXisOption[],
  content: (index: number) => HTMLElement | string,
  context: ChartContext,
): ChartOption {
  return {
    ...chartBase(context),
    grid: { ...timeGrid, ...(Array.isArray(yAxis) ? { right: timeGrid.left } : {}), outerBoundsMode: 'none' },
    xAxis: timeAxis(range, context, width),
    yAxis,
    tooltip: {
      ...tooltipFrame(context),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: context.palette.quietText, type: 'solid', width: 1 } },
      formatter: (params: unknown) => {
        const index = pointedIndex(params);
        return index === null ? '' : content(index);
      },
    },
  };
}

/** The index of the point under the pointer, from what ECharts hands to the formatter of an axis tooltip; null outside. */
export function pointedIndex(params: unknown): number | null {
  const first: unknown = Array.isArray(params) ? params[0] : params;
  const index = (first as { dataIndex?: unknown } | undefined)?.dataIndex;
  return typeof index === 'number' ? index : null;
}
