import type { LineSeriesOption } from 'echarts/charts';
import { changeBars } from './change-bars.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartColumn, ChartTable } from './chart-data.ts';
import { stepLabel, type ComparisonStep, type PairedStep } from './comparison-steps.ts';
import type { ChartOption } from './echarts.ts';
import { energyScale, largest } from './energy-scale.ts';
import type { Range } from './time-axis.ts';
import { timeChart, valueAxis } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

export interface PeriodEnergyWords {
  readonly time: string;
  readonly current: string;
  readonly before: string;
  /** Header of the other period's time. */
  readonly beforeTime: string;
}

/** Energy of one period over the steps, beside that of another. Wh. */
export interface PeriodEnergyInput {
  readonly step: ComparisonStep;
  readonly range: Range;
  readonly steps: readonly PairedStep[];
  readonly current: readonly number[];
  /** Null when there is nothing to compare with. */
  readonly before: readonly number[] | null;
  readonly words: PeriodEnergyWords;
}

const valueAt = (values: readonly number[] | null, index: number | null): number | null =>
  values === null || index === null ? null : values[index];

/** The energy of the period as bars, that of the other as a dashed line of steps across them. */
export function periodEnergyOption(input: PeriodEnergyInput, context: ChartContext, width: number): ChartOption {
  const { step, range, steps, current, before, words } = input;
  const { palette, format } = context;
  const { unit, wh } = energyScale(largest(current, before ?? []));

  function content(index: number): HTMLElement | string {
    const pair = steps[index];
    if (pair === undefined) return '';
    const text = (value: number | null): string =>
      value === null ? format.notAvailable : format.energy(value, { unit }).text;
    return tooltipContent(stepLabel(pair.from, step, format), [
      {
        colour: palette.fill.trade,
        mark: 'swatch',
        label: words.current,
        value: text(valueAt(current, pair.current)),
      },
      ...(before === null
        ? []
        : [
            {
              colour: palette.quietText,
              mark: 'dashed' as const,
              label: pair.beforeFrom === null ? words.before : stepLabel(pair.beforeFrom, step, format),
              value: text(valueAt(before, pair.before)),
            },
          ]),
    ]);
  }

  const bars = changeBars(
    'current',
    words.current,
    steps.map(({ from, to, current: index }) => ({ from, to, value: (valueAt(current, index) ?? 0) / wh })),
    palette,
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
      const height = value === null ? null : value / wh;
      return [
        [from, height],
        [to, height],
      ];
    }),
  };
  return {
    ...timeChart(range, width, valueAxis(unit, 0, context), content, context),
    series: before === null ? [bars] : [bars, line],
  };
}

/** The same as a table. */
export function periodEnergyTable(input: PeriodEnergyInput, { format }: ChartContext): ChartTable {
  const { step, steps, current, before, words } = input;
  const { unit, wh } = energyScale(largest(current, before ?? []));
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
  const energy = (label: string, read: (row: number) => number | null): ChartColumn => ({
    label,
    unit,
    kind: 'number',
    value: (row) => {
      const value = read(row);
      return value === null ? null : value / wh;
    },
    text: (row) => {
      const value = read(row);
      return value === null ? format.notAvailable : format.energy(value, { unit }).value;
    },
  });
  return {
    rows: steps.length,
    columns: [
      time(words.time, (row) => steps[row].from),
      energy(words.current, (row) => valueAt(current, steps[row].current)),
      ...(before === null
        ? []
        : [
            time(words.beforeTime, (row) => steps[row].beforeFrom),
            energy(words.before, (row) => valueAt(before, steps[row].before)),
          ]),
    ],
  };
}
