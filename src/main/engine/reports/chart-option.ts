import type { BarSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { Format } from '#shared/format/format.ts';
import { lineOnWhite, meaning, type Meaning } from '#shared/format/meaning.ts';
import type { ReportChart, ReportSeries } from '#shared/reports/chart.ts';
import { type Axis, axisOf } from './chart-axis.ts';

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | ScatterSeriesOption | GridComponentOption | LegendComponentOption
>;

const FONT = "'Inter Variable', Arial, sans-serif";
const INK = '#111820';
const QUIET = '#3a4450';
const GRID = '#d5dbe3';
const SMALL = 10;

/** A meaning's pattern: two colours of equal grey stay apart. */
const patterns: Readonly<Record<Meaning, NonNullable<BarSeriesOption['itemStyle']>['decal']>> = {
  production: undefined,
  consumption: { symbol: 'rect', rotation: Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [2, 4], color: '#ffffffb0' },
  trade: {
    symbol: 'circle',
    symbolSize: 0.9,
    dashArrayX: [
      [6, 6],
      [0, 6, 6, 0],
    ],
    dashArrayY: [6, 0],
    color: '#ffffffc0',
  },
  grid: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1.5, 4], color: '#ffffffb0' },
  failure: { symbol: 'rect', rotation: -Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [1, 3], color: '#ffffffb0' },
};
/** A line's dashes by its place. */
const dashes = ['solid', [7, 3], [2, 2], [9, 3, 2, 3]] as const;

/** What ECharts draws for a chart of a report: nothing moves, and what colours tell, patterns and dashes tell too. */
export function chartOption(chart: ReportChart, format: Format): ChartOption {
  const common: ChartOption = { animation: false, textStyle: { fontFamily: FONT, color: INK } };
  return chart.kind === 'curves'
    ? { ...common, ...curvesOption(chart, format) }
    : { ...common, ...seriesOption(chart, format) };
}

function seriesOption(chart: Extract<ReportChart, { kind: 'bars' | 'lines' }>, format: Format): ChartOption {
  const { labels, unit, series, isStacked = false, kind } = chart;
  const values = labels.map((_, at) => series.map((one) => one.values[at] ?? 0));
  const reach =
    kind === 'bars' && isStacked
      ? values.flatMap((row) => [sum(row.filter((value) => value > 0)), sum(row.filter((value) => value < 0))])
      : series.flatMap((one) => one.values.filter((value) => value !== null));
  return {
    grid: { left: 4, right: 12, top: 40, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: legend(kind === 'lines'),
    xAxis: {
      type: 'category',
      data: [...labels],
      boundaryGap: kind === 'bars',
      axisLine: { lineStyle: { color: QUIET }, onZero: false },
      axisTick: { alignWithLabel: true, lineStyle: { color: QUIET } },
      axisLabel: { fontSize: SMALL, color: QUIET, hideOverlap: true },
    },
    yAxis: valueAxis(axisOf(reach, kind === 'bars'), unit, format),
    series: series.map((one, at) => (kind === 'bars' ? barsOf(one, isStacked) : lineOf(one, at))),
  };
}

function barsOf({ name, meaning: told, values }: ReportSeries, isStacked: boolean): BarSeriesOption {
  return {
    type: 'bar',
    silent: true,
    name,
    data: values.map((value) => value ?? '-'),
    ...(isStacked && { stack: 'all' }),
    barMaxWidth: 22,
    barGap: '8%',
    barCategoryGap: '28%',
    itemStyle: { color: meaning[told], decal: patterns[told], borderColor: lineOnWhite[told], borderWidth: 0.5 },
  };
}

function lineOf({ name, meaning: told, values, isDashed }: ReportSeries, place: number): LineSeriesOption {
  const hasNeighbour = (at: number): boolean => (values[at - 1] ?? values[at + 1] ?? null) !== null;
  return {
    type: 'line',
    silent: true,
    name,
    // A value between two gaps has no line to be seen by.
    data: values.map((value, at) =>
      value === null ? '-' : { value, symbol: hasNeighbour(at) ? ('none' as const) : ('circle' as const) },
    ),
    symbolSize: 4,
    connectNulls: false,
    itemStyle: { color: lineOnWhite[told] },
    lineStyle: { width: 1.6, type: isDashed === true ? [5, 3] : lineType(place) },
  };
}

function lineType(place: number): 'solid' | number[] {
  const type = dashes[place % dashes.length];
  return type === 'solid' ? type : [...type];
}

function curvesOption(chart: Extract<ReportChart, { kind: 'curves' }>, format: Format): ChartOption {
  const { demand, supply, clearing, quantityUnit, priceUnit } = chart;
  const points = [...demand.points, ...supply.points, ...(clearing ? [clearing] : [])];
  const x = axisOf([0, ...points.map(({ quantity }) => quantity)], true);
  const y = axisOf(
    points.map(({ price }) => price),
    false,
  );
  const curve = (
    { name, points: corners }: typeof demand,
    told: Meaning,
    type: 'solid' | number[],
  ): LineSeriesOption => ({
    type: 'line',
    silent: true,
    name,
    data: corners.map(({ quantity, price }) => [quantity, price]),
    symbol: 'none',
    itemStyle: { color: lineOnWhite[told] },
    lineStyle: { width: 2, type },
  });
  const point: ScatterSeriesOption[] = clearing
    ? [
        {
          type: 'scatter',
          silent: true,
          data: [[clearing.quantity, clearing.price]],
          symbol: 'diamond',
          symbolSize: 12,
          itemStyle: { color: lineOnWhite.trade, borderColor: INK, borderWidth: 1 },
        },
      ]
    : [];
  return {
    grid: { left: 4, right: 16, top: 40, bottom: 22, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { ...legend(true), data: [demand.name, supply.name] },
    xAxis: {
      ...valueAxis(x, quantityUnit, format),
      nameLocation: 'middle',
      nameGap: 24,
      axisLine: { show: true, onZero: false, lineStyle: { color: QUIET } },
    },
    yAxis: valueAxis(y, priceUnit, format),
    series: [curve(demand, 'consumption', 'solid'), curve(supply, 'production', [7, 3]), ...point],
  };
}

/** Lines show their dashes and no point. */
function legend(ofLines: boolean): LegendComponentOption {
  return {
    ...(ofLines && { itemStyle: { opacity: 0 } }),
    top: 0,
    // The unit stands above the axis, at the left.
    right: 24,
    selectedMode: false,
    itemWidth: 26,
    itemHeight: 10,
    itemGap: 18,
    textStyle: { fontSize: SMALL, color: INK },
  };
}

function valueAxis({ min, max, step, decimals }: Axis, unit: string, format: Format) {
  return {
    type: 'value' as const,
    name: unit,
    nameTextStyle: { fontSize: SMALL, color: QUIET, align: 'left' as const },
    min,
    max,
    interval: step,
    axisLabel: { fontSize: SMALL, color: QUIET, formatter: (value: number) => format.number(value, decimals) },
    splitLine: { lineStyle: { color: GRID, width: 0.6 } },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
