import { describe, expect, it } from 'vitest';
import { languageName, languageOf, localeOf } from '#shared/languages/language.ts';

describe('the language', () => {
  it('is the chosen one, or the first of the system that there are texts for', () => {
    expect(languageOf('de', ['en-GB'])).toBe('de');
    expect(languageOf('system', ['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(languageOf('system', ['fr-FR'])).toBe('en');
    expect(languageOf('system', [])).toBe('en');
  });

  it('is written as the system writes it, otherwise as in the country of most who speak it, English as in Europe', () => {
    expect(localeOf('de', ['en-GB', 'de-CH'])).toBe('de-CH');
    expect(localeOf('de', ['en-GB'])).toBe('de-DE');
    expect(localeOf('en', ['de-DE'])).toBe('en-GB');
  });

  it('is called as those who speak it call it, or as the reader does', () => {
    expect(languageName('de')).toBe('Deutsch');
    expect(languageName('de', 'en')).toBe('German');
    expect(languageName('en', 'de')).toBe('Englisch');
  });
});
