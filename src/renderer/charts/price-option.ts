import type { LineSeriesOption } from 'echarts/charts';
import type { Output } from '#shared/contract/contract.ts';
import { anchors, bucketEnd, pointsAt, type BucketClock } from './buckets.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartTable } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';
import { withOpacity } from './palette.ts';
import { bucketLabel, type Range } from './time-axis.ts';
import { SMALL_TEXT, timeChart, valueAxis } from './time-chart.ts';
import { tooltipContent, type TooltipRow } from './tooltip.ts';

export type PriceSeries = Output<'pricing.series'>;

export interface PriceWords {
  readonly community: string;
  readonly retail: string;
  readonly feedIn: string;
  readonly time: string;
  /** In the tooltip of a time in which nothing was traded. */
  readonly noTrade: string;
}

export interface PriceChartInput {
  readonly series: PriceSeries;
  readonly clock: BucketClock;
  readonly range: Range;
  readonly words: PriceWords;
}

const MICRO = 1_000_000;

/** Steps between two labels of the axis, in currency per kWh. */
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const MOST_STEPS = 5;

/** An axis of prices, in currency per kWh. */
export interface PriceExtent {
  readonly min: number;
  readonly max: number;
  readonly interval: number;
}

/** The axis around all prices of a series. */
export function priceExtent(series: PriceSeries): PriceExtent {
  const { p2pPrice, gridImportPrice, gridExportPrice } = series;
  return extentAround([p2pPrice, gridImportPrice, gridExportPrice].flat().filter((price) => price !== null));
}

/**
 * The axis from a round price below the lowest to one above the highest, with a little air so that no line lies on the frame and its
 * label has room.
 * @param known micro-currency per kWh
 */
export function extentAround(known: readonly number[]): PriceExtent {
  if (known.length === 0) return { min: 0, max: 0.4, interval: 0.1 };
  let lowest = Infinity;
  let highest = -Infinity;
  for (const price of known) {
    lowest = Math.min(lowest, price / MICRO);
    highest = Math.max(highest, price / MICRO);
  }
  const air = Math.max((highest - lowest) * 0.1, 0.005);
  const [from, to] = [lowest - air, highest + air];
  const interval =
    STEPS.find((step) => Math.ceil(to / step) - Math.floor(from / step) <= MOST_STEPS) ?? (to - from) / 4;
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return {
    min: round(Math.floor(from / interval) * interval),
    max: round(Math.ceil(to / interval) * interval),
    interval,
  };
}

/** The community price as steps between retail (dashed, above) and feed-in (dotted, below); the band between the two is shaded. */
export function priceOption(input: PriceChartInput, context: ChartContext, width: number): ChartOption {
  const { series, clock, range, words } = input;
  const { palette, format } = context;
  const places = anchors(series.start, clock, 'steps');
  const unit = format.price(0).unit;

  function content(index: number): HTMLElement | string {
    const bucket = places[index]?.bucket;
    if (bucket == null) return '';
    const start = series.start[bucket];
    const community = series.p2pPrice[bucket];
    const rows: TooltipRow[] = [
      {
        colour: palette.line.grid,
        mark: 'dashed',
        label: words.retail,
        value: format.price(series.gridImportPrice[bucket]).text,
      },
      ...(community === null
        ? []
        : [
            {
              colour: palette.line.trade,
              mark: 'line' as const,
              label: words.community,
              value: format.price(community).text,
            },
          ]),
      {
        colour: palette.line.grid,
        mark: 'dotted',
        label: words.feedIn,
        value: format.price(series.gridExportPrice[bucket]).text,
      },
    ];
    const heading = bucketLabel(start, bucketEnd(start, clock), format.locale, format.timeZone);
    return tooltipContent(heading, rows, community === null ? words.noTrade : undefined);
  }

  const tariff = {
    type: 'line',
    showSymbol: false,
    emphasis: { disabled: true },
    stack: 'band',
    stackStrategy: 'all',
  } as const;
  const label = { show: true, color: palette.quietText, fontSize: SMALL_TEXT, align: 'right', distance: 0 } as const;
  const last = series.start.length - 1;
  const feedIn: LineSeriesOption = {
    ...tariff,
    id: 'feedIn',
    name: words.feedIn,
    z: 2,
    color: palette.line.grid,
    lineStyle: { color: palette.line.grid, width: 1.5, type: 'dotted' },
    data: pointsAt(places, series.gridExportPrice, MICRO) as [number, number | null][],
    endLabel: {
      ...label,
      verticalAlign: 'top',
      offset: [-2, 6],
      formatter: () => (last < 0 ? '' : `${words.feedIn} ${format.price(series.gridExportPrice[last]).value}`),
    },
  };
  // Stacked on the feed-in line: its height is the difference, its line is the retail tariff.
  const retail: LineSeriesOption = {
    ...tariff,
    id: 'retail',
    name: words.retail,
    z: 2,
    color: palette.line.grid,
    lineStyle: { color: palette.line.grid, width: 1.5, type: 'dashed' },
    areaStyle: { color: withOpacity(palette.fill.grid, palette.scheme === 'dark' ? 0.16 : 0.12) },
    data: pointsAt(
      places,
      series.gridImportPrice.map((price, index) => price - series.gridExportPrice[index]),
      MICRO,
    ) as [number, number | null][],
    endLabel: {
      ...label,
      verticalAlign: 'bottom',
      offset: [-2, -6],
      formatter: () => (last < 0 ? '' : `${words.retail} ${format.price(series.gridImportPrice[last]).value}`),
    },
  };
  const community: LineSeriesOption = {
    type: 'line',
    id: 'community',
    name: words.community,
    z: 4,
    color: palette.line.trade,
    showSymbol: false,
    connectNulls: false,
    emphasis: { disabled: true },
    lineStyle: { color: palette.line.trade, width: 2.25 },
    data: pointsAt(places, series.p2pPrice, MICRO) as [number, number | null][],
  };
  return {
    ...timeChart(range, width, { ...valueAxis(unit, 2, context), ...priceExtent(series) }, content, context),
    series: [feedIn, retail, community],
  };
}

/** The same prices as a table, in currency per kWh. */
export function priceTable({ series, clock, words }: PriceChartInput, { format }: ChartContext): ChartTable {
  const unit = format.price(0).unit;
  const column = (label: string, values: readonly (number | null)[]) => ({
    label,
    unit,
    kind: 'number' as const,
    value: (row: number) => (values[row] === null ? null : values[row] / MICRO),
    text: (row: number) => (values[row] === null ? '–' : format.price(values[row]).value),
  });
  return {
    rows: series.start.length,
    columns: [
      {
        label: words.time,
        kind: 'text',
        value: (row) => new Date(series.start[row]).toISOString(),
        text: (row) =>
          bucketLabel(series.start[row], bucketEnd(series.start[row], clock), format.locale, format.timeZone),
      },
      column(words.community, series.p2pPrice),
      column(words.retail, series.gridImportPrice),
      column(words.feedIn, series.gridExportPrice),
    ],
  };
}
