import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { helpOf, pageHelp, tasks, type TaskName } from '#renderer/app/help/page-help.ts';
import { isPageName, pageNames, pageViews, viewOf } from '#shared/desk/page-views.ts';
import { figureNames, termNames, type FigureName } from '#shared/glossary/terms.ts';
import { languages } from '#shared/languages/languages.ts';

/** Those of the field, by the names that the console has for them. */
const indicators: readonly FigureName[] = [
  'selfSufficiency',
  'selfConsumption',
  'communitySelfConsumed',
  'peakImportExport',
  'participationRate',
  'co2Avoided',
  'giniOfSavings',
  'jainIndex',
  'worseOffThanRetail',
];
const views = pageNames.flatMap((page) => pageViews[page].map((view) => ({ page, view })));

interface Glossary {
  readonly terms: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const read = <T>(language: string, namespace: string): T =>
  JSON.parse(readFileSync(path.resolve('resources/locales', language, `${namespace}.json`), 'utf8')) as T;

/** Every text of a namespace by its key. */
function textsOf(value: unknown, key = ''): (readonly [string, string])[] {
  if (typeof value === 'string') return [[key, value]];
  return Object.entries(value as object).flatMap(([name, inner]) => textsOf(inner, `${key}.${name}`));
}

describe('the glossary', () => {
  it('holds every indicator, each with what stands where there is nothing to divide by', () => {
    expect(indicators.filter((name) => !figureNames.includes(name))).toEqual([]);
  });

  it.each(languages)(
    'in %s has name and meaning of every term, formula and range of every figure, and nothing else',
    (language) => {
      const { terms } = read<Glossary>(language, 'glossary');
      const expected = termNames.map((name) => [
        name,
        (figureNames as readonly string[]).includes(name)
          ? ['name', 'meaning', 'formula', 'range']
          : ['name', 'meaning'],
      ]);
      expect(Object.entries(terms).map(([name, texts]) => [name, Object.keys(texts)])).toEqual(expected);
    },
  );

  it.each(languages)('in %s is the only place of its formulas', (language) => {
    const { terms } = read<Glossary>(language, 'glossary');
    const formulas = new Map(figureNames.map((name) => [terms[name].formula, name]));
    const folder = path.resolve('resources/locales', language);
    const others = readdirSync(folder).filter((file) => file !== 'glossary.json' && !file.startsWith('report'));
    const repeated = others.flatMap((file) =>
      textsOf(read(language, path.basename(file, '.json'))).flatMap(([key, text]) =>
        formulas.has(text) ? [`${file}${key}`] : [],
      ),
    );
    expect(repeated).toEqual([]);
  });
});

describe('the help', () => {
  it.each(views)('on $page, $view has terms and a task', ({ page, view }) => {
    const { terms, tasks: ways } = helpOf(page, view);
    expect(terms.length).toBeGreaterThan(0);
    expect(ways.length).toBeGreaterThan(0);
    expect(new Set(terms).size).toBe(terms.length);
  });

  it('uses every term and every task somewhere', () => {
    const all = views.map(({ page, view }) => helpOf(page, view));
    const used = new Set<string>(all.flatMap((one) => [...one.terms, ...one.tasks]));
    expect([...termNames, ...(Object.keys(tasks) as TaskName[])].filter((name) => !used.has(name))).toEqual([]);
  });

  it('leads to places that there are', () => {
    const lost = Object.values(tasks).filter((address) => {
      const [, page, view] = address.split('/');
      return !isPageName(page) || (view !== undefined && viewOf(page, view) === null);
    });
    expect(lost).toEqual([]);
  });

  it.each(languages)('in %s tells the purpose of every view and of no other', (language) => {
    const { pages } = read<{ pages: Record<string, Record<string, string>> }>(language, 'help');
    const told = Object.fromEntries(Object.entries(pages).map(([page, texts]) => [page, Object.keys(texts).sort()]));
    expect(told).toEqual(
      Object.fromEntries(Object.entries(pageHelp).map(([page, helps]) => [page, Object.keys(helps).sort()])),
    );
  });
});
