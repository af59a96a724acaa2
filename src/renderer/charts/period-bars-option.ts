import type { LineSeriesOption } from 'echarts/charts';
import type { Quantity } from '#shared/format/format.ts';
import { changeBars, type BarMeanings } from './change-bars.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartColumn, ChartTable } from './chart-data.ts';
import { stepLabel, type ComparisonStep, type PairedStep } from './comparison-steps.ts';
import type { ChartOption } from './echarts.ts';
import type { Range } from './time-axis.ts';
import { timeChart, valueAxis } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

/** How the numbers of an axis are written. */
export interface BarScale {
  readonly unit: string;
  /** How many of the given numbers make one unit. */
  readonly size: number;
  /** Of the axis. */
  readonly decimals: number;
  /** A given number in that unit. */
  readonly write: (value: number) => Quantity;
}

interface PeriodBarsWords {
  readonly time: string;
  readonly current: string;
  readonly before: string;
  /** Header of the other period's time. */
  readonly beforeTime: string;
  /** Instead of a number that may not be shown. */
  readonly withheld?: string;
}

/** One number for each step of a period, beside those of another. */
export interface PeriodBarsInput {
  readonly step: ComparisonStep;
  readonly range: Range;
  readonly steps: readonly PairedStep[];
  readonly current: readonly (number | null)[];
  /** Null when there is nothing to compare with. */
  readonly before: readonly (number | null)[] | null;
  /** Days of each step that may not be shown; a null of a step without any has no data. */
  readonly withheldDays?: { readonly current: readonly number[]; readonly before: readonly number[] | null };
  readonly scale: BarScale;
  readonly words: PeriodBarsWords;
  /** Community trade and failure without. */
  readonly meanings?: BarMeanings;
  /** What every row of a file repeats, because a figure must not stand without it. */
  readonly remark?: { readonly label: string; readonly text: string };
}

const valueAt = (values: readonly (number | null)[] | null, index: number | null): number | null =>
  values === null || index === null ? null : values[index];

type Side = 'current' | 'before';

/** A number of a step in words, or why there is none. */
function textAt(
  side: Side,
  index: number | null,
  input: PeriodBarsInput,
  { format }: ChartContext,
  write: (value: number) => string,
): string {
  const value = valueAt(input[side], index);
  if (value !== null) return write(value);
  const days = valueAt(input.withheldDays?.[side] ?? null, index) ?? 0;
  return days > 0 && input.words.withheld !== undefined ? input.words.withheld : format.notAvailable;
}

/** The period as bars, the other as a dashed line of steps across them. */
export function periodBarsOption(input: PeriodBarsInput, context: ChartContext, width: number): ChartOption {
  const { step, range, steps, current, before, scale, words, meanings } = input;
  const { palette, format } = context;
  const { unit, size, decimals } = scale;

  function content(index: number): HTMLElement | string {
    const pair = steps[index];
    if (pair === undefined) return '';
    const text = (side: Side, at: number | null): string =>
      textAt(side, at, input, context, (value) => scale.write(value).text);
    return tooltipContent(stepLabel(pair.from, step, format), [
      {
        colour: palette.fill[meanings?.gain ?? 'trade'],
        mark: 'swatch',
        label: words.current,
        value: text('current', pair.current),
      },
      ...(before === null
        ? []
        : [
            {
              colour: palette.quietText,
              mark: 'dashed' as const,
              label: pair.beforeFrom === null ? words.before : stepLabel(pair.beforeFrom, step, format),
              value: text('before', pair.before),
            },
          ]),
    ]);
  }

  const bars = changeBars(
    'current',
    words.current,
    steps.map(({ from, to, current: index }) => ({ from, to, value: (valueAt(current, index) ?? 0) / size })),
    palette,
    meanings,
  );
  const line: LineSeriesOption = {
    type: 'line',
    id: 'before',
    name: words.before,
    z: 4,
    silent: true,
    color: palette.quietText,
    showSymbol: false,
    lineStyle: { color: palette.text, width: 1.75, type: 'dashed' },
    data: steps.flatMap(({ from, to, before: index }): [number, number | null][] => {
      const value = valueAt(before, index);
      const height = value === null ? null : value / size;
      return [
        [from, height],
        [to, height],
      ];
    }),
  };
  return {
    ...timeChart(range, width, valueAxis(unit, decimals, context), content, context),
    series: before === null ? [bars] : [bars, line],
  };
}

/** The same as a table. */
export function periodBarsTable(input: PeriodBarsInput, context: ChartContext): ChartTable {
  const { step, steps, before, scale, words, remark } = input;
  const { format } = context;
  const { unit, size } = scale;
  const time = (label: string, start: (row: number) => number | null): ChartColumn => ({
    label,
    kind: 'text',
    value: (row) => {
      const at = start(row);
      return at === null ? null : new Date(at).toISOString();
    },
    text: (row) => {
      const at = start(row);
      return at === null ? format.notAvailable : stepLabel(at, step, format);
    },
  });
  const numbers = (label: string, side: Side): ChartColumn => ({
    label,
    unit,
    kind: 'number',
    value: (row) => {
      const value = valueAt(input[side], steps[row][side]);
      return value === null ? null : value / size;
    },
    text: (row) => textAt(side, steps[row][side], input, context, (value) => scale.write(value).value),
  });
  return {
    rows: steps.length,
    columns: [
      time(words.time, (row) => steps[row].from),
      numbers(words.current, 'current'),
      ...(before === null
        ? []
        : [time(words.beforeTime, (row) => steps[row].beforeFrom), numbers(words.before, 'before')]),
      ...(remark === undefined ? [] : [remarkColumn(remark)]),
    ],
  };
}

/** What a file repeats in every row, and a page says once above its table. */
export function remarkColumn({ label, text }: { readonly label: string; readonly text: string }): ChartColumn {
  return { label, kind: 'text', onlyInFile: true, value: () => text, text: () => text };
}
