/** 2026-01-05 was a Monday; names of days depend on the language only. */
const MONDAY = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;

export const WEEK_DAYS = [0, 1, 2, 3, 4, 5, 6] as const;

/** The name of a day of the week, 0 is Monday, e.g. "Mon" or "Monday". */
export function dayName(day: number, locale: string, form: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(locale, { weekday: form, timeZone: 'UTC' }).format(MONDAY + day * DAY);
}
