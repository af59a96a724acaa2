import type { CustomSeriesOption } from 'echarts/charts';
import { CHART_FONT, type ChartContext } from './chart-context.ts';
import type { ChartTable } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';
import { withOpacity } from './palette.ts';
import { extentAround } from './price-option.ts';
import { chartBase, SMALL_TEXT, tooltipFrame } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

/** What one member and the whole community paid on average for the same thing, and how much of it was the member's. */
export interface PricePair {
  readonly label: string;
  /** Micro-currency per kWh; null where nothing was traded. */
  readonly member: number | null;
  readonly community: number | null;
  /** The energy of both, Wh. */
  readonly memberWh: number;
  readonly communityWh: number;
}

interface PricePairWords {
  readonly what: string;
  readonly member: string;
  readonly community: string;
  readonly memberEnergy: string;
  readonly communityEnergy: string;
  readonly share: string;
}

export interface PricePairInput {
  readonly pairs: readonly PricePair[];
  readonly words: PricePairWords;
}

const MICRO = 1_000_000;
/** Height of a bar, and what lies between the two of a pair, as shares of the height of their row. */
const BAR = 0.3;
const BETWEEN = 0.06;
/** Room for the names at the left and the numbers at the right, CSS pixels. */
const NAMES = 96;
const NUMBERS = 96;

export const shareOf = ({ memberWh, communityWh }: PricePair): number | null =>
  communityWh === 0 ? null : memberWh / communityWh;

/** Pairs of bars, one row each: the member's filled, the community's outlined below it; every bar says its price. */
export function pricePairOption({ pairs, words }: PricePairInput, context: ChartContext): ChartOption {
  const { palette, format } = context;
  const unit = format.price(0).unit;
  const known = pairs.flatMap(({ member, community }) => [member, community].filter((price) => price !== null));
  const { min, max, interval } = extentAround([0, ...known]);
  const text = (price: number | null): string => (price === null ? format.notAvailable : format.price(price).text);

  function content(row: number): HTMLElement | string {
    const pair = pairs[row];
    if (pair === undefined) return '';
    return tooltipContent(pair.label, [
      { colour: palette.fill.trade, mark: 'swatch', label: words.member, value: text(pair.member) },
      { colour: palette.line.trade, mark: 'line', label: words.community, value: text(pair.community) },
      { label: words.share, value: format.percent(shareOf(pair)) },
    ]);
  }

  const bars = (id: 'member' | 'community'): CustomSeriesOption => ({
    type: 'custom',
    id,
    name: words[id],
    data: pairs.map((pair, row) => [(pair[id] ?? 0) / MICRO, row]),
    encode: { x: 0, y: 1 },
    renderItem: (params, api) => {
      const pair = pairs[params.dataIndex];
      const price = pair[id];
      const [right, middle] = api.coord([(price ?? 0) / MICRO, params.dataIndex]);
      const [left, next] = api.coord([0, params.dataIndex + 1]);
      const rowHeight = Math.abs(next - middle);
      const height = rowHeight * BAR;
      const top = id === 'member' ? middle - height - (rowHeight * BETWEEN) / 2 : middle + (rowHeight * BETWEEN) / 2;
      const bar = { x: Math.min(left, right), y: top, width: Math.max(Math.abs(right - left), 1), height };
      return {
        type: 'group',
        children: [
          ...(price === null
            ? []
            : [
                {
                  type: 'rect' as const,
                  shape: bar,
                  style:
                    id === 'member'
                      ? { fill: palette.fill.trade }
                      : { fill: withOpacity(palette.fill.trade, 0.16), stroke: palette.line.trade, lineWidth: 1.5 },
                },
              ]),
          {
            type: 'text' as const,
            style: {
              x: Math.max(left, right) + 8,
              y: top + height / 2,
              text: text(price),
              fill: palette.text,
              fontSize: SMALL_TEXT,
              fontFamily: CHART_FONT,
              verticalAlign: 'middle',
            },
          },
        ],
      };
    },
  });
  return {
    ...chartBase(context),
    grid: { left: NAMES, right: NUMBERS, top: 8, bottom: 40, outerBoundsMode: 'none' },
    xAxis: {
      type: 'value',
      name: unit,
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: palette.quietText, fontSize: SMALL_TEXT },
      min: Math.min(min + interval, 0),
      max,
      interval,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: palette.gridLine } },
      axisLabel: {
        color: palette.quietText,
        fontSize: SMALL_TEXT,
        formatter: (value: number) => format.number(value, 2),
      },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: pairs.map(({ label }) => label),
      axisLine: { lineStyle: { color: palette.axisLine } },
      axisTick: { show: false },
      axisLabel: { color: palette.text, fontSize: SMALL_TEXT },
    },
    tooltip: {
      ...tooltipFrame(context),
      trigger: 'item',
      formatter: (params: unknown) => {
        const index = (params as { dataIndex?: unknown }).dataIndex;
        return typeof index === 'number' ? content(index) : '';
      },
    },
    series: [bars('member'), bars('community')],
  };
}

/** The same as a table, with the energy and the member's share of it. */
export function pricePairTable({ pairs, words }: PricePairInput, { format }: ChartContext): ChartTable {
  const price = (label: string, read: (pair: PricePair) => number | null) => ({
    label,
    unit: format.price(0).unit,
    kind: 'number' as const,
    value: (row: number) => {
      const value = read(pairs[row]);
      return value === null ? null : value / MICRO;
    },
    text: (row: number) => {
      const value = read(pairs[row]);
      return value === null ? format.notAvailable : format.price(value).value;
    },
  });
  const energy = (label: string, read: (pair: PricePair) => number) => ({
    label,
    unit: 'kWh',
    kind: 'number' as const,
    value: (row: number) => read(pairs[row]) / 1000,
    text: (row: number) => format.energy(read(pairs[row]), { unit: 'kWh' }).value,
  });
  return {
    rows: pairs.length,
    columns: [
      { label: words.what, kind: 'text', value: (row) => pairs[row].label, text: (row) => pairs[row].label },
      price(words.member, ({ member }) => member),
      price(words.community, ({ community }) => community),
      energy(words.memberEnergy, ({ memberWh }) => memberWh),
      energy(words.communityEnergy, ({ communityWh }) => communityWh),
      {
        label: words.share,
        kind: 'number',
        value: (row) => shareOf(pairs[row]),
        text: (row) => format.percent(shareOf(pairs[row])),
      },
    ],
  };
}
