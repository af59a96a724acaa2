/** Which kind of day it is for those who use electricity. */
import { dayNumber } from '../domain/slots.ts';
import { steady } from './steady.ts';

/** Rows of a load table. */
export const dayKinds = { workday: 0, saturday: 1, sunday: 2 } as const;
export type DayKind = (typeof dayKinds)[keyof typeof dayKinds];

/** Public holidays of Baden-Württemberg with a fixed date, as mmdd. */
const fixedHolidays: ReadonlySet<number> = new Set([101, 106, 501, 1003, 1101, 1225, 1226]);

/** The kind of local day `day` (yyyymmdd); a public holiday counts as a Sunday. */
export function dayKind(day: number): DayKind {
  if (fixedHolidays.has(day % 10_000)) return dayKinds.sunday;
  // 1970-01-01 was a Thursday.
  const weekday = (dayNumber(day) + 3) % 7;
  if (weekday === 6) return dayKinds.sunday;
  return weekday === 5 ? dayKinds.saturday : dayKinds.workday;
}

/** Whether schools are closed on `day` (yyyymmdd): the long summer break and Christmas, roughly. */
export function isSchoolBreak(day: number): boolean {
  const date = day % 10_000;
  return (date >= 730 && date <= 912) || date >= 1222 || date <= 105;
}

/** 1 in the middle of winter, -1 in the middle of summer (`day` as yyyymmdd; the coldest day is taken to be 20 January). */
export function winterness(day: number): number {
  const sinceColdest = dayNumber(day) - dayNumber(Math.floor(day / 10_000) * 10_000 + 120);
  return steady(Math.cos((2 * Math.PI * sinceColdest) / 365.25));
}
