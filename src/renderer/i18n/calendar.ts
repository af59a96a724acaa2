import dayjs from 'dayjs';

/** Monday, where a locale says nothing. */
const MONDAY = 1;
/** 2026-01-04 was a Sunday, with which the calendar's lists of days begin. */
const SUNDAY = Date.UTC(2026, 0, 4);
const DAY = 86_400_000;

/** Known to browsers, not yet to the types. */
interface WithWeek extends Intl.Locale {
  getWeekInfo?(): { readonly firstDay: number };
}

/** The day that weeks begin with in a locale, 0 is Sunday. */
export function firstDayOfWeek(locale: string): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  const week = (new Intl.Locale(locale) as WithWeek).getWeekInfo?.();
  return ((week?.firstDay ?? MONDAY) % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6;
}

/** Teaches the date pickers the names of months and days in a language, and makes them speak it. */
export function speakCalendar(language: string): void {
  const names = (count: number, at: (index: number) => number, options: Intl.DateTimeFormatOptions): string[] => {
    const { format } = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
    return Array.from({ length: count }, (_, index) => format(at(index)));
  };
  const month = (index: number): number => Date.UTC(2026, index, 1);
  const day = (index: number): number => SUNDAY + index * DAY;
  const words = {
    name: language,
    months: names(12, month, { month: 'long' }),
    monthsShort: names(12, month, { month: 'short' }),
    weekdays: names(7, day, { weekday: 'long' }),
    weekdaysShort: names(7, day, { weekday: 'short' }),
    weekdaysMin: names(7, day, { weekday: 'short' }).map((name) => name.slice(0, 2)),
    formats: {},
    relativeTime: {},
  };
  dayjs.locale(words);
}
