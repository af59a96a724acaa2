import type { CustomSeriesOption } from 'echarts/charts';
import type { Spread } from '#shared/contract/insight-records.ts';
import { CHART_FONT, type ChartContext } from './chart-context.ts';
import type { ChartTable } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';
import { hatchingOf } from './hatching.ts';
import { withOpacity } from './palette.ts';
import { chartBase, pointedIndex, SMALL_TEXT, tooltipFrame, valueAxis } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

export type SavingsBin = Spread['bins'][number];

interface SavingsBinsWords {
  readonly savings: string;
  readonly members: string;
  readonly share: string;
  /** E.g. "€0.00 to €5.00", "under €0.00"; an end that is open is null. */
  readonly range: (from: string | null, to: string | null) => string;
  /** Below the axis. */
  readonly axis: string;
}

export interface SavingsBinsInput {
  readonly bins: readonly SavingsBin[];
  /** How many have lost. */
  readonly worseOff: number;
  readonly words: SavingsBinsWords;
}

const MICRO = 1_000_000;
/** Pixels that are left free between two bars. */
const GAP = 4;

/** Whether the members of a bin lost, saved, or some this and some that. */
export function outcomeOf({ from, to }: SavingsBin, worseOff: number): 'lost' | 'saved' | 'both' {
  if (to !== null && to <= 0) return 'lost';
  return worseOff === 0 || (from !== null && from >= 0) ? 'saved' : 'both';
}

function rangeText({ from, to }: SavingsBin, words: SavingsBinsWords, { format }: ChartContext): string {
  const text = (amount: number | null): string | null => (amount === null ? null : format.money(amount).text);
  return words.range(text(from), text(to));
}

/**
 * How many members saved how much: bars of equal width, whose borders say where each begins and ends. Losses stand left of the line of zero,
 * red and hatched.
 */
export function savingsBinsOption({ bins, worseOff, words }: SavingsBinsInput, context: ChartContext): ChartOption {
  const { palette, format } = context;
  const total = bins.reduce((sum, { members }) => sum + members, 0);
  const decimals = bins.every(({ from }) => from === null || from % MICRO === 0) ? 0 : 2;
  const styles = {
    saved: { fill: palette.fill.trade },
    lost: { fill: withOpacity(palette.fill.failure, 0.35), stroke: palette.line.failure, lineWidth: 1.25 },
    both: { fill: withOpacity(palette.fill.trade, 0.3), stroke: palette.line.grid, lineWidth: 1.25 },
  } as const;

  function content(index: number): HTMLElement | string {
    const bin = bins[index];
    if (bin === undefined) return '';
    return tooltipContent(rangeText(bin, words, context), [
      { label: words.members, value: format.number(bin.members) },
      { label: words.share, value: format.percent(bin.members / total) },
    ]);
  }

  const bars: CustomSeriesOption = {
    type: 'custom',
    id: 'members',
    name: words.members,
    data: bins.map(({ members }, at) => [at + 0.5, members]),
    encode: { x: 0, y: 1 },
    renderItem: (params, api) => {
      const at = params.dataIndex;
      const bin = bins[at];
      const [left, top] = api.coord([at, bin.members]);
      const [right, bottom] = api.coord([at + 1, 0]);
      const box = { x: left + GAP / 2, y: top, width: right - left - GAP, height: bottom - top };
      const outcome = outcomeOf(bin, worseOff);
      return {
        type: 'group',
        children: [
          { type: 'rect' as const, shape: box, style: styles[outcome] },
          ...(outcome === 'saved'
            ? []
            : [
                {
                  type: 'path' as const,
                  shape: { pathData: hatchingOf(box) },
                  style: { stroke: palette.line.failure, fill: 'none', lineWidth: 1.25 },
                },
              ]),
          {
            type: 'text' as const,
            style: {
              x: (left + right) / 2,
              y: top - 4,
              text: format.number(bin.members),
              fill: palette.text,
              fontSize: SMALL_TEXT,
              fontFamily: CHART_FONT,
              align: 'center',
              verticalAlign: 'bottom',
            },
          },
        ],
      };
    },
  };
  const zero = bins.findIndex(({ from }) => from === 0);
  return {
    ...chartBase(context),
    grid: { left: 52, right: 18, top: 26, bottom: 46, outerBoundsMode: 'none' },
    xAxis: {
      type: 'value',
      name: words.axis,
      nameLocation: 'middle',
      nameGap: 28,
      nameTextStyle: { color: palette.quietText, fontSize: SMALL_TEXT },
      min: 0,
      max: Math.max(bins.length, 1),
      interval: 1,
      axisLine: { lineStyle: { color: palette.axisLine } },
      axisTick: { show: true, lineStyle: { color: palette.axisLine } },
      splitLine: { show: false },
      axisLabel: {
        color: palette.quietText,
        fontSize: SMALL_TEXT,
        formatter: (at: number) => {
          const from = bins[at]?.from ?? null;
          return from === null ? '' : format.number(from / MICRO, decimals);
        },
      },
    },
    yAxis: {
      ...valueAxis(words.members, 0, context),
      // Longer than a unit: it begins above the axis' numbers.
      nameTextStyle: { color: palette.quietText, fontSize: SMALL_TEXT, align: 'left', padding: [0, 0, 0, -44] },
      min: 0,
      minInterval: 1,
    },
    tooltip: {
      ...tooltipFrame(context),
      trigger: 'item',
      formatter: (params: unknown) => {
        const index = pointedIndex(params);
        return index === null ? '' : content(index);
      },
    },
    series: [
      bars,
      {
        type: 'line',
        id: 'zero',
        silent: true,
        showSymbol: false,
        z: 4,
        lineStyle: { color: palette.text, width: 1.5 },
        data:
          zero === -1
            ? []
            : [
                [zero, 0],
                [zero, Math.max(...bins.map(({ members }) => members))],
              ],
      },
    ],
  };
}

/** The same as a table. */
export function savingsBinsTable({ bins, words }: SavingsBinsInput, context: ChartContext): ChartTable {
  const { format } = context;
  const total = bins.reduce((sum, { members }) => sum + members, 0);
  return {
    rows: bins.length,
    columns: [
      {
        label: words.savings,
        kind: 'text',
        value: (row) => rangeText(bins[row], words, context),
        text: (row) => rangeText(bins[row], words, context),
      },
      {
        label: words.members,
        kind: 'number',
        value: (row) => bins[row].members,
        text: (row) => format.number(bins[row].members),
      },
      {
        label: words.share,
        unit: '%',
        kind: 'number',
        value: (row) => (100 * bins[row].members) / total,
        text: (row) => format.number((100 * bins[row].members) / total, 1),
      },
    ],
  };
}
