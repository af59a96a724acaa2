import type { LineSeriesOption } from 'echarts/charts';
import type { ChartContext } from './chart-context.ts';
import type { ChartColumn, ChartTable } from './chart-data.ts';
import { stepLabel, type ComparisonStep, type PairedStep } from './comparison-steps.ts';
import type { ChartOption } from './echarts.ts';
import type { Meaning } from '#shared/format/meaning.ts';
import type { Range } from './time-axis.ts';
import { timeChart, valueAxis } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

/** A share of a step, 0..1; null where its whole is 0. */
export type StepShare = number | 'withheld' | null;

/** A share over the steps, and the same of the other period. */
export interface ShareLine {
  readonly id: string;
  readonly label: string;
  readonly meaning: Meaning;
  /** Of its points: two lines differ by more than their colour. */
  readonly symbol: 'circle' | 'diamond';
  readonly current: readonly StepShare[];
  /** Null when there is nothing to compare with. */
  readonly before: readonly StepShare[] | null;
}

export interface ShareLinesInput {
  readonly step: ComparisonStep;
  readonly range: Range;
  readonly steps: readonly PairedStep[];
  readonly lines: readonly ShareLine[];
  readonly words: {
    readonly time: string;
    /** Header of the other period's time. */
    readonly beforeTime: string;
    readonly before: string;
    readonly withheld: string;
  };
}

/** Steps up to which points are large. */
const FEW = 45;

const shareAt = (shares: readonly StepShare[] | null, index: number | null): StepShare =>
  shares === null || index === null ? null : shares[index];

const percentOf = (value: StepShare): number | null => (typeof value === 'number' ? value * 100 : null);

/** Name of the line of the other period. */
export const beforeLabelOf = ({ label }: ShareLine, { words }: Pick<ShareLinesInput, 'words'>): string =>
  `${label}, ${words.before}`;

/** Lines from the middle of a step to that of the next one, those of the other period dashed; a step without a share is a gap. */
export function shareLinesOption(input: ShareLinesInput, context: ChartContext, width: number): ChartOption {
  const { step, range, steps, lines } = input;
  const { palette, format } = context;

  function content(index: number): HTMLElement | string {
    const pair = steps[index];
    if (pair === undefined) return '';
    return tooltipContent(
      stepLabel(pair.from, step, format),
      lines.flatMap((line) => [
        {
          colour: palette.line[line.meaning],
          mark: 'line' as const,
          label: line.label,
          value: shareText(shareAt(line.current, pair.current), input, context),
        },
        ...(line.before === null
          ? []
          : [
              {
                colour: palette.line[line.meaning],
                mark: 'dashed' as const,
                label: pair.beforeFrom === null ? input.words.before : stepLabel(pair.beforeFrom, step, format),
                value: shareText(shareAt(line.before, pair.before), input, context),
              },
            ]),
      ]),
    );
  }

  const series = lines.flatMap((line): LineSeriesOption[] => {
    const colour = palette.line[line.meaning];
    const plain = { type: 'line', connectNulls: false, emphasis: { disabled: true }, color: colour } as const;
    const points = (shares: readonly StepShare[] | null, place: 'current' | 'before'): [number, number | null][] =>
      steps.map((pair) => [(pair.from + pair.to) / 2, percentOf(shareAt(shares, pair[place]))]);
    const current: LineSeriesOption = {
      ...plain,
      id: line.id,
      name: line.label,
      z: 4,
      // A step between two gaps is seen by its point alone.
      symbol: line.symbol,
      symbolSize: steps.length > FEW ? 3 : 6,
      lineStyle: { color: colour, width: 2.25 },
      data: points(line.current, 'current'),
    };
    if (line.before === null) return [current];
    const before: LineSeriesOption = {
      ...plain,
      id: `${line.id}-before`,
      name: beforeLabelOf(line, input),
      z: 3,
      silent: true,
      showSymbol: false,
      lineStyle: { color: colour, width: 1.5, type: 'dashed', opacity: 0.75 },
      data: points(line.before, 'before'),
    };
    return [current, before];
  });
  const axis = { ...valueAxis('%', 0, context), min: 0, max: 100, interval: 25 };
  return { ...timeChart(range, width, axis, content, context), series };
}

function shareText(value: StepShare, { words }: ShareLinesInput, { format }: ChartContext): string {
  return value === 'withheld' ? words.withheld : format.percent(value);
}

/** The same as a table. */
export function shareLinesTable(input: ShareLinesInput, context: ChartContext): ChartTable {
  const { step, steps, lines, words } = input;
  const { format } = context;
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
  const numbers = (label: string, share: (row: number) => StepShare): ChartColumn => ({
    label,
    unit: '%',
    kind: 'number',
    value: (row) => percentOf(share(row)),
    text: (row) => {
      const value = share(row);
      return typeof value === 'number' ? format.number(value * 100, 1) : shareText(value, input, context);
    },
  });
  return {
    rows: steps.length,
    columns: [
      time(words.time, (row) => steps[row].from),
      ...lines.map((line) => numbers(line.label, (row) => shareAt(line.current, steps[row].current))),
      ...(lines.every(({ before }) => before === null)
        ? []
        : [
            time(words.beforeTime, (row) => steps[row].beforeFrom),
            ...lines.map((line) =>
              numbers(beforeLabelOf(line, input), (row) => shareAt(line.before, steps[row].before)),
            ),
          ]),
    ],
  };
}
