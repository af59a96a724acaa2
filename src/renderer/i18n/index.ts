import { createInstance, type i18n, type Resource, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Preferences } from '#shared/contract/preferences.ts';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** A folder of resources/locales is a language, a file in it a namespace. */
const files = import.meta.glob<ResourceLanguage[string]>('../../../resources/locales/*/*.json', {
  eager: true,
  import: 'default',
});

function readResources(): Resource {
  const resources: Resource = {};
  for (const [path, texts] of Object.entries(files)) {
    const [language, file] = path.split('/').slice(-2);
    (resources[language] ??= {})[file.replace('.json', '')] = texts;
  }
  return resources;
}

/** The texts of every language; switched by `changeLanguage`. A key without a text shows itself, and the tests find it. */
export function createI18n(language: Language): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: readResources(),
    defaultNS: 'shell',
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return instance;
}

/** The language to speak: the chosen one, or the first of the system's that there are texts for. */
export function languageOf(choice: Preferences['language'], systemLanguages: readonly string[]): Language {
  if (choice !== 'system') return choice;
  const spoken = systemLanguages.map((one) => one.slice(0, 2));
  return (
    languages.find((language) => language === spoken.find((one) => languages.some((known) => known === one))) ?? 'en'
  );
}

/** The region whose number and date form is used: the system's for that language, otherwise the European one. */
export function localeOf(language: Language, systemLanguages: readonly string[]): string {
  const regional = systemLanguages.find((one) => one.startsWith(`${language}-`));
  return regional ?? { en: 'en-GB', de: 'de-DE' }[language];
}
