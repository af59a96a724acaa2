import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { languageFiles } from '#tools/languages.ts';

it.each(Object.entries(languageFiles()))('%s lists the folders of resources/locales as they are', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text);
});
