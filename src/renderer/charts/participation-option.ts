import type { LineSeriesOption } from 'echarts/charts';
import { changeBars } from './change-bars.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartColumn, ChartTable } from './chart-data.ts';
import { stepLabel, type ComparisonStep, type PairedStep } from './comparison-steps.ts';
import type { ChartOption } from './echarts.ts';
import type { Range } from './time-axis.ts';
import { timeChart, valueAxis } from './time-chart.ts';
import { tooltipContent, type TooltipRow } from './tooltip.ts';

interface ParticipationWords {
  readonly time: string;
  readonly active: string;
  readonly participants: string;
  readonly rate: string;
  /** The participants of the other period. */
  readonly before: string;
}

/** Members of a group in each step. */
export interface ParticipationInput {
  readonly step: ComparisonStep;
  readonly range: Range;
  readonly steps: readonly PairedStep[];
  readonly active: readonly number[];
  /** Those with a trade or an offer. */
  readonly participants: readonly number[];
  /** The participants of another period; null when there is nothing to compare with. */
  readonly before: readonly number[] | null;
  readonly words: ParticipationWords;
}

const valueAt = (values: readonly number[] | null, index: number | null): number | null =>
  values === null || index === null ? null : values[index];

const rateAt = ({ active, participants }: ParticipationInput, index: number | null): number | null => {
  const whole = valueAt(active, index);
  const part = valueAt(participants, index);
  return whole === null || part === null || whole === 0 ? null : part / whole;
};

/** Those who took part as bars under the line of all who could; the other period as a dashed line. */
export function participationOption(input: ParticipationInput, context: ChartContext, width: number): ChartOption {
  const { step, range, steps, active, participants, before, words } = input;
  const { palette, format } = context;
  const count = (value: number | null): string => (value === null ? format.notAvailable : format.number(value));

  function content(index: number): HTMLElement | string {
    const pair = steps[index];
    if (pair === undefined) return '';
    const rows: TooltipRow[] = [
      { colour: palette.line.grid, mark: 'line', label: words.active, value: count(valueAt(active, pair.current)) },
      {
        colour: palette.fill.trade,
        mark: 'swatch',
        label: words.participants,
        value: count(valueAt(participants, pair.current)),
      },
      { label: words.rate, value: format.percent(rateAt(input, pair.current)) },
    ];
    if (before !== null) {
      rows.push({
        colour: palette.quietText,
        mark: 'dashed',
        label: words.before,
        value: count(valueAt(before, pair.before)),
      });
    }
    return tooltipContent(stepLabel(pair.from, step, format), rows);
  }

  const stepped = (values: readonly number[], place: 'current' | 'before'): LineSeriesOption['data'] =>
    steps.flatMap((pair): [number, number | null][] => {
      const value = valueAt(values, pair[place]);
      return [
        [pair.from, value],
        [pair.to, value],
      ];
    });
  const line = { type: 'line', z: 4, silent: true, showSymbol: false } as const;
  return {
    ...timeChart(range, width, { ...valueAxis('', 0, context), minInterval: 1 }, content, context),
    series: [
      changeBars(
        'participants',
        words.participants,
        steps.map(({ from, to, current }) => ({ from, to, value: valueAt(participants, current) ?? 0 })),
        palette,
      ),
      {
        ...line,
        id: 'active',
        name: words.active,
        lineStyle: { color: palette.line.grid, width: 2 },
        data: stepped(active, 'current'),
      },
      ...(before === null
        ? []
        : [
            {
              ...line,
              id: 'before',
              name: words.before,
              lineStyle: { color: palette.text, width: 1.75, type: 'dashed' as const },
              data: stepped(before, 'before'),
            },
          ]),
    ],
  };
}

/** The same as a table. */
export function participationTable(input: ParticipationInput, { format }: ChartContext): ChartTable {
  const { step, steps, active, participants, before, words } = input;
  const counts = (label: string, read: (row: number) => number | null): ChartColumn => ({
    label,
    kind: 'number',
    value: read,
    text: (row) => {
      const value = read(row);
      return value === null ? format.notAvailable : format.number(value);
    },
  });
  const rate = (row: number): number | null => rateAt(input, steps[row].current);
  return {
    rows: steps.length,
    columns: [
      {
        label: words.time,
        kind: 'text',
        value: (row) => new Date(steps[row].from).toISOString(),
        text: (row) => stepLabel(steps[row].from, step, format),
      },
      counts(words.active, (row) => valueAt(active, steps[row].current)),
      counts(words.participants, (row) => valueAt(participants, steps[row].current)),
      {
        label: words.rate,
        unit: '%',
        kind: 'number',
        value: (row) => {
          const share = rate(row);
          return share === null ? null : Math.round(share * 1000) / 10;
        },
        text: (row) => {
          const share = rate(row);
          return share === null ? format.notAvailable : format.number(share * 100, 1);
        },
      },
      ...(before === null ? [] : [counts(words.before, (row) => valueAt(before, steps[row].before))]),
    ],
  };
}
