import type { CustomSeriesOption } from 'echarts/charts';
import type { ChartContext } from './chart-context.ts';
import type { ChartColumn, ChartTable } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';
import { dashes, fillOpacity, type LegendItem } from './legend.tsx';
import { withOpacity } from './palette.ts';
import { chartBase, SMALL_TEXT, timeGrid, tooltipFrame, valueAxis } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

/** Members who saved at least `from` and less than `to`, micro-currency; an end that is open is null. */
interface SavingsBin {
  readonly from: number | null;
  readonly to: number | null;
  /** Of each group. */
  readonly members: readonly number[];
}

interface SavingsBarsWords {
  /** What the bins are of. */
  readonly savings: string;
  /** What is counted. */
  readonly members: string;
  readonly below: (to: string) => string;
  readonly between: (from: string, to: string) => string;
  readonly from: (from: string) => string;
}

export interface SavingsBarsInput {
  readonly bins: readonly SavingsBin[];
  /** What stands side by side in each bin. */
  readonly groups: readonly LegendItem[];
  readonly words: SavingsBarsWords;
}

const MICRO = 1_000_000;
/** The part of a bin's width that its bars take. */
const FILLED = 0.76;
/** Pixels between the bars of a bin. */
const GAP = 2;
/** Room for the labels of the bins and the name of their axis. */
const BOTTOM = 48;

/** The borders of a bin in words, in whole currency units where all borders are. */
function binText({ from, to }: SavingsBin, { bins, words }: SavingsBarsInput, { format }: ChartContext): string {
  const areWhole = bins.every((bin) => (bin.from ?? 0) % MICRO === 0 && (bin.to ?? 0) % MICRO === 0);
  const text = (amount: number): string => format.number(amount / MICRO, areWhole ? 0 : 2);
  if (from === null) return to === null ? words.savings : words.below(text(to));
  return to === null ? words.from(text(from)) : words.between(text(from), text(to));
}

/** Members by what they saved: bars side by side in each bin, the labels of losses in the colour of failures. */
export function savingsBarsOption(input: SavingsBarsInput, context: ChartContext): ChartOption {
  const { bins, groups, words } = input;
  const { palette, format } = context;

  function content(index: number): HTMLElement | string {
    const bin = bins[index];
    if (bin === undefined) return '';
    return tooltipContent(
      `${binText(bin, input, context)} ${format.money(0).unit}`,
      groups.map((group, at) => ({ ...group, value: format.number(bin.members[at]) })),
    );
  }

  const bars = groups.map(({ label, colour, mark }, place): CustomSeriesOption => ({
    type: 'custom',
    id: `group-${place}`,
    name: label,
    data: bins.map(({ members }, bin) => [bin, members[place]]),
    encode: { x: 0, y: 1 },
    renderItem: (params, api) => {
      const count = bins[params.dataIndex].members[place];
      if (count === 0) return null;
      const [middle, top] = api.coord([params.dataIndex, count]);
      const [next, bottom] = api.coord([params.dataIndex + 1, 0]);
      const room = (next - middle) * FILLED;
      const width = room / groups.length;
      const isHollow = mark === 'held-back';
      const isSolid = mark === 'swatch';
      return {
        type: 'rect',
        shape: {
          x: middle - room / 2 + place * width + GAP / 2,
          y: top,
          width: Math.max(width - GAP, 1),
          height: bottom - top,
        },
        style: {
          fill: isHollow ? 'transparent' : withOpacity(colour, fillOpacity[mark] ?? 1),
          ...(isSolid ? {} : { stroke: colour, lineWidth: 1.25, lineDash: [...(dashes[mark] ?? [])] }),
        },
      };
    },
  }));
  return {
    ...chartBase(context),
    grid: { ...timeGrid, bottom: BOTTOM, outerBoundsMode: 'none' },
    xAxis: {
      type: 'category',
      name: `${words.savings}, ${format.money(0).unit}`,
      nameLocation: 'middle',
      nameGap: 30,
      nameTextStyle: { color: palette.quietText, fontSize: SMALL_TEXT },
      data: bins.map((bin) => binText(bin, input, context)),
      axisLine: { lineStyle: { color: palette.axisLine } },
      axisTick: { show: false },
      axisLabel: {
        fontSize: SMALL_TEXT,
        interval: 0,
        hideOverlap: true,
        color: (_value, index) => {
          const end = bins[index ?? 0]?.to ?? null;
          return end !== null && end <= 0 ? palette.line.failure : palette.quietText;
        },
      },
    },
    yAxis: {
      ...valueAxis(words.members, 0, context),
      minInterval: 1,
      // A word is longer than a unit: it begins where the labels may.
      nameTextStyle: {
        color: palette.quietText,
        fontSize: SMALL_TEXT,
        align: 'left',
        padding: [0, 0, 0, 8 - timeGrid.left],
      },
    },
    tooltip: {
      ...tooltipFrame(context),
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (params: unknown) => {
        const first: unknown = Array.isArray(params) ? params[0] : params;
        const index = (first as { dataIndex?: unknown } | undefined)?.dataIndex;
        return typeof index === 'number' ? content(index) : '';
      },
    },
    series: bars,
  };
}

/** The same as a table: a row for each bin. */
export function savingsBarsTable(input: SavingsBarsInput, context: ChartContext): ChartTable {
  const { bins, groups, words } = input;
  const { format } = context;
  return {
    rows: bins.length,
    columns: [
      {
        label: words.savings,
        unit: format.money(0).unit,
        kind: 'text',
        value: (row) => binText(bins[row], input, context),
        text: (row) => binText(bins[row], input, context),
      },
      ...groups.map(({ label }, group): ChartColumn => ({
        label,
        kind: 'number',
        value: (row) => bins[row].members[group],
        text: (row) => format.number(bins[row].members[group]),
      })),
    ],
  };
}
