import type { Spread } from '#shared/contract/insight-records.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartTable } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';
import { withOpacity } from './palette.ts';
import { chartBase, pointedIndex, SMALL_TEXT, tooltipFrame } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

interface LorenzWords {
  /** Of the axes and the columns: the part of the members, and that of the savings. */
  readonly members: string;
  readonly savings: string;
  /** The line on which all would have saved the same. */
  readonly equality: string;
}

export interface LorenzInput {
  readonly points: Spread['lorenz'];
  readonly words: LorenzWords;
}

/** The part of the savings that the members with the least have together, below the line on which all would have saved the same. */
export function lorenzOption({ points, words }: LorenzInput, context: ChartContext): ChartOption {
  const { palette, format } = context;
  const percent = (share: number): string => format.percent(share, 0);

  function content(index: number): HTMLElement | string {
    const point = points[index];
    if (point === undefined) return '';
    return tooltipContent(`${words.members}: ${percent(point.members)}`, [
      { colour: palette.line.trade, mark: 'line', label: words.savings, value: format.percent(point.savings) },
      { colour: palette.line.grid, mark: 'dashed', label: words.equality, value: format.percent(point.members) },
    ]);
  }

  const axis = {
    type: 'value',
    min: 0,
    max: 1,
    interval: 0.25,
    axisTick: { show: false },
    axisLabel: { color: palette.quietText, fontSize: SMALL_TEXT, formatter: percent },
  } as const;
  const nameText = { color: palette.quietText, fontSize: SMALL_TEXT };
  const common = { type: 'line', showSymbol: false, emphasis: { disabled: true } } as const;
  return {
    ...chartBase(context),
    grid: { left: 52, right: 24, top: 26, bottom: 46, outerBoundsMode: 'none' },
    xAxis: {
      ...axis,
      name: words.members,
      nameLocation: 'middle',
      nameGap: 28,
      nameTextStyle: nameText,
      axisLine: { lineStyle: { color: palette.axisLine } },
      splitLine: { show: false },
    },
    yAxis: {
      ...axis,
      name: words.savings,
      nameGap: 10,
      nameTextStyle: { ...nameText, align: 'left', padding: [0, 0, 0, -44] },
      axisLine: { show: false },
      splitLine: { lineStyle: { color: palette.gridLine } },
    },
    tooltip: {
      ...tooltipFrame(context),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: palette.quietText, type: 'solid', width: 1 } },
      formatter: (params: unknown) => {
        const index = pointedIndex(params);
        return index === null ? '' : content(index);
      },
    },
    series: [
      {
        ...common,
        id: 'equality',
        name: words.equality,
        lineStyle: { color: palette.line.grid, width: 1.5, type: 'dashed' },
        data: points.map(({ members }) => [members, members]),
      },
      {
        ...common,
        id: 'savings',
        name: words.savings,
        z: 3,
        lineStyle: { color: palette.line.trade, width: 2.25 },
        areaStyle: { color: withOpacity(palette.fill.trade, 0.2) },
        data: points.map(({ members, savings }) => [members, savings]),
      },
    ],
  };
}

/** The points as a table. */
export function lorenzTable({ points, words }: LorenzInput, { format }: ChartContext): ChartTable {
  const column = (label: string, read: (point: Spread['lorenz'][number]) => number, decimals: number) => ({
    label,
    unit: '%',
    kind: 'number' as const,
    value: (row: number) => 100 * read(points[row]),
    text: (row: number) => format.number(100 * read(points[row]), decimals),
  });
  return {
    rows: points.length,
    columns: [column(words.members, ({ members }) => members, 0), column(words.savings, ({ savings }) => savings, 1)],
  };
}
