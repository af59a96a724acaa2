/** The periods that reports are about, in the community's time zone: half-open ranges of instants. */
import { startOfLocalDay } from '../domain/slots.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** From the start of the first local day of a month to the start of the first of the next. @param month `2026-10` */
export function localMonth(month: string, timeZone: string): Range {
  return { from: startOfMonth(month, timeZone), to: startOfMonth(monthAfter(month, 1), timeZone) };
}

/** A local calendar year. */
export function localYear(year: number, timeZone: string): Range {
  return { from: startOfLocalDay(firstOfYear(year), timeZone), to: startOfLocalDay(firstOfYear(year + 1), timeZone) };
}

/** `month` moved by `months`: `2026-01` by -1 is `2025-12`. */
export function monthAfter(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number);
  const count = year * 12 + number - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}

function startOfMonth(month: string, timeZone: string): number {
  return startOfLocalDay(Number(month.replace('-', '')) * 100 + 1, timeZone);
}

function firstOfYear(year: number): number {
  return year * 10_000 + 101;
}
