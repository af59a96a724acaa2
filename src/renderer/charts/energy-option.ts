import type { LineSeriesOption } from 'echarts/charts';
import type { Series } from '#shared/contract/stats.ts';
import { anchors, bucketEnd, completeBuckets, pointsAt, type BucketClock } from './buckets.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartTable } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';
import { energyScale, largest } from './energy-scale.ts';
import { withOpacity } from './palette.ts';
import { bucketLabel, type Range } from './time-axis.ts';
import { timeChart, valueAxis } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

export interface EnergyWords {
  readonly production: string;
  readonly consumption: string;
  readonly trade: string;
  /** Header of the time column. */
  readonly time: string;
  /** In the place of a sum that may not be shown. */
  readonly withheld: string;
}

export interface EnergyChartInput {
  readonly series: Series;
  readonly clock: BucketClock;
  readonly range: Range;
  /** False where the community has no market: then there is no line at zero that would say "no trade". */
  readonly withTrade: boolean;
  /** End of the community's newest reading: a last bucket that is not over yet is in the table only. */
  readonly dataTo: number | null;
  readonly words: EnergyWords;
}

interface Column {
  readonly key: 'production' | 'consumption' | 'trade';
  /** Null where it is withheld. */
  readonly values: readonly (number | null)[];
}

function columnsOf({ series, withTrade }: EnergyChartInput): Column[] {
  return [
    { key: 'production', values: series.producedWh },
    { key: 'consumption', values: series.consumedWh },
    ...(withTrade ? [{ key: 'trade', values: series.tradedWh } as const] : []),
  ];
}

/** More points than this are drawn with thinner lines, which would otherwise run into one another. */
const DENSE = 300;

/** Each meaning has its form: production a light area, consumption a bare line, community trade a dense area with a dashed edge. */
function lineOf(key: Column['key'], isDense: boolean, { palette }: ChartContext): LineSeriesOption {
  const common = { type: 'line', showSymbol: false, symbol: 'circle', symbolSize: 7, connectNulls: false } as const;
  const colour = palette.line[key];
  const fill = palette.fill[key];
  const dark = palette.scheme === 'dark';
  switch (key) {
    case 'production':
      return {
        ...common,
        z: 2,
        color: colour,
        lineStyle: { color: colour, width: isDense ? 1 : 1.5 },
        areaStyle: { color: withOpacity(fill, dark ? 0.3 : 0.38) },
      };
    case 'consumption':
      return { ...common, z: 4, color: colour, lineStyle: { color: colour, width: isDense ? 1.25 : 2.25 } };
    case 'trade':
      return {
        ...common,
        z: 3,
        color: colour,
        lineStyle: { color: colour, width: isDense ? 1 : 1.5, type: [5, 3] },
        areaStyle: { color: withOpacity(fill, dark ? 0.6 : 0.65) },
      };
  }
}

/** Production, consumption and community trade over a period, in one unit for the whole axis. Days are drawn as steps, shorter buckets as lines. */
export function energyOption(input: EnergyChartInput, context: ChartContext, width: number): ChartOption {
  const { series, clock, range, words } = input;
  const columns = columnsOf(input);
  const scale = energyScale(largest(...columns.map(({ values }) => values)));
  const starts = series.start.slice(0, completeBuckets(series.start, clock, input.dataTo));
  const places = anchors(starts, clock, clock.granularity === 'day' ? 'steps' : 'line');
  const { format, palette } = context;

  function content(index: number): HTMLElement | string {
    const bucket = places[index]?.bucket;
    if (bucket == null) return '';
    const start = series.start[bucket];
    return tooltipContent(
      bucketLabel(start, bucketEnd(start, clock), format.locale, format.timeZone),
      columns.map(({ key, values }) => {
        const value = values[bucket];
        return {
          colour: palette.line[key],
          mark: key === 'consumption' ? 'line' : 'area',
          label: words[key],
          value: value === null ? words.withheld : format.energy(value, { unit: scale.unit }).text,
        };
      }),
    );
  }

  return {
    ...timeChart(range, width, { ...valueAxis(scale.unit, 0, context), min: 0 }, content, context),
    series: columns.map(({ key, values }) => ({
      ...lineOf(key, places.length > DENSE, context),
      id: key,
      name: words[key],
      data: pointsAt(places, values, scale.wh) as [number, number | null][],
      emphasis: { disabled: true },
    })),
  };
}

/** The same numbers as a table. */
export function energyTable(input: EnergyChartInput, { format }: ChartContext): ChartTable {
  const { series, clock, words, dataTo } = input;
  const columns = columnsOf(input);
  const endOf = (start: number) => {
    const end = bucketEnd(start, clock);
    return dataTo !== null && dataTo > start && dataTo < end ? dataTo : end;
  };
  const scale = energyScale(largest(...columns.map(({ values }) => values)));
  return {
    rows: series.start.length,
    columns: [
      {
        label: words.time,
        kind: 'text',
        value: (row) => new Date(series.start[row]).toISOString(),
        text: (row) => bucketLabel(series.start[row], endOf(series.start[row]), format.locale, format.timeZone),
      },
      ...columns.map(({ key, values }) => ({
        label: words[key],
        unit: scale.unit,
        kind: 'number' as const,
        value: (row: number) => {
          const value = values[row];
          return value === null ? null : value / scale.wh;
        },
        text: (row: number) => {
          const value = values[row];
          return value === null ? words.withheld : format.energy(value, { unit: scale.unit }).value;
        },
      })),
    ],
  };
}
