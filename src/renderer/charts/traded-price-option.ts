import type { LineSeriesOption } from 'echarts/charts';
import type { ChartContext } from './chart-context.ts';
import type { ChartColumn, ChartTable } from './chart-data.ts';
import { stepLabel, type ComparisonStep, type PairedStep } from './comparison-steps.ts';
import type { ChartOption } from './echarts.ts';
import { withOpacity } from './palette.ts';
import { extentAround } from './price-option.ts';
import type { Range } from './time-axis.ts';
import { timeChart, valueAxis } from './time-chart.ts';
import { tooltipContent, type Mark, type TooltipRow } from './tooltip.ts';

/** A price over the steps, micro-currency per kWh; null where nothing was traded. */
export interface PriceLine {
  readonly id: string;
  readonly label: string;
  readonly mark: Extract<Mark, 'line' | 'dashed' | 'dotted'>;
  readonly values: readonly (number | null)[];
  /** A price that would have been: in the colour of text. */
  readonly isSupposed?: boolean;
}

export interface TradedPriceInput {
  readonly step: ComparisonStep;
  readonly range: Range;
  readonly steps: readonly PairedStep[];
  /** Tariffs of the steps; null where there is none. */
  readonly retail: PriceLine;
  readonly feedIn: PriceLine;
  /** What was paid. */
  readonly traded: readonly PriceLine[];
  /** Header of the time column. */
  readonly timeWord: string;
}

const MICRO = 1_000_000;

type Points = [number, number | null][];

/** The points of a line of steps; a step without a value is a gap. */
function pointsOf(steps: readonly PairedStep[], valueAt: (index: number) => number | null): Points {
  return steps.flatMap(({ from, to, current }): Points => {
    const value = current === null ? null : valueAt(current);
    const height = value === null ? null : value / MICRO;
    return [
      [from, height],
      [(from + to) / 2, height],
      [to, height],
    ];
  });
}

const POINTS_PER_STEP = 3;

/** What was paid as lines of steps in the shaded band between feed-in (dotted) and retail (dashed). */
export function tradedPriceOption(input: TradedPriceInput, context: ChartContext, width: number): ChartOption {
  const { step, range, steps, retail, feedIn, traded } = input;
  const { palette, format } = context;
  const unit = format.price(0).unit;
  const colourOf = (line: PriceLine): string => {
    if (line === retail || line === feedIn) return palette.line.grid;
    return line.isSupposed === true ? palette.text : palette.line.trade;
  };

  function content(index: number): HTMLElement | string {
    const pair = steps[Math.floor(index / POINTS_PER_STEP)];
    if (pair === undefined) return '';
    const rows = [retail, ...traded, feedIn].map((line): TooltipRow => {
      const value = pair.current === null ? null : line.values[pair.current];
      return {
        colour: colourOf(line),
        mark: line.mark,
        label: line.label,
        value: value === null ? format.notAvailable : format.price(value).text,
      };
    });
    return tooltipContent(stepLabel(pair.from, step, format), rows);
  }

  const plain = { type: 'line', showSymbol: false, connectNulls: false, emphasis: { disabled: true } } as const;
  const band = { ...plain, stack: 'band', stackStrategy: 'all', z: 2 } as const;
  const styleOf = ({ mark }: PriceLine, colour: string, lineWidth: number) => ({
    color: colour,
    width: lineWidth,
    type: mark === 'line' ? ('solid' as const) : mark,
  });
  const lower: LineSeriesOption = {
    ...band,
    id: feedIn.id,
    name: feedIn.label,
    color: palette.line.grid,
    lineStyle: styleOf(feedIn, palette.line.grid, 1.5),
    data: pointsOf(steps, (index) => feedIn.values[index]),
  };
  // Stacked on the feed-in line: its height is the difference, its line is the retail tariff.
  const upper: LineSeriesOption = {
    ...band,
    id: retail.id,
    name: retail.label,
    color: palette.line.grid,
    lineStyle: styleOf(retail, palette.line.grid, 1.5),
    areaStyle: { color: withOpacity(palette.fill.grid, palette.scheme === 'dark' ? 0.16 : 0.12) },
    data: pointsOf(steps, (index) => {
      const [high, low] = [retail.values[index], feedIn.values[index]];
      return high === null || low === null ? null : high - low;
    }),
  };
  const paid = traded.map((line): LineSeriesOption => ({
    ...plain,
    id: line.id,
    name: line.label,
    z: 4,
    color: colourOf(line),
    lineStyle: styleOf(line, colourOf(line), line.isSupposed === true ? 1.75 : 2.25),
    data: pointsOf(steps, (index) => line.values[index]),
  }));
  const known = [retail, feedIn, ...traded].flatMap(({ values }) => values.filter((value) => value !== null));
  return {
    ...timeChart(range, width, { ...valueAxis(unit, 2, context), ...extentAround(known) }, content, context),
    series: [lower, upper, ...paid],
  };
}

/** The same prices as a table. */
export function tradedPriceTable(input: TradedPriceInput, { format }: ChartContext): ChartTable {
  const { step, steps, retail, feedIn, traded, timeWord } = input;
  const unit = format.price(0).unit;
  return {
    rows: steps.length,
    columns: [
      {
        label: timeWord,
        kind: 'text',
        value: (row) => new Date(steps[row].from).toISOString(),
        text: (row) => stepLabel(steps[row].from, step, format),
      },
      ...[...traded, retail, feedIn].map(({ label, values }): ChartColumn => {
        const at = (row: number): number | null => {
          const { current } = steps[row];
          return current === null ? null : values[current];
        };
        return {
          label,
          unit,
          kind: 'number',
          value: (row) => {
            const value = at(row);
            return value === null ? null : value / MICRO;
          },
          text: (row) => {
            const value = at(row);
            return value === null ? format.notAvailable : format.price(value).value;
          },
        };
      }),
    ],
  };
}
