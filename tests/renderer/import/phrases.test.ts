import { describe, expect, it } from 'vitest';
import { createI18n } from '#renderer/i18n/index.ts';
import { describeFormat, phrase } from '#renderer/pages/import/phrases.ts';

const german = createI18n('de').getFixedT('de', 'import');
const english = createI18n('en').getFixedT('en', 'import');

describe('a phrase of the engine', () => {
  it.each([
    ['is empty', 'ist leer'],
    ['is off the 15-minute steps of the other rows', 'liegt neben den 15-Minuten-Schritten der anderen Zeilen'],
    ['is longer than 80 characters', 'ist länger als 80 Zeichen'],
    [
      'does not exist: the clocks were put forward over this hour',
      'gibt es nicht: In dieser Stunde wurden die Uhren vorgestellt',
    ],
    [
      'is above 2,000 g/kWh: the column is in another unit',
      'liegt über 2.000 g/kWh: Die Spalte hat eine andere Einheit',
    ],
  ])('%s is told in German', (text, translated) => {
    expect(phrase(german, text)).toBe(translated);
    expect(phrase(english, text)).toBe(text);
  });

  it('that is not known stays as it is', () => {
    expect(phrase(german, 'can be read as 1,234 or as 1.234')).toBe('can be read as 1,234 or as 1.234');
  });
});

it('a format is told part by part, with the names of columns untouched', () => {
  const format = 'semicolons, decimal commas, ISO 8601, UTF-8, ignored columns: note, flat';
  expect(describeFormat(english, format, 'en-GB')).toBe(
    'semicolons, decimal commas, ISO 8601 and UTF-8; ignored columns: note and flat',
  );
  expect(describeFormat(german, format, 'de-DE')).toBe(
    'Semikolons, Dezimalkommas, ISO 8601 und UTF-8; nicht verwendete Spalten: note und flat',
  );
});
