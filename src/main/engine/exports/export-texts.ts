// Written by tools/languages.ts from resources/locales: `npm run build` brings it up to date.
import type { Language } from '#shared/languages/languages.ts';
import enExport from '../../../../resources/locales/en/export.json' with { type: 'json' };
import deExport from '../../../../resources/locales/de/export.json' with { type: 'json' };

/** What exports say: a file is read outside the console, so its words are not the page's. */
export type ExportTexts = Readonly<typeof enExport>;

export const exportTexts: Readonly<Record<Language, ExportTexts>> = {
  en: enExport,
  de: deExport,
};
