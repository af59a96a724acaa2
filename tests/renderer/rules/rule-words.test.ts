import { describe, expect, it } from 'vitest';
import type { Language } from '#shared/languages/languages.ts';
import { ruleSentence, windowsWords, windowWords } from '#shared/words/rule-words.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { formatOf, textsOf } from '../i18n/language.ts';

const tOf = (language: Language) => textsOf(language, 'rules');

const rule: RuleDraft = {
  type: 'sell',
  maxQuantityWh: 2500,
  maxPrice: null,
  minPrice: 105_000,
  minBatterySoc: 40,
  timeWindows: [],
  isEnabled: true,
};
const sentence = (change: Partial<RuleDraft>, language: Language = 'en') =>
  ruleSentence({ ...rule, ...change }, formatOf(language), tOf(language)).replaceAll('\u00a0', ' ');

describe('a time window in words', () => {
  it.each([
    ['Mo-Fr 06:00-22:00', 'Mon–Fri 06:00–22:00'],
    ['Sa,Su 00:00-24:00', 'Sat and Sun all day'],
    ['* 00:00-24:00', 'every day, all day'],
    ['* 11:00-15:30', 'every day 11:00–15:30'],
    ['We 22:00-06:00', 'Wed 22:00–06:00 (next day)'],
    ['Mo,We,Th,Fr 08:00-09:00', 'Mon and Wed–Fri 08:00–09:00'],
  ])('%s is "%s"', (text, words) => {
    expect(windowWords(text, 'en-GB', tOf('en'))).toBe(words);
  });

  it('speaks German', () => {
    expect(windowWords('Mo-Fr 06:00-22:00', 'de-DE', tOf('de'))).toBe('Mo–Fr 06:00–22:00');
    expect(windowWords('Sa,Su 00:00-24:00', 'de-DE', tOf('de'))).toBe('Sa und So ganztägig');
  });

  it('stands beside others with a semicolon, and says when there is none', () => {
    expect(windowsWords(['Mo 06:00-08:00', 'Sa,Su 00:00-24:00'], 'en-GB', tOf('en'))).toBe(
      'Mon 06:00–08:00; Sat and Sun all day',
    );
    expect(windowsWords([], 'en-GB', tOf('en'))).toBe('at no time');
  });

  it('is shown as it is when it cannot be read', () => {
    expect(windowWords('whenever', 'en-GB', tOf('en'))).toBe('whenever');
  });
});

describe('a rule in words', () => {
  it('says quantity, limit and battery of a sale', () => {
    expect(sentence({})).toBe(
      'Sells up to 2.50 kWh per slot at 0.1050 €/kWh or more, while the battery holds 40% or more.',
    );
  });

  it('says the limit of a purchase, and no battery', () => {
    expect(sentence({ type: 'buy', minPrice: null, maxPrice: 240_000, maxQuantityWh: null })).toBe(
      'Buys all that is needed at 0.2400 €/kWh or less.',
    );
  });

  it('says when there is no limit', () => {
    expect(sentence({ minPrice: null, minBatterySoc: null, maxQuantityWh: null })).toBe(
      'Sells all of the surplus at any price.',
    );
  });

  it('says a limit between two ticks with all its decimals', () => {
    expect(sentence({ minPrice: 105_050 })).toContain('at 0.105050 €/kWh or more');
  });

  it('speaks German', () => {
    expect(sentence({}, 'de')).toBe(
      'Verkauft bis zu 2,50 kWh je Zeitabschnitt ab 0,1050 €/kWh, solange die Batterie mindestens 40 % hält.',
    );
  });
});
