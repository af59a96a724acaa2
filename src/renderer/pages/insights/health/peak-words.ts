/** Peaks as people read them, and for a file. Pure. */
import type { Peak, Peaks } from '#shared/contract/insight-records.ts';
import type { ChartTable } from '../../../charts/chart-data.ts';
import { bucketLabel } from '../../../charts/time-axis.ts';
import type { Format } from '#shared/format/format.ts';

const MINUTE = 60_000;

export const peakSides = ['import', 'export'] as const;
export type PeakSide = (typeof peakSides)[number];

/** One bar: the highest slot of a side, without the trading among members or with it. */
export interface PeakBar {
  readonly side: PeakSide;
  readonly isTraded: boolean;
  readonly wh: number | null;
  readonly at: number | null;
}

/** Two bars for each side. */
export function peakBars(peaks: Peaks): PeakBar[] {
  return peakSides.flatMap((side): PeakBar[] => {
    const { wh, at, baselineWh, baselineAt } = peaks[side];
    return [
      { side, isTraded: false, wh: baselineWh, at: baselineAt },
      { side, isTraded: true, wh, at },
    ];
  });
}

/** The mean power of a slot, W. @param wh its energy */
export function slotPower(wh: number, slotMinutes: number): number {
  return (wh * 60) / slotMinutes;
}

/** The slot in words, e.g. "22 Nov, 12:15–12:30". */
export function slotText(at: number, slotMinutes: number, { locale, timeZone }: Format): string {
  return bucketLabel(at, at + slotMinutes * MINUTE, locale, timeZone);
}

export const hasPeaks = ({ baselineWh, withheld }: Peak): boolean => baselineWh !== null || withheld !== null;

export interface PeakTableWords {
  readonly columns: Readonly<Record<'peak' | 'case' | 'power' | 'at' | 'reduction', string>>;
  readonly sides: Readonly<Record<PeakSide, string>>;
  readonly cases: { readonly traded: string; readonly baseline: string };
  readonly withheld: string;
}

/** The same for a file; the reduction stands beside the bar with trading. */
export function peakTable(peaks: Peaks, words: PeakTableWords, slotMinutes: number, format: Format): ChartTable {
  const bars = peakBars(peaks);
  const missing = ({ side }: PeakBar): string => (peaks[side].withheld === null ? format.notAvailable : words.withheld);
  const sideOf = (row: number): string => words.sides[bars[row].side];
  const caseOf = (row: number): string => words.cases[bars[row].isTraded ? 'traded' : 'baseline'];
  const reductionOf = (row: number): number | null => (bars[row].isTraded ? peaks[bars[row].side].reduction : null);
  return {
    rows: bars.length,
    columns: [
      { label: words.columns.peak, kind: 'text', value: sideOf, text: sideOf },
      { label: words.columns.case, kind: 'text', value: caseOf, text: caseOf },
      {
        label: words.columns.power,
        unit: 'kW',
        kind: 'number',
        value: (row) => {
          const { wh } = bars[row];
          return wh === null ? null : slotPower(wh, slotMinutes) / 1000;
        },
        text: (row) => {
          const { wh } = bars[row];
          return wh === null ? missing(bars[row]) : format.power(slotPower(wh, slotMinutes)).value;
        },
      },
      {
        label: words.columns.at,
        kind: 'text',
        value: (row) => {
          const { at } = bars[row];
          return at === null ? null : new Date(at).toISOString();
        },
        text: (row) => {
          const { at } = bars[row];
          return at === null ? missing(bars[row]) : slotText(at, slotMinutes, format);
        },
      },
      {
        label: words.columns.reduction,
        unit: '%',
        kind: 'number',
        value: (row) => {
          const reduction = reductionOf(row);
          return reduction === null ? null : reduction * 100;
        },
        text: (row) => format.percent(reductionOf(row)),
      },
    ],
  };
}
