// Written by tools/languages.ts from resources/locales: `npm run build` brings it up to date.
import type { Language } from '#shared/languages/languages.ts';
import enMain from '../../../resources/locales/en/main.json' with { type: 'json' };
import deMain from '../../../resources/locales/de/main.json' with { type: 'json' };

/** What main itself says: menus and system dialogs. The pages' texts are read by the pages. */
export type MainTexts = Readonly<typeof enMain>;

export const mainTexts: Readonly<Record<Language, MainTexts>> = {
  en: enMain,
  de: deMain,
};
