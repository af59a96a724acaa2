import { addDays, localDay, localDayRange } from '../domain/slots.ts';
import type { DataClass } from './data-classes.ts';

/** The classes that a clock runs for (DOMAIN.md section 8). The others are kept as long as what they belong to. */
export const clockClasses = ['meter', 'offer', 'trade', 'audit', 'identity'] as const satisfies readonly DataClass[];
export type ClockClass = (typeof clockClasses)[number];

export interface ClockRule {
  readonly unit: 'months' | 'days';
  readonly standard: number;
  readonly least: number;
  readonly most: number;
}

const MONTHS_OF_30_YEARS = 360;
const DAYS_OF_30_YEARS = 10_957;

/** How long each class may be kept: from one month to 30 years. The clock of the identity starts when the member leaves. */
export const clockRules: Readonly<Record<ClockClass, ClockRule>> = {
  meter: { unit: 'months', standard: 24, least: 1, most: MONTHS_OF_30_YEARS },
  offer: { unit: 'months', standard: 24, least: 1, most: MONTHS_OF_30_YEARS },
  trade: { unit: 'months', standard: 120, least: 1, most: MONTHS_OF_30_YEARS },
  audit: { unit: 'months', standard: 120, least: 1, most: MONTHS_OF_30_YEARS },
  identity: { unit: 'days', standard: 30, least: 30, most: DAYS_OF_30_YEARS },
};

export type Clocks = Readonly<Record<ClockClass, number>>;

/**
 * Why clocks cannot run together: the books prove themselves on the readings and orders of their time, and their sums are made of them, so
 * that the trades stay at least as long. Null when they can.
 */
export function clockConflict(clocks: Clocks): 'meter' | 'offer' | null {
  if (clocks.meter > clocks.trade) return 'meter';
  return clocks.offer > clocks.trade ? 'offer' : null;
}

/**
 * What is older than this is due: a start of a local day, so that whole days go or stay.
 * @param now epoch ms
 */
export function cutoffOf(clockClass: ClockClass, length: number, now: number, timeZone: string): number {
  const today = localDay(now, timeZone);
  const day = clockRules[clockClass].unit === 'days' ? addDays(today, -length) : monthsBefore(today, length);
  return localDayRange(day, timeZone).from;
}

/** The same day so many months earlier, or the last of that month when it has no such day; yyyymmdd. */
function monthsBefore(day: number, months: number): number {
  const month = Math.floor(day / 10_000) * 12 + (Math.floor(day / 100) % 100) - 1 - months;
  const [year, ofYear] = [Math.floor(month / 12), month % 12];
  const last = new Date(Date.UTC(year, ofYear + 1, 0)).getUTCDate();
  return year * 10_000 + (ofYear + 1) * 100 + Math.min(day % 100, last);
}
