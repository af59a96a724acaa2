import type { Output } from '#shared/contract/contract.ts';
import { anchors, bucketEnd, pointsAt, type BucketClock } from './buckets.ts';
import type { ChartContext } from './chart-context.ts';
import type { ChartTable } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';
import { energyScale, largest } from './energy-scale.ts';
import { withOpacity } from './palette.ts';
import { bucketLabel, type Range } from './time-axis.ts';
import { timeChart, valueAxis } from './time-chart.ts';
import { tooltipContent, type TooltipRow } from './tooltip.ts';

export type MemberDay = Output<'members.day'>;

export interface DayCurveWords {
  readonly production: string;
  readonly consumption: string;
  readonly imported: string;
  readonly exported: string;
  readonly battery: string;
  readonly time: string;
}

export interface DayCurveInput {
  readonly day: MemberDay;
  readonly range: Range;
  readonly slotMinutes: number;
  readonly words: DayCurveWords;
}

const hasBattery = (day: MemberDay): boolean => day.batterySoc.some((soc) => soc !== null);

function clockOf({ slotMinutes }: DayCurveInput, { format }: ChartContext): BucketClock {
  return { granularity: 'slot', timeZone: format.timeZone, slotMinutes };
}

function scaleOf(day: MemberDay) {
  return energyScale(largest(day.producedWh, day.consumedWh, day.importedWh, day.exportedWh));
}

/** One member's local day, slot by slot; the battery's state of charge, when there is one, against a second axis in percent. */
export function dayCurveOption(input: DayCurveInput, context: ChartContext, width: number): ChartOption {
  const { day, range, words } = input;
  const { palette, format } = context;
  const clock = clockOf(input, context);
  const places = anchors(day.start, clock, 'line');
  const scale = scaleOf(day);
  const battery = hasBattery(day);
  const energy = (wh: number): string => format.energy(wh, { unit: scale.unit }).text;

  function content(index: number): HTMLElement | string {
    const bucket = places[index]?.bucket;
    if (bucket == null) return '';
    const start = day.start[bucket];
    const soc = day.batterySoc[bucket];
    const rows: TooltipRow[] = [
      { colour: palette.line.production, mark: 'area', label: words.production, value: energy(day.producedWh[bucket]) },
      {
        colour: palette.line.consumption,
        mark: 'line',
        label: words.consumption,
        value: energy(day.consumedWh[bucket]),
      },
      { colour: palette.line.grid, mark: 'dashed', label: words.imported, value: energy(day.importedWh[bucket]) },
      { label: words.exported, value: energy(day.exportedWh[bucket]) },
      ...(soc === null
        ? []
        : [
            {
              colour: palette.quietText,
              mark: 'dotted' as const,
              label: words.battery,
              value: format.percent(soc / 100, 0),
            },
          ]),
    ];
    return tooltipContent(bucketLabel(start, bucketEnd(start, clock), format.locale, format.timeZone), rows);
  }

  const common = { type: 'line', showSymbol: false, connectNulls: false, emphasis: { disabled: true } } as const;
  const points = (column: readonly (number | null)[], size: number) =>
    pointsAt(places, column, size) as [number, number | null][];
  const energyAxis = { ...valueAxis(scale.unit, 0, context), min: 0 };
  const socAxis = {
    ...valueAxis('%', 0, context),
    min: 0,
    max: 100,
    interval: 25,
    splitLine: { show: false },
    nameTextStyle: { color: palette.quietText, fontSize: 12, align: 'left' as const, padding: [0, 0, 0, 8] },
  };
  return {
    ...timeChart(range, width, battery ? [energyAxis, socAxis] : energyAxis, content, context),
    series: [
      {
        ...common,
        id: 'production',
        name: words.production,
        z: 2,
        color: palette.line.production,
        lineStyle: { color: palette.line.production, width: 1.5 },
        areaStyle: { color: withOpacity(palette.fill.production, palette.scheme === 'dark' ? 0.3 : 0.38) },
        data: points(day.producedWh, scale.wh),
      },
      {
        ...common,
        id: 'consumption',
        name: words.consumption,
        z: 4,
        color: palette.line.consumption,
        lineStyle: { color: palette.line.consumption, width: 2.25 },
        data: points(day.consumedWh, scale.wh),
      },
      {
        ...common,
        id: 'imported',
        name: words.imported,
        z: 3,
        color: palette.line.grid,
        lineStyle: { color: palette.line.grid, width: 1.5, type: 'dashed' },
        data: points(day.importedWh, scale.wh),
      },
      ...(battery
        ? [
            {
              ...common,
              id: 'battery',
              name: words.battery,
              yAxisIndex: 1,
              z: 3,
              color: palette.quietText,
              lineStyle: { color: palette.quietText, width: 1.5, type: 'dotted' as const },
              data: points(day.batterySoc, 1),
            },
          ]
        : []),
    ],
  };
}

/** The same day as a table. */
export function dayCurveTable(input: DayCurveInput, context: ChartContext): ChartTable {
  const { day, words } = input;
  const { format } = context;
  const clock = clockOf(input, context);
  const scale = scaleOf(day);
  const column = (label: string, values: readonly number[]) => ({
    label,
    unit: scale.unit as string,
    kind: 'number' as const,
    value: (row: number): number | null => values[row] / scale.wh,
    text: (row: number) => format.energy(values[row], { unit: scale.unit }).value,
  });
  return {
    rows: day.start.length,
    columns: [
      {
        label: words.time,
        kind: 'text',
        value: (row) => new Date(day.start[row]).toISOString(),
        text: (row) => bucketLabel(day.start[row], bucketEnd(day.start[row], clock), format.locale, format.timeZone),
      },
      column(words.production, day.producedWh),
      column(words.consumption, day.consumedWh),
      column(words.imported, day.importedWh),
      column(words.exported, day.exportedWh),
      ...(hasBattery(day)
        ? [
            {
              label: words.battery,
              unit: '%',
              kind: 'number' as const,
              value: (row: number) => day.batterySoc[row],
              text: (row: number) => (day.batterySoc[row] === null ? '–' : format.number(day.batterySoc[row])),
            },
          ]
        : []),
    ],
  };
}
