import type { TFunction } from 'i18next';
import { createFormat, type Format } from '#shared/format/format.ts';
import { createI18n } from '#renderer/i18n/index.ts';
import { localeOf } from '#shared/languages/language.ts';
import type { Language } from '#shared/languages/languages.ts';

/** How the pages write numbers and times in a language, for a community in Berlin. */
export function formatOf(language: Language): Format {
  return createFormat({
    locale: localeOf(language, []),
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    notAvailable: 'n/a',
    points: 'pt',
  });
}

/** The texts of a namespace in a language. */
export function textsOf<Namespace extends string>(language: Language, namespace: Namespace): TFunction<Namespace> {
  return createI18n(language).getFixedT(language, namespace);
}
