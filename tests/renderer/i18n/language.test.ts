import { describe, expect, it } from 'vitest';
import { languageOf, localeOf } from '#renderer/i18n/index.ts';

describe('the language', () => {
  it('is the chosen one, or the first of the system that there are texts for', () => {
    expect(languageOf('de', ['en-GB'])).toBe('de');
    expect(languageOf('system', ['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(languageOf('system', ['fr-FR'])).toBe('en');
  });

  it('is written as the system writes it, otherwise as in Europe', () => {
    expect(localeOf('de', ['en-GB', 'de-CH'])).toBe('de-CH');
    expect(localeOf('en', ['de-DE'])).toBe('en-GB');
  });
});
