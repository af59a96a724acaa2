import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages, type Language } from '#shared/languages/languages.ts';

const localesFolder = path.resolve('resources/locales');
const PLURAL = /_(zero|one|two|few|many|other)$/;

interface Texts {
  readonly [name: string]: string | Texts;
}

function entriesOf(texts: Texts, prefix: string): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([name, text]): [string, string][] =>
    typeof text === 'string' ? [[`${prefix}${name}`, text]] : entriesOf(text, `${prefix}${name}.`),
  );
}

/** `namespace:key` and text of everything in a language. */
function textsOf(language: Language): [key: string, text: string][] {
  const folder = path.join(localesFolder, language);
  return readdirSync(folder).flatMap((file) => {
    const texts = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Texts;
    return entriesOf(texts, `${path.basename(file, '.json')}:`);
  });
}

/** What people type just so: the grammar of time windows, times of files, reference numbers. */
const TYPED = /Mo-Fr [\d:-]+|\d\d:\d\d-\d\d:\d\d|\d{4}-\d\d(-\d\dT[\d:]+Z)?|ISO-|--[a-z]+/g;
const VALUE = /\{\{[^}]*\}\}/g;

/** German that is the same in English: names, units and words that German has taken in. */
const sameInGerman = new Set(
  (
    'Import SHA-256 Pseudonym Prosumer Problem Version Export Format CSV PV Text Name Limit CO₂ Median Electron Chromium ' +
    'Node.js System Updates Commonwatt Demo neutral Hub Passphrase Clearing Clearings Signal Fairness'
  ).split(' '),
);

describe.each(languages)('the texts in %s', (language) => {
  const texts = textsOf(language);

  it('have every plural form of the language and no other, besides one for none', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const forms = new Map<string, string[]>();
    for (const [key] of texts) {
      const form = PLURAL.exec(key)?.[1];
      if (form === undefined) continue;
      const common = key.replace(PLURAL, '');
      forms.set(common, [...(forms.get(common) ?? []), form]);
    }
    const wrong = [...forms].filter(
      ([, found]) =>
        found
          .filter((form) => form !== 'zero')
          .toSorted()
          .join() !== wanted.join(),
    );
    expect(wrong).toEqual([]);
  });

  it('have the marks of print: curly quotes, apostrophes, an ellipsis, dashes between words', () => {
    const wrong = texts.filter(([, text]) => {
      const plain = text.replaceAll(VALUE, '').replaceAll(TYPED, '');
      return /["']|\.\.\.| - | -- |\d-\d/.test(plain);
    });
    expect(wrong).toEqual([]);
  });
});

describe('German', () => {
  const english = new Map(textsOf('en'));
  const german = textsOf('de');

  it('is not English, apart from names and words that are the same', () => {
    const same = german.filter(([key, text]) => {
      if (english.get(key) !== text) return false;
      const words = text.replaceAll(VALUE, ' ').match(/[\p{L}₂.-]{2,}/gu) ?? [];
      return (
        !sameInGerman.has(text) &&
        words.some((word) => !sameInGerman.has(word) && !/^(ISO|Windows-|Console|Excel|XLSX|Art.|SHA-)$/.test(word))
      );
    });
    expect(same).toEqual([]);
  });

  it('quotes „so“, and sets a space that does not break before an ellipsis', () => {
    const wrong = german.filter(
      ([, text]) => /(^|[\s(])“|”/.test(text) || /[\p{L}]…/u.test(text) || /[\p{L}] …/u.test(text),
    );
    expect(wrong).toEqual([]);
  });

  it('says Sie to people', () => {
    const familiar = german.filter(([, text]) => /\b(du|dich|dir|dein\w*|ihr könnt|habt)\b/.test(text));
    expect(familiar).toEqual([]);
  });
});

const sources = [
  'src/renderer',
  'src/shared',
  'src/main/app',
  'src/main/updates',
  'src/main/engine/reports',
  'src/main/engine/exports',
]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(folder, file).replaceAll('\\', '/'),
    ),
  )
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('/bridge/fake'));

interface Line {
  readonly at: string;
  readonly text: string;
}

/** Lines of code, without those that are comments. */
const lines: readonly Line[] = sources.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((text, place) => ({ at: `${file}:${place + 1}`, text: text.trim() }))
    .filter(({ text }) => !/^(\*|\/\*|\/\/)/.test(text)),
);
const where = (pattern: RegExp, isIn: (line: Line) => boolean): string[] =>
  lines.filter((line) => isIn(line) && pattern.test(line.text)).map(({ at, text }) => `${at} ${text}`);

describe('the code of pages and paper', () => {
  it('writes no text of its own into a page', () => {
    const isPage = ({ at }: Line): boolean => at.includes('.tsx:');
    expect(where(/\b(label|title|aria-label|placeholder|alt|description)="[^"]*[a-z]{2}[^"]*"/, isPage)).toEqual([]);
    expect(where(/^[A-Z][a-z]+( [a-z]+)+[.?!]?$|>[^<>{}=()]*[A-Za-z]{3,} [^<>{}=()]*<\//, isPage)).toEqual([]);
  });

  it('knows no locale by name: it takes that of the person', () => {
    const allowed = ['shared/languages/', 'shared/domain/slots.ts', 'renderer/i18n/use-format.ts'];
    expect(where(/'(en|de)-[A-Z]{2}'/, ({ at }) => !allowed.some((place) => at.includes(place)))).toEqual([]);
  });

  it('writes numbers for people by their locale', () => {
    const isForPeople = ({ at }: Line): boolean =>
      at.includes('src/renderer/pages') || at.includes('src/renderer/components');
    expect(where(/\.toFixed\(|\.toLocale(Date|Time)?String\(\)/, isForPeople)).toEqual([]);
  });
});
