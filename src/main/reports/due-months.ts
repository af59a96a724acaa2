import { localDay } from '#shared/domain/slots.ts';
import { monthAfter } from '#shared/reports/local-periods.ts';

/**
 * The local months that are complete and not written yet, oldest first, e.g. `2026-10`. A clock that was set back makes none due twice.
 *
 * @param first the month to begin with
 * @param now epoch milliseconds
 */
export function dueMonths(first: string, now: number, timeZone: string): string[] {
  const current = monthOf(now, timeZone);
  const due: string[] = [];
  for (let month = first; month < current; month = monthAfter(month, 1)) due.push(month);
  return due;
}

/** The local month of an instant. */
export function monthOf(time: number, timeZone: string): string {
  const day = String(localDay(time, timeZone));
  return `${day.slice(0, 4)}-${day.slice(4, 6)}`;
}
