import { createInstance, type i18n, type Resource, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { FALLBACK } from '#shared/languages/language.ts';
import type { Language } from '#shared/languages/languages.ts';
import { pseudoTexts } from './pseudo.ts';

/** A folder of resources/locales is a language, a file in it a namespace. */
const files = import.meta.glob<ResourceLanguage[string]>('../../../resources/locales/*/*.json', {
  eager: true,
  import: 'default',
});

function readResources(isPseudo: boolean): Resource {
  const resources: Resource = {};
  for (const [path, texts] of Object.entries(files)) {
    const [language, file] = path.split('/').slice(-2);
    (resources[language] ??= {})[file.replace('.json', '')] = isPseudo ? pseudoTexts(texts) : texts;
  }
  return resources;
}

/**
 * The texts of every language; switched by `changeLanguage`. A key without a text shows itself, and the tests find it.
 * @param isPseudo makes every text longer and marks it, to see what a translation would clip
 */
export function createI18n(language: Language, isPseudo = false): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: FALLBACK,
    resources: readResources(isPseudo),
    defaultNS: 'shell',
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return instance;
}
