import type { LineSeriesOption } from 'echarts/charts';
import type { XAXisOption, YAXisOption } from 'echarts/types/dist/shared';
import { depthAt, priceAt, totalWh, type CurveStep } from '#shared/market/curves.ts';
import type { BookCurves } from './book-curves.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartOption } from './echarts.ts';
import { energyScale, type EnergyScale } from './energy-scale.ts';
import { withOpacity } from './palette.ts';
import { chartBase, SMALL_TEXT, timeGrid, tooltipFrame, valueAxis } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

/** The two ways to read a book: price over cumulative quantity, or cumulative quantity over price. */
export const bookViews = ['curves', 'depth'] as const;
export type BookView = (typeof bookViews)[number];

export interface BookWords {
  readonly demand: string;
  readonly supply: string;
  readonly clearing: string;
  readonly retail: string;
  readonly feedIn: string;
  readonly side: string;
  readonly price: string;
  readonly quantity: string;
  readonly cumulative: string;
  readonly wanted: string;
  readonly offered: string;
}

export interface BookChartInput {
  readonly curves: BookCurves;
  readonly view: BookView;
  readonly words: BookWords;
}

const MICRO = 1_000_000;
/** Room beyond the longer curve, so that its end is seen as an end. */
const END_ROOM = 1.04;

/** A place of the picture: quantity in the unit of its axis, price in currency per kWh. */
type Place = readonly [quantity: number, price: number];

/** The longest quantity of the picture, in Wh. */
function reachWh({ demand, supply }: BookCurves): number {
  return Math.max(totalWh(demand), totalWh(supply), 1);
}

/** Where a line begins anew. */
const GAP: Place = [NaN, NaN];

/** A curve from the edge where its first order would come in to the edge beyond its last. Limits beyond the axis lie on its edge. */
function outline(curve: readonly CurveStep[], from: number, to: number, { min, max }: BookCurves['axis']): Place[] {
  const last = curve.at(-1);
  if (last === undefined) return [];
  const visible = (price: number): number => Math.min(Math.max(price / MICRO, min), max);
  return [
    [0, from],
    ...curve.flatMap(({ price, fromWh, toWh }): Place[] => [
      [fromWh, visible(price)],
      [toWh, visible(price)],
    ]),
    // ECharts leaves out points closer than 2 px: without the gap a tiny last step would slant the long line after it.
    GAP,
    [last.toWh, visible(last.price)],
    [last.toWh, to],
  ];
}

