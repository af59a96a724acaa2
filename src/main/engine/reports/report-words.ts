import { createInstance, type TFunction } from 'i18next';
import { createFormat } from '#shared/format/format.ts';
import { localeOf } from '#shared/languages/language.ts';
import type { Language } from '#shared/languages/languages.ts';
import type { ReportCommunity } from '#shared/reports/about.ts';
import type { ReportWords } from '#shared/reports/words.ts';
import { reportTexts } from './report-texts.ts';

const texts = new Map<Language, TFunction>();

/** The texts of a language. What has none, or lacks a value, is a fault: paper with a key on it must not leave the console. */
function textsOf(language: Language): TFunction {
  const known = texts.get(language);
  if (known) return known;
  const instance = createInstance();
  void instance.init({
    lng: language,
    resources: reportTexts,
    defaultNS: 'report',
    initAsync: false,
    interpolation: { escapeValue: false },
    parseMissingKeyHandler: (key) => {
      throw new Error(`The reports have no text for ${key} in ${language}.`);
    },
    missingInterpolationHandler: (text) => {
      throw new Error(`A value is missing in the report's text "${text}" (${language}).`);
    },
  });
  texts.set(language, instance.t);
  return instance.t;
}

/** What writes a community's report in a language: a bare key is one of the namespace `report`. */
export function reportWords(
  language: Language,
  { timeZone, currency }: Pick<ReportCommunity, 'timeZone' | 'currency'>,
): ReportWords {
  const t = textsOf(language);
  const format = createFormat({
    locale: localeOf(language, []),
    timeZone,
    currency,
    notAvailable: t('notAvailable'),
    points: t('points'),
  });
  return { language, t: (key, values = {}) => t(key, values), format };
}
