import { expect, it } from 'vitest';
import { reportWords } from '#engine/reports/report-words.ts';

const community = { timeZone: 'Europe/Berlin', currency: 'EUR' };

it('writes numbers and times as the language has them, in the time zone and currency of the community', () => {
  const [english, german] = [reportWords('en', community).format, reportWords('de', community).format];
  const winter = Date.UTC(2026, 0, 1, 23);
  expect([english.dateTime(winter), german.dateTime(winter)]).toEqual(['2 Jan 2026, 00:00', '2. Jan. 2026, 00:00']);
  expect([english.money(1_234_500_000).text, german.money(1_234_500_000).text]).toEqual([
    '€1,234.50',
    '1.234,50\u00a0€',
  ]);
});

it('does not let a text without words leave the console', () => {
  const { t } = reportWords('de', community);
  expect(t('page', { page: 1, pages: 2 })).toBe('Seite 1 von 2');
  expect(() => t('report:nothing')).toThrow('no text for nothing in de');
  expect(() => t('page', { page: 1 })).toThrow('value is missing');
});
