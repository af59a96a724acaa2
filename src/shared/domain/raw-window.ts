import { localDay, startOfLocalDay } from './slots.ts';

/** How many months of single records a desk may choose to keep; without a choice it keeps all. */
export const windowMonths = [3, 6, 12, 24] as const;

/**
 * The start of what is kept of single records: that of the local month `months` before the one of `now`, epoch ms. So it is always that
 * many whole months and what there is of the current one.
 */
export function rawWindowStart(months: number, now: number, timeZone: string): number {
  const month = Math.floor(localDay(now, timeZone) / 100);
  const count = Math.floor(month / 100) * 12 + (month % 100) - 1 - months;
  return startOfLocalDay((Math.floor(count / 12) * 100 + (count % 12) + 1) * 100 + 1, timeZone);
}
