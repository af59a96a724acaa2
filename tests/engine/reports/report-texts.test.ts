import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { reportTexts } from '#engine/reports/report-texts.ts';

/** Named alike, but of a page. */
const ofPages = ['report-preview', 'reports'];

it.each(['en', 'de'] as const)('every text of a report is at hand in %s', (language) => {
  const files = readdirSync(`resources/locales/${language}`).map((file) => file.replace('.json', ''));
  const wanted = files.filter((file) => file.startsWith('report') && !ofPages.includes(file));
  expect(wanted.length).toBeGreaterThan(5);
  expect(Object.keys(reportTexts[language] as object)).toEqual(expect.arrayContaining(wanted));
});