/** The step curves of a book, or its depth: the same picture turned, with the clearing point on both. */
export function bookOption({ curves, view, words }: BookChartInput, context: ChartContext): ChartOption {
  const { palette, format } = context;
  const { demand, supply, clearing, tariffs, axis } = curves;
  const isDepth = view === 'depth';
  const reach = reachWh(curves) * END_ROOM;
  const scale = energyScale(reach);
  const points = (places: readonly Place[]): [number, number][] =>
    places.map(([wh, price]) => (isDepth ? [price, wh / scale.wh] : [wh / scale.wh, price]));

  const common = { type: 'line', showSymbol: false, emphasis: { disabled: true } } as const;
  const supplySeries: LineSeriesOption = {
    ...common,
    id: 'supply',
    name: words.supply,
    z: 3,
    color: palette.line.production,
    lineStyle: { color: palette.line.production, width: 1.75 },
    areaStyle: {
      origin: 'start',
      color: withOpacity(palette.fill.production, palette.scheme === 'dark' ? 0.22 : 0.24),
    },
    data: points(outline(supply, axis.min, axis.max, axis)),
  };
  const demandSeries: LineSeriesOption = {
    ...common,
    id: 'demand',
    name: words.demand,
    z: 4,
    color: palette.line.consumption,
    lineStyle: { color: palette.line.consumption, width: 2.25 },
    data: points(outline(demand, axis.max, axis.min, axis)),
  };

  const tariff = (id: 'retail' | 'feedIn', price: number): LineSeriesOption => {
    const isRetail = id === 'retail';
    return {
      ...common,
      id,
      name: words[id],
      // Above the curves, so that the ground of its label keeps them from striking it through.
      z: 5,
      silent: true,
      color: palette.line.grid,
      lineStyle: { color: palette.line.grid, width: 1.5, type: isRetail ? 'dashed' : 'dotted' },
      data: points([
        [0, price / MICRO],
        [reach, price / MICRO],
      ]),
      endLabel: {
        show: true,
        color: palette.quietText,
        fontSize: SMALL_TEXT,
        distance: 0,
        align: isDepth && !isRetail ? 'left' : 'right',
        verticalAlign: isDepth || !isRetail ? 'top' : 'bottom',
        offset: isDepth ? [isRetail ? -6 : 6, 2] : [-2, isRetail ? -4 : 4],
        backgroundColor: withOpacity(palette.surface, 0.9),
        padding: [1, 2],
        formatter: () => `${words[id]} ${format.price(price).value}`,
      },
    };
  };

  return {
    ...chartBase(context),
    grid: { ...timeGrid, right: isDepth ? 26 : timeGrid.right, bottom: 44, outerBoundsMode: 'none' },
    ...(isDepth
      ? { xAxis: priceAxisBelow(axis, context), yAxis: energyAxisBeside(reach, scale, context) }
      : { xAxis: energyAxisBelow(reach, scale, context), yAxis: priceAxisBeside(axis, context) }),
    tooltip: {
      ...tooltipFrame(context),
      trigger: 'axis',
      axisPointer: { type: 'line', snap: false, lineStyle: { color: palette.quietText, type: 'solid', width: 1 } },
      formatter: (params: unknown) => {
        const value = pointedValue(params);
        if (value === null) return '';
        return isDepth ? depthTooltip(value * MICRO) : curvesTooltip(value * scale.wh);
      },
    },
    series: [
      ...(tariffs === null ? [] : [tariff('feedIn', tariffs.feedIn), tariff('retail', tariffs.retail)]),
      supplySeries,
      demandSeries,
      ...clearingSeries(),
    ],
  };

  /** The point itself, and the line of all prices that clear the same; without a common price the traded quantity alone. */
  function clearingSeries(): LineSeriesOption[] {
    if (clearing === null) return [];
    const { quantityWh, price, interval } = clearing;
    const [low, high] = interval?.map((limit) => limit / MICRO) ?? (price === null ? [axis.min, axis.max] : []);
    const line = { ...common, silent: true, color: palette.line.trade };
    const range: LineSeriesOption = {
      ...line,
      id: 'interval',
      name: words.clearing,
      z: 5,
      lineStyle: {
        color: withOpacity(palette.line.trade, price === null ? 1 : 0.45),
        width: price === null ? 2 : 8,
        type: price === null ? 'dashed' : 'solid',
        cap: 'round',
      },
      data: low === undefined ? [] : points([low, high].map((limit): Place => [quantityWh, limit])),
    };
    if (price === null) return [range];
    return [
      range,
      {
        ...line,
        id: 'clearing',
        name: words.clearing,
        z: 6,
        showSymbol: true,
        symbol: 'circle',
        symbolSize: 12,
        itemStyle: { color: palette.line.trade, borderColor: palette.surface, borderWidth: 2 },
        label: {
          show: true,
          position: 'top',
          distance: 8,
          color: palette.text,
          fontSize: 13,
          fontWeight: 600,
          backgroundColor: withOpacity(palette.surface, 0.9),
          padding: [1, 4],
          borderRadius: 3,
          formatter: () => format.price(price).value,
        },
        data: points([[quantityWh, price / MICRO]]),
      },
    ];
  }

  function curvesTooltip(wh: number): HTMLElement {
    const text = (price: number | null): string => (price === null ? '–' : format.price(price).text);
    return tooltipContent(format.energy(wh, { unit: scale.unit }).text, [
      { colour: palette.line.consumption, mark: 'line', label: words.demand, value: text(priceAt(demand, wh)) },
      { colour: palette.fill.production, mark: 'area', label: words.supply, value: text(priceAt(supply, wh)) },
    ]);
  }

  function depthTooltip(price: number): HTMLElement {
    const text = (wh: number): string => format.energy(wh, { unit: scale.unit }).text;
    return tooltipContent(format.price(price).text, [
      {
        colour: palette.line.consumption,
        mark: 'line',
        label: words.wanted,
        value: text(depthAt('buy', demand, price)),
      },
      {
        colour: palette.fill.production,
        mark: 'area',
        label: words.offered,
        value: text(depthAt('sell', supply, price)),
      },
    ]);
  }
}

/** The value of the axis under the pointer, from what ECharts hands to the formatter of an axis tooltip; null outside. */
function pointedValue(params: unknown): number | null {
  const first: unknown = Array.isArray(params) ? params[0] : params;
  const value = (first as { axisValue?: unknown } | undefined)?.axisValue;
  return typeof value === 'number' ? value : null;
}

function belowPlot(unit: string, context: ChartContext) {
  const { palette } = context;
  return {
    ...valueAxis(unit, 0, context),
    nameLocation: 'middle',
    nameGap: 24,
    nameTextStyle: { color: palette.quietText, fontSize: SMALL_TEXT },
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.axisLine } },
    axisTick: { show: true, lineStyle: { color: palette.axisLine } },
    splitLine: { show: false },
  } as const;
}

function energyAxisBelow(reach: number, scale: EnergyScale, context: ChartContext): XAXisOption {
  const axis = belowPlot(scale.unit, context);
  return {
    ...axis,
    min: 0,
    max: reach / scale.wh,
    axisLabel: { ...axis.axisLabel, showMaxLabel: false },
  } as XAXisOption;
}

function energyAxisBeside(reach: number, scale: EnergyScale, context: ChartContext): YAXisOption {
  const axis = valueAxis(scale.unit, 0, context);
  return {
    ...axis,
    // At the edge, also where the prices go below zero.
    axisLine: { show: false, onZero: false },
    min: 0,
    max: reach / scale.wh,
    axisLabel: { ...axis.axisLabel, showMaxLabel: false },
  } as YAXisOption;
}

function priceAxisBelow(axis: BookCurves['axis'], context: ChartContext): XAXisOption {
  return { ...belowPlot(context.format.price(0).unit, context), ...axis } as XAXisOption;
}

function priceAxisBeside(axis: BookCurves['axis'], context: ChartContext): YAXisOption {
  return { ...valueAxis(context.format.price(0).unit, 2, context), ...axis };
}
