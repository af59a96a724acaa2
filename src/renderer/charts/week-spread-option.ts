import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { RuleSimulationResult } from '#shared/contract/rule-records.ts';
import { addDays, formatDay, startOfLocalDay } from '#shared/domain/slots.ts';
import type { Format } from '#shared/format/format.ts';
import { changeBars } from './change-bars.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartTable } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';
import { withOpacity } from './palette.ts';
import { SMALL_TEXT, timeChart, valueAxis } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

export type Spread = RuleSimulationResult['spread'];

export interface WeekSpreadWords {
  readonly week: string;
  readonly change: string;
  readonly days: string;
  readonly median: string;
  readonly quartiles: string;
  /** In the tooltip of a week that is not whole. */
  readonly partial: (days: number) => string;
}

export interface WeekSpreadInput {
  readonly spread: Spread;
  readonly words: WeekSpreadWords;
}

const MICRO = 1_000_000;
const WEEK_DAYS = 7;

function spanOf(monday: number, timeZone: string) {
  return { from: startOfLocalDay(monday, timeZone), to: startOfLocalDay(addDays(monday, WEEK_DAYS), timeZone) };
}

/** The local days of a week in words, e.g. "5–11 Jan 2026". */
function weekText(monday: number, format: Format): string {
  return format.days(spanOf(monday, format.timeZone));
}

/** The change of each week, with the median and the middle half of the whole weeks. */
export function weekSpreadOption(
  { spread, words }: WeekSpreadInput,
  context: ChartContext,
  width: number,
): ChartOption {
  const { palette, format } = context;
  const { weeks, median, lowerQuartile, upperQuartile } = spread;
  const spans = weeks.map(({ monday }) => spanOf(monday, format.timeZone));
  const range = { from: spans[0]?.from ?? 0, to: spans.at(-1)?.to ?? 1 };

  function content(index: number): HTMLElement | string {
    const week = weeks[index];
    if (week === undefined) return '';
    return tooltipContent(
      weekText(week.monday, format),
      [{ label: words.change, value: format.money(week.change, format.currency, { signed: true }).text }],
      week.days < WEEK_DAYS ? words.partial(week.days) : undefined,
    );
  }

  const bars = changeBars(
    'weeks',
    words.change,
    weeks.map(({ days, change }, at) => ({ ...spans[at], value: change / MICRO, isPartial: days < WEEK_DAYS })),
    palette,
  );
  const half: CustomSeriesOption = {
    type: 'custom',
    id: 'quartiles',
    name: words.quartiles,
    z: 1,
    silent: true,
    data: lowerQuartile === null || upperQuartile === null ? [] : [[range.from, upperQuartile / MICRO]],
    renderItem: (_params, api) => {
      const [left, top] = api.coord([range.from, (upperQuartile ?? 0) / MICRO]);
      const [right, bottom] = api.coord([range.to, (lowerQuartile ?? 0) / MICRO]);
      return {
        type: 'rect',
        shape: { x: left, y: top, width: right - left, height: Math.max(bottom - top, 1) },
        style: { fill: withOpacity(palette.fill.grid, palette.scheme === 'dark' ? 0.3 : 0.24) },
      };
    },
  };
  const middle: LineSeriesOption = {
    type: 'line',
    id: 'median',
    name: words.median,
    z: 4,
    silent: true,
    showSymbol: false,
    emphasis: { disabled: true },
    lineStyle: { color: palette.quietText, width: 1.5, type: 'dashed' },
    data:
      median === null
        ? []
        : [
            [range.from, median / MICRO],
            [range.to, median / MICRO],
          ],
    endLabel: {
      show: true,
      align: 'right',
      verticalAlign: 'bottom',
      offset: [-2, -3],
      distance: 0,
      color: palette.text,
      fontSize: SMALL_TEXT,
      backgroundColor: withOpacity(palette.surface, 0.85),
      padding: [1, 3],
      formatter: () =>
        median === null ? '' : `${words.median} ${format.money(median, format.currency, { signed: true }).text}`,
    },
  };
  return {
    ...timeChart(range, width, valueAxis(format.money(0).unit, 2, context), content, context),
    series: [bars, half, middle],
  };
}

/** The weeks as a table. */
export function weekSpreadTable({ spread: { weeks }, words }: WeekSpreadInput, { format }: ChartContext): ChartTable {
  return {
    rows: weeks.length,
    columns: [
      {
        label: words.week,
        kind: 'text',
        value: (row) => formatDay(weeks[row].monday),
        text: (row) => weekText(weeks[row].monday, format),
      },
      {
        label: words.days,
        kind: 'number',
        value: (row) => weeks[row].days,
        text: (row) => format.number(weeks[row].days),
      },
      {
        label: words.change,
        unit: format.money(0).unit,
        kind: 'number',
        value: (row) => weeks[row].change / MICRO,
        text: (row) => format.money(weeks[row].change, format.currency, { signed: true }).value,
      },
    ],
  };
}
