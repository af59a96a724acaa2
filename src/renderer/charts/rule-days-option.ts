import { addDays, formatDay, startOfLocalDay } from '#shared/domain/slots.ts';
import type { Format, Quantity } from '#shared/format/format.ts';
import { changeBars } from './change-bars.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartColumn, ChartTable } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';
import { energyScale, largest } from './energy-scale.ts';
import { bucketLabel } from './time-axis.ts';
import { timeChart, valueAxis } from './time-chart.ts';
import { tooltipContent } from './tooltip.ts';

/** What is told of each day. Energy in Wh, money in micro-currency. */
interface DayColumn {
  readonly label: string;
  readonly kind: 'energy' | 'money' | 'count';
  /** With a plus before gains. */
  readonly signed?: boolean;
  readonly values: readonly number[];
}

export interface RuleDaysInput {
  /** Local days, yyyymmdd, ascending. */
  readonly days: readonly number[];
  /** What the bars show. */
  readonly drawn: DayColumn;
  /** What tooltip and table tell, in their order. */
  readonly columns: readonly DayColumn[];
  /** Header of the column of days. */
  readonly dayWord: string;
}

const MICRO = 1_000_000;

interface DaySpan {
  readonly from: number;
  readonly to: number;
}

function spanOf(day: number, timeZone: string): DaySpan {
  return { from: startOfLocalDay(day, timeZone), to: startOfLocalDay(addDays(day, 1), timeZone) };
}

/** The unit of a whole column, as energyScale chooses it. */
function scaleOf({ kind, values }: DayColumn, format: Format): { readonly unit: string; readonly size: number } {
  if (kind === 'money') return { unit: format.money(0).unit, size: MICRO };
  if (kind === 'count') return { unit: '', size: 1 };
  const { unit, wh } = energyScale(largest(values));
  return { unit, size: wh };
}

function quantityOf(column: DayColumn, row: number, format: Format): Quantity {
  const { kind, values, signed } = column;
  const value = values[row];
  if (kind === 'money') return format.money(value, format.currency, { signed });
  if (kind === 'energy') return format.energy(value, { unit: energyScale(largest(values)).unit, signed });
  const text = format.number(value, 0, { signed });
  return { value: text, unit: '', text };
}

/** One bar for each local day of a rule. */
export function ruleDaysOption(input: RuleDaysInput, context: ChartContext, width: number): ChartOption {
  const { days, drawn, columns } = input;
  const { palette, format } = context;
  const { unit, size } = scaleOf(drawn, format);
  const spans = days.map((day) => spanOf(day, format.timeZone));
  const range = { from: spans[0]?.from ?? 0, to: spans.at(-1)?.to ?? 1 };

  function content(index: number): HTMLElement | string {
    const span = spans[index];
    if (span === undefined) return '';
    return tooltipContent(
      bucketLabel(span.from, span.to, format.locale, format.timeZone),
      columns.map((column) => ({ label: column.label, value: quantityOf(column, index, format).text })),
    );
  }

  return {
    ...timeChart(range, width, valueAxis(unit, drawn.kind === 'money' ? 2 : 0, context), content, context),
    series: [
      changeBars(
        'days',
        drawn.label,
        spans.map((span, row) => ({ ...span, value: drawn.values[row] / size })),
        palette,
      ),
    ],
  };
}

/** The days as a table. */
export function ruleDaysTable({ days, columns, dayWord }: RuleDaysInput, { format }: ChartContext): ChartTable {
  const { locale, timeZone } = format;
  return {
    rows: days.length,
    columns: [
      {
        label: dayWord,
        kind: 'text',
        value: (row) => formatDay(days[row]),
        text: (row) => {
          const { from, to } = spanOf(days[row], timeZone);
          return bucketLabel(from, to, locale, timeZone);
        },
      },
      ...columns.map((column): ChartColumn => {
        const { unit, size } = scaleOf(column, format);
        return {
          label: column.label,
          ...(unit === '' ? {} : { unit }),
          kind: 'number',
          value: (row) => column.values[row] / size,
          text: (row) => quantityOf(column, row, format).value,
        };
      }),
    ],
  };
}
