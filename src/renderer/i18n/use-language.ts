import { useTranslation } from 'react-i18next';
import { FALLBACK } from '#shared/languages/language.ts';
import { languages, type Language } from '#shared/languages/languages.ts';

/** The language that the page speaks. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return languages.find((language) => language === i18n.language) ?? FALLBACK;
}
