/** Hours, local days or months of two periods beside one another. Pure. */
import type { Comparison } from '#shared/contract/ledger-records.ts';
import { addDays, dayNumber, HOUR, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import type { Format } from '#shared/format/format.ts';
import { bucketLabel } from './time-axis.ts';

export type ComparisonStep = Comparison['step'];

/** One step of the period: half-open in epoch milliseconds, with its place in the columns of each period; null where it has none. */
export interface PairedStep {
  readonly from: number;
  readonly to: number;
  readonly current: number | null;
  readonly before: number | null;
  /** When the step of the other period begins. */
  readonly beforeFrom: number | null;
}

const monthNumber = (day: number): number => Math.floor(day / 10_000) * 12 + (Math.floor(day / 100) % 100) - 1;

/** The first local day of a month that is counted from year 0, yyyymmdd. */
const firstDay = (month: number): number => Math.floor(month / 12) * 10_000 + ((month % 12) + 1) * 100 + 1;

/** How many steps `start` lies after the step of `origin`, on the wall clock for days and months. */
function stepsAfter(start: number, origin: number, step: ComparisonStep, timeZone: string): number {
  if (step === 'hour') return Math.floor((start - origin) / HOUR);
  const [day, first] = [localDay(start, timeZone), localDay(origin, timeZone)];
  return step === 'day' ? dayNumber(day) - dayNumber(first) : monthNumber(day) - monthNumber(first);
}

/** Where the step that lies `steps` after the one of `origin` begins. */
function startAfter(origin: number, steps: number, step: ComparisonStep, timeZone: string): number {
  if (step === 'hour') return origin + steps * HOUR;
  const first = localDay(origin, timeZone);
  return startOfLocalDay(step === 'day' ? addDays(first, steps) : firstDay(monthNumber(first) + steps), timeZone);
}

export interface PairedPeriods {
  readonly step: ComparisonStep;
  readonly range: { readonly from: number; readonly to: number };
  readonly start: readonly number[];
  readonly before: { readonly from: number; readonly start: readonly number[] } | null;
}

/** The steps in which either period has something, by how far they lie from the start of their period. */
export function pairSteps({ step, range, start, before }: PairedPeriods, timeZone: string): PairedStep[] {
  const places = (starts: readonly number[], origin: number): Map<number, number> =>
    new Map(starts.map((at, index) => [stepsAfter(at, origin, step, timeZone), index]));
  const current = places(start, range.from);
  const other = before === null ? new Map<number, number>() : places(before.start, before.from);
  const wanted = [...new Set([...current.keys(), ...other.keys()])].sort((a, b) => a - b);
  return wanted
    .map((steps): PairedStep => {
      const index = other.get(steps) ?? null;
      return {
        from: Math.max(startAfter(range.from, steps, step, timeZone), range.from),
        to: Math.min(startAfter(range.from, steps + 1, step, timeZone), range.to),
        current: current.get(steps) ?? null,
        before: index,
        beforeFrom: before === null || index === null ? null : before.start[index],
      };
    })
    .filter(({ from, to }) => from < to);
}

/** A step in words: "22 Nov, 12:00–13:00", "Sat, 22 Nov 2026" or "November 2026". */
export function stepLabel(from: number, step: ComparisonStep, { locale, timeZone }: Format): string {
  if (step === 'month')
    return new Intl.DateTimeFormat(locale, { timeZone, month: 'long', year: 'numeric' }).format(from);
  return bucketLabel(from, startAfter(from, 1, step, timeZone), locale, timeZone);
}
