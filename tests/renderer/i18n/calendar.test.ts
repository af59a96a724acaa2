import dayjs from 'dayjs';
import { afterEach, describe, expect, it } from 'vitest';
import { firstDayOfWeek, speakCalendar } from '#renderer/i18n/calendar.ts';

afterEach(() => speakCalendar('en'));

describe('the calendar of the date pickers', () => {
  it.each([
    ['de', 'Oktober Mo'],
    ['en', 'October Mo'],
    ['fr', 'octobre lu'],
  ])('names months and days in %s', (language, named) => {
    speakCalendar(language);
    expect(dayjs('2026-10-26').format('MMMM dd')).toBe(named);
  });

  it('begins weeks as the locale does', () => {
    expect(firstDayOfWeek('de-DE')).toBe(1);
    expect(firstDayOfWeek('en-GB')).toBe(1);
    expect(firstDayOfWeek('en-US')).toBe(0);
  });
});
