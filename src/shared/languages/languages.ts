// Written by tools/languages.ts from resources/locales: `npm run build` brings it up to date.

/** The folders of resources/locales, BCP 47. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];
