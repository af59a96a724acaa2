import { describe, expect, it } from 'vitest';
import { byName, dayPattern, decimalSign, listText } from '#shared/format/locale-facts.ts';

describe('a locale', () => {
  it('has its decimal sign, in Latin figures also where others are usual', () => {
    expect(['en-GB', 'de-DE', 'de-CH', 'ar-EG'].map(decimalSign)).toEqual(['.', ',', '.', '.']);
  });

  it('orders the parts of a date', () => {
    expect(['de-DE', 'fr-FR', 'sv-SE'].map(dayPattern)).toEqual(['dd.mm.yyyy', 'dd/mm/yyyy', 'yyyy-mm-dd']);
  });

  it('looks names up as people do, numbers in them by their size', () => {
    expect(['House A10', 'House A2', 'house a1'].toSorted(byName('en-GB'))).toEqual([
      'house a1',
      'House A2',
      'House A10',
    ]);
    expect(['Zaun', 'Ähre', 'Apfel'].toSorted(byName('de-DE'))).toEqual(['Ähre', 'Apfel', 'Zaun']);
  });

  it('puts texts in a row', () => {
    expect(listText(['A', 'B', 'C'], 'en-GB')).toBe('A, B and C');
    expect(listText(['A', 'B', 'C'], 'de-DE')).toBe('A, B und C');
  });
});
