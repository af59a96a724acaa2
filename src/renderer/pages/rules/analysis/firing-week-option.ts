import type { ChartContext } from '../../../charts/chart-context.ts';
import type { ChartTable } from '../../../charts/chart-data.ts';
import type { ChartOption } from '../../../charts/echarts.ts';
import { mix, type Palette } from '../../../charts/palette.ts';
import { chartBase, SMALL_TEXT, tooltipFrame } from '../../../charts/time-chart.ts';
import { tooltipContent } from '../../../charts/tooltip.ts';
import { dayName, WEEK_DAYS } from '#shared/format/day-names.ts';

export interface FiringWeekWords {
  readonly hour: string;
  readonly fired: (count: number) => string;
}

export interface FiringWeekInput {
  /** By hour of the week in wall time: 168 counts from Monday 00:00. */
  readonly counts: readonly number[];
  readonly words: FiringWeekWords;
}

const HOURS = 24;
/** The share of the full colour that a single firing has: it must be told from none. */
const PALEST = 0.18;

/** The colour of an hour that fired `count` times where the busiest did `most` times. */
export function firingColour(count: number, most: number, { balanced, fill }: Palette): string {
  return count === 0 || most === 0 ? balanced : mix(balanced, fill.trade, PALEST + (1 - PALEST) * (count / most));
}

function hourText(hour: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(hour)}:00–${two(hour + 1)}:00`;
}

/** The hours of a week, coloured by how often the rule fired in them. */
export function firingWeekOption({ counts, words }: FiringWeekInput, context: ChartContext): ChartOption {
  const { palette, format } = context;
  const most = Math.max(...counts);
  const names = WEEK_DAYS.map((day) => dayName(day, format.locale, 'short'));
  const label = { color: palette.quietText, fontSize: SMALL_TEXT } as const;
  const bare = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } } as const;
  return {
    ...chartBase(context),
    grid: { left: 40, right: 16, top: 6, bottom: 24, outerBoundsMode: 'none' },
    xAxis: {
      ...bare,
      type: 'value',
      min: 0,
      max: HOURS,
      interval: 3,
      axisLabel: label,
    },
    yAxis: { ...bare, type: 'category', data: names, inverse: true, axisLabel: label },
    tooltip: {
      ...tooltipFrame(context),
      trigger: 'item',
      formatter: (params) => {
        const { dataIndex } = Array.isArray(params) ? params[0] : params;
        const heading = `${names[Math.floor(dataIndex / HOURS)]}, ${hourText(dataIndex % HOURS)}`;
        return tooltipContent(heading, [{ label: words.fired(counts[dataIndex]), value: '' }]);
      },
    },
    series: [
      {
        type: 'custom',
        id: 'hours',
        data: counts.map((_, index) => [(index % HOURS) + 0.5, Math.floor(index / HOURS)]),
        renderItem: (params, api) => {
          const [x, y] = api.coord([params.dataIndex % HOURS, Math.floor(params.dataIndex / HOURS)]);
          const size = api.size?.([1, 1]);
          const [width, height] = Array.isArray(size) ? size : [0, 0];
          return {
            type: 'rect',
            shape: { x: x + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2, r: 2 },
            style: { fill: firingColour(counts[params.dataIndex], most, palette) },
            emphasis: { style: { stroke: palette.text, lineWidth: 1.5 } },
          };
        },
      },
    ],
  };
}

/** The same as a table: an hour a row, a day a column. */
export function firingWeekTable({ counts, words }: FiringWeekInput, { format }: ChartContext): ChartTable {
  return {
    rows: HOURS,
    columns: [
      { label: words.hour, kind: 'text', value: hourText, text: hourText },
      ...WEEK_DAYS.map((day) => ({
        label: dayName(day, format.locale, 'short'),
        kind: 'number' as const,
        value: (hour: number) => counts[day * HOURS + hour],
        text: (hour: number) => format.number(counts[day * HOURS + hour]),
      })),
    ],
  };
}
