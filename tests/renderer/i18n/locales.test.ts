import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '#shared/contract/errors.ts';
import { languages } from '#shared/languages/languages.ts';

const localesFolder = path.resolve('resources/locales');
/** Where texts are asked for: by pages, and by the reports that the engine writes. */
const sourceFolders = ['src/renderer', 'src/shared/words', 'src/shared/reports', 'src/main/engine/reports'];
const DEFAULT_NAMESPACE = 'shell';
const PLURAL = /_(zero|one|two|few|many|other)$/;

interface Texts {
  readonly [name: string]: string | Texts;
}

function keysOf(texts: Texts, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    typeof text === 'string' ? [`${prefix}${name}`] : keysOf(text, `${prefix}${name}.`),
  );
}

function textAt(texts: Texts, key: string): string {
  const found = key.split('.').reduce<Texts | string>((inner, name) => (inner as Texts)[name], texts);
  return typeof found === 'string' ? found : '';
}

const namespaces = readdirSync(path.join(localesFolder, 'en')).map((file) => path.basename(file, '.json'));
/** Read as objects of a type, and not by `t`: by main, and by what writes exports. */
const typedNamespaces: Readonly<Record<string, readonly string[]>> = {
  main: ['src/main', 'src/shared/desk', 'src/shared/contract'],
  export: [
    'src/shared/ledger',
    'src/shared/contract',
    'src/shared/domain',
    'src/shared/market',
    'src/main/engine/exports',
  ],
};
const read = (language: string, namespace: string): Texts =>
  JSON.parse(readFileSync(path.join(localesFolder, language, `${namespace}.json`), 'utf8')) as Texts;

/** `namespace:key` of every text, plural forms folded into their common key. */
const known = new Set(
  namespaces.flatMap((namespace) =>
    keysOf(read('en', namespace)).map((key) => `${namespace}:${key.replace(PLURAL, '')}`),
  ),
);

/** The form of a text for a context, e.g. `title_up`. */
const CONTEXT = /_[a-z]+$/;
const KEY_WITH_A_WORD = /^[\w.:-]*[a-z][\w.:-]*$/i;

interface Source {
  readonly file: string;
  readonly text: string;
  /** The namespaces that a bare key of this file may belong to; every one when the file names none itself. */
  readonly namespaces: readonly string[];
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => /\.tsx?$/.test(file));
const textsIn = (folder: string): string[] => filesIn(folder).map((file) => readFileSync(file, 'utf8'));

const sources: readonly Source[] = sourceFolders.flatMap(filesIn).map((file) => {
  const text = readFileSync(file, 'utf8');
  const named = [
    ...[...text.matchAll(/useTranslation\(\s*(?:\[?\s*'([\w-]+)')?/g)].map(
      ([, namespace]) => namespace ?? DEFAULT_NAMESPACE,
    ),
    ...[...text.matchAll(/\bwithin\(words, '([\w-]+)'\)/g)].map(([, namespace]) => namespace),
  ];
  return { file, text, namespaces: named.length > 0 ? named : namespaces };
});

const withNamespace = (key: string, source: Source): string[] =>
  key.includes(':') ? [key] : source.namespaces.map((namespace) => `${namespace}:${key}`);

/** What stands in a pattern for a value that the template fills in. */
const ANYTHING = '[\\w.-]+';

const patternOfTemplate = (template: string): string =>
  template
    .split(/\$\{[^}]*\}/)
    .map((part) => part.replaceAll('.', '\\.'))
    .join(ANYTHING);

/** Texts and templates of a source that could be keys, as patterns over `namespace:key`. */
function patternsOf(source: Source): string[] {
  const quoted = [...source.text.matchAll(/'([\w.:-]+)'/g)].map(([, key]) => key.replaceAll('.', '\\.'));
  const asked = [...source.text.matchAll(/\bt\(\s*`([^`\n]+)`/g)].map(([, template]) => template);
  // Elsewhere only what has a word of its own: `${a}.${b}` alone could be anything.
  const others = [...source.text.matchAll(/`([^`\n]+)`/g)]
    .map(([, template]) => template)
    .filter((template) => KEY_WITH_A_WORD.test(template.replaceAll(/\$\{[^}]*\}/g, '')));
  // What has no word and no namespace of its own would be an excuse for every text there is.
  const isTelling = (template: string): boolean =>
    source.namespaces !== namespaces || KEY_WITH_A_WORD.test(template.replaceAll(/\$\{[^}]*\}/g, ''));
  const templates = [...asked.filter(isTelling), ...others].map(patternOfTemplate);
  return [...quoted, ...templates].flatMap((key) => withNamespace(key, source));
}

