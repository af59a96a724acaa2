import type { ChartContext } from '#renderer/charts/chart-context.ts';
import type { ChartOption } from '#renderer/charts/echarts.ts';
import { paletteOf, type ColourScheme } from '#renderer/charts/palette.ts';
import { createFormat } from '#shared/format/format.ts';
import type { MapCell } from '#shared/contract/map.ts';
import type { Series } from '#shared/contract/stats.ts';
import { localDayRange } from '#shared/domain/slots.ts';

export const BERLIN = 'Europe/Berlin';
export const QUARTER = 15 * 60_000;

export function context(locale = 'en-GB', scheme: ColourScheme = 'light'): ChartContext {
  const format = createFormat({ locale, timeZone: BERLIN, currency: 'EUR', notAvailable: 'n/a', points: 'pt' });
  return { palette: paletteOf(scheme), format };
}

/** A local day (yyyymmdd) in Berlin. */
export const day = (yyyymmdd: number) => localDayRange(yyyymmdd, BERLIN);

/** A series over a range where bucket i produced `i * scale` Wh, consumed 500 Wh and traded 100 Wh. */
export function series(range: { from: number; to: number }, step = QUARTER, scale = 100): Series {
  const start: number[] = [];
  for (let at = range.from; at < range.to; at += step) start.push(at);
  const fill = (value: number) => start.map(() => value);
  return {
    granularity: step === QUARTER ? 'slot' : 'hour',
    start,
    producedWh: start.map((_, index) => index * scale),
    consumedWh: fill(500),
    selfConsumedWh: fill(100),
    tradedWh: fill(100),
    savings: fill(1_000_000),
    failedCount: fill(0),
  };
}

/** A square cell of 0.01 degrees with its south-west corner at a place. */
export function cell(id: string, longitude: number, latitude: number, change: Partial<MapCell> = {}): MapCell {
  const size = 0.01;
  const corner = (x: number, y: number): [number, number] => [longitude + x * size, latitude + y * size];
  return {
    id,
    cells: [id],
    outline: [[[corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0)]]],
    centre: corner(0.5, 0.5),
    members: 7,
    prosumers: 3,
    producedWh: 100_000,
    consumedWh: 250_000,
    netWh: -150_000,
    tradedWh: 20_000,
    ...change,
  };
}

/** The series of an option by their ids. */
export function seriesById(option: ChartOption): Record<string, Record<string, unknown>> {
  const all = option.series as unknown as Record<string, unknown>[];
  return Object.fromEntries(all.map((one) => [String(one.id), one]));
}

/** The labels of the time axis, from left to right. */
export function axisLabels(option: ChartOption): string[] {
  const { axisLabel } = option.xAxis as { axisLabel: { customValues: number[]; formatter: (at: number) => string } };
  return axisLabel.customValues.map((at) => axisLabel.formatter(at));
}

/** The text of the tooltip of the first point at or after `at`. */
export function tooltipAt(option: ChartOption, at: number): string {
  const [first] = Object.values(seriesById(option));
  const dataIndex = (first.data as [number, number][]).findIndex(([x, value]) => x > at && value !== null);
  const { formatter } = option.tooltip as unknown as { formatter: (params: unknown) => HTMLElement | string };
  const content = formatter([{ dataIndex }]);
  return typeof content === 'string' ? content : (content.textContent ?? '');
}
