import { changeBars, type BarMeanings } from './change-bars.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartColumn, ChartTable } from './chart-data.ts';
import { stepLabel, type ComparisonStep, type PairedStep } from './comparison-steps.ts';
import type { ChartOption } from './echarts.ts';
import type { Range } from './time-axis.ts';
import { timeChart, valueAxis } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

interface MemberMovesWords {
  readonly time: string;
  readonly joined: string;
  readonly left: string;
}

/** How many members joined and left in each step. */
export interface MemberMovesInput {
  readonly step: ComparisonStep;
  readonly range: Range;
  readonly steps: readonly PairedStep[];
  readonly joined: readonly number[];
  readonly left: readonly number[];
  readonly words: MemberMovesWords;
}

/** To leave is no failure: it has the colour of the grid, and stands below zero. */
const meanings: BarMeanings = { gain: 'trade', loss: 'grid' };

/** Those who joined above zero, those who left below. */
export function memberMovesOption(input: MemberMovesInput, context: ChartContext, width: number): ChartOption {
  const { step, range, steps, joined, left, words } = input;
  const { palette, format } = context;

  function content(index: number): HTMLElement | string {
    const pair = steps[index];
    if (pair === undefined) return '';
    return tooltipContent(stepLabel(pair.from, step, format), [
      { colour: palette.fill.trade, mark: 'swatch', label: words.joined, value: text(joined, pair.current) },
      { colour: palette.fill.grid, mark: 'swatch', label: words.left, value: text(left, pair.current) },
    ]);
  }

  function text(values: readonly number[], index: number | null): string {
    return index === null ? format.notAvailable : format.number(values[index]);
  }

  const bars = (id: string, name: string, values: readonly number[], sign: 1 | -1) =>
    changeBars(
      id,
      name,
      steps.map(({ from, to, current }) => ({ from, to, value: current === null ? 0 : sign * values[current] })),
      palette,
      meanings,
    );
  return {
    ...timeChart(range, width, { ...valueAxis('', 0, context), minInterval: 1 }, content, context),
    series: [bars('joined', words.joined, joined, 1), bars('left', words.left, left, -1)],
  };
}

/** The same as a table. */
export function memberMovesTable(input: MemberMovesInput, { format }: ChartContext): ChartTable {
  const { step, steps, joined, left, words } = input;
  const counts = (label: string, values: readonly number[]): ChartColumn => ({
    label,
    kind: 'number',
    value: (row) => {
      const { current } = steps[row];
      return current === null ? null : values[current];
    },
    text: (row) => {
      const { current } = steps[row];
      return current === null ? format.notAvailable : format.number(values[current]);
    },
  });
  return {
    rows: steps.length,
    columns: [
      {
        label: words.time,
        kind: 'text',
        value: (row) => new Date(steps[row].from).toISOString(),
        text: (row) => stepLabel(steps[row].from, step, format),
      },
      counts(words.joined, joined),
      counts(words.left, left),
    ],
  };
}