/** The keys that are written out where they are asked for: `t('key'`, and both branches of `t(condition ? 'a' : 'b'`. */
function askedFor(source: Source): string[][] {
  const plain = [...source.text.matchAll(/\bt\(\s*'([\w.:-]+)'/g)].map(([, key]) => key);
  const branches = [...source.text.matchAll(/\bt\(\s*[^'"`;]*?\?\s*'([\w.:-]+)'\s*:\s*'([\w.:-]+)'/g)];
  return [...plain, ...branches.flatMap(([, yes, no]) => [yes, no])].map((key) => withNamespace(key, source));
}

describe.each(namespaces)('the texts of %s', (namespace) => {
  it('have the same keys in every language', () => {
    const expected = keysOf(read('en', namespace)).sort();
    for (const language of languages)
      expect(keysOf(read(language, namespace)).sort(), `in ${language}`).toEqual(expected);
  });

  it('name the same values in every language', () => {
    const valuesOf = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort();
    const english = read('en', namespace);
    for (const key of keysOf(english)) {
      const expected = [...new Set(valuesOf(textAt(english, key)))];
      for (const language of languages) {
        const values = [...new Set(valuesOf(textAt(read(language, namespace), key)))];
        expect(values, `${language} ${key}`).toEqual(expected);
      }
    }
  });

  it('are never empty', () => {
    for (const language of languages) {
      const texts = read(language, namespace);
      for (const key of keysOf(texts)) expect(textAt(texts, key).trim(), `${language} ${key}`).not.toBe('');
    }
  });
});

it('every text is asked for somewhere', () => {
  const all = [...new Set(sources.flatMap(patternsOf))];
  const isOpen = (pattern: string) => pattern.includes(ANYTHING);
  // Most are one key each: to look those up is a hundred times faster than to try them as patterns, of which only a namespace's own are.
  const single = new Set(all.filter((pattern) => !isOpen(pattern)).map((pattern) => pattern.replaceAll('\\.', '.')));
  const open = new Map<string, RegExp[]>();
  for (const pattern of all.filter(isOpen)) {
    const [namespace] = pattern.split(':');
    const ofNamespace = open.get(namespace) ?? [];
    if (ofNamespace.length === 0) open.set(namespace, ofNamespace);
    ofNamespace.push(new RegExp(`^${pattern}$`));
  }
  const isAskedFor = (key: string) =>
    single.has(key) || (open.get(key.split(':')[0]) ?? []).some((pattern) => pattern.test(key));
  const unused = [...known].filter(
    (key) =>
      !Object.hasOwn(typedNamespaces, key.split(':')[0]) && !isAskedFor(key) && !isAskedFor(key.replace(CONTEXT, '')),
  );
  expect(unused).toEqual([]);
});

it.each(Object.entries(typedNamespaces))('every text of %s is read by its name somewhere', (namespace, folders) => {
  const text = folders.flatMap(textsIn).join('\n');
  const names = keysOf(read('en', namespace)).map((key) => key.split('.').at(-1)?.replace(PLURAL, '') ?? key);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
});

it('every text that is asked for is there', () => {
  const missing = sources.flatMap((source) =>
    askedFor(source)
      .filter((candidates) => !candidates.some((key) => known.has(key)))
      .map(([key]) => `${source.file}: ${key}`),
  );
  expect(missing).toEqual([]);
});

describe.each(languages)('in %s', (language) => {
  it.each(errorCodes)('%s says what happened, what was not lost and what to do', (code) => {
    const texts = read(language, 'errors')[code] as Texts;
    expect(Object.keys(texts).sort()).toEqual(['happened', 'kept', 'remedy']);
  });
});
