/** Which language is spoken, and how numbers and dates are written in it. Pure; the languages themselves are the folders of resources/locales. */
import { languages, type Language } from './languages.ts';

/** What speaks when nothing fits: every text exists in it. */
export const FALLBACK: Language = 'en';

/** A language tag's language alone, e.g. `de` of `de-AT`. */
const primaryOf = (tag: string): string => tag.split('-')[0].toLowerCase();

/**
 * The language to speak: the chosen one, or the first of the system's that there are texts for.
 *
 * @param systemLanguages BCP 47, the preferred first.
 */
export function languageOf(choice: Language | 'system', systemLanguages: readonly string[]): Language {
  if (choice !== 'system') return choice;
  for (const spoken of systemLanguages) {
    const known =
      languages.find((language) => language.toLowerCase() === spoken.toLowerCase()) ??
      languages.find((language) => primaryOf(language) === primaryOf(spoken));
    if (known !== undefined) return known;
  }
  return FALLBACK;
}

/**
 * The region whose number and date form is used: the system's for that language, otherwise the one where most of its speakers live, for
 * English the European one. BCP 47, e.g. `de-AT`.
 */
export function localeOf(language: Language, systemLanguages: readonly string[]): string {
  const regional = systemLanguages.find((one) => one.startsWith(`${language}-`));
  if (regional !== undefined) return regional;
  if (language === 'en') return 'en-GB';
  const { region } = new Intl.Locale(language).maximize();
  return region === undefined || language.includes('-') ? language : `${language}-${region}`;
}

/** What a language is called, in itself where no other is named, e.g. "Deutsch". Capitalised as in a list of choices. */
export function languageName(language: Language, inLanguage: string = language): string {
  const name = new Intl.DisplayNames(inLanguage, { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(inLanguage) + name.slice(1);
}
