// The code that lists what lies in resources/locales. A bundler gathers files by itself, but engine, command line and tests also run from
// source, and what may be chosen is checked by types: so the lists are written down, by the build, and a test finds them outdated.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from './paths.ts';

const localesIn = (root: string): string => path.join(root, 'resources', 'locales');

/** The texts that reports are written with: their own, and those of pages whose words they share. */
const reportPages = ['health', 'marketplace', 'participation', 'reconciliation', 'rule-audit', 'rules'];
const isOfReports = (namespace: string): boolean =>
  namespace === 'report' || (namespace.startsWith('report-') && namespace !== 'report-preview');

const HEAD = '// Written by tools/languages.ts from resources/locales: `npm run build` brings it up to date.\n';

/** The languages there are texts in: every folder, English first because it stands in where a text is missing. */
export function languageFolders(root = repositoryRoot): string[] {
  const folders = readdirSync(localesIn(root), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => name)
    .toSorted((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b));
}

/** The files as they must be, by their path below the repository's root. */
export function languageFiles(root = repositoryRoot): Readonly<Record<string, string>> {
  const languages = languageFolders(root);
  const namespaces = readdirSync(path.join(localesIn(root), 'en')).map((file) => path.basename(file, '.json'));
  return {
    'src/shared/languages/languages.ts': listOf(languages),
    'src/main/app/texts.ts': mainTextsOf(languages),
    'src/main/engine/exports/export-texts.ts': exportTextsOf(languages),
    'src/main/engine/reports/report-texts.ts': reportTextsOf(
      languages,
      [...namespaces.filter(isOfReports), ...reportPages].toSorted(),
    ),
  };
}

/**
 * Writes those that differ; a file that is as it must be keeps its time, so that nothing is built again for it.
 * @param root the repository; the build's own configuration is bundled, so that this file does not know where it lies
 */
export function writeLanguageFiles(root: string): void {
  for (const [name, text] of Object.entries(languageFiles(root))) {
    const file = path.join(root, name);
    if (readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  }
}

/** A name for the import of a file, e.g. `deReportPeriod`. */
function importName(language: string, namespace: string): string {
  const [first, ...others] = [...language.split('-'), ...namespace.split('-')];
  return [first.toLowerCase(), ...others.map((part) => part.charAt(0).toUpperCase() + part.slice(1))].join('');
}

function importsOf(languages: readonly string[], namespaces: readonly string[], toRoot: string): string {
  const lines = languages.flatMap((language) =>
    namespaces.map(
      (namespace) =>
        `import ${importName(language, namespace)} from '${toRoot}resources/locales/${language}/${namespace}.json' with { type: 'json' };`,
    ),
  );
  return lines.join('\n');
}

const property = (name: string): string => (/^[a-z]\w*$/i.test(name) ? name : `'${name}'`);

function listOf(languages: readonly string[]): string {
  return `${HEAD}
/** The folders of resources/locales, BCP 47. */
export const languages = [${languages.map((language) => `'${language}'`).join(', ')}] as const;
export type Language = (typeof languages)[number];
`;
}

/** One namespace that is read as a typed object: a text that English has and another language has not is a fault of the types. */
function typedTextsOf(
  languages: readonly string[],
  namespace: string,
  toRoot: string,
  name: string,
  what: string,
): string {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  const entries = languages.map((language) => `  ${property(language)}: ${importName(language, namespace)},`);
  return `${HEAD}import type { Language } from '#shared/languages/languages.ts';
${importsOf(languages, [namespace], toRoot)}

/** ${what} */
export type ${type} = Readonly<typeof ${importName('en', namespace)}>;

export const ${name}: Readonly<Record<Language, ${type}>> = {
${entries.join('\n')}
};
`;
}

function mainTextsOf(languages: readonly string[]): string {
  const what = "What main itself says: menus and system dialogs. The pages' texts are read by the pages.";
  return typedTextsOf(languages, 'main', '../../../', 'mainTexts', what);
}

function exportTextsOf(languages: readonly string[]): string {
  const what = "What exports say: a file is read outside the console, so its words are not the page's.";
  return typedTextsOf(languages, 'export', '../../../../', 'exportTexts', what);
}

function reportTextsOf(languages: readonly string[], namespaces: readonly string[]): string {
  const entries = languages.flatMap((language) => [
    `  ${property(language)}: {`,
    ...namespaces.map((namespace) => `    ${property(namespace)}: ${importName(language, namespace)},`),
    '  },',
  ]);
  return `${HEAD}import type { Resource } from 'i18next';
import type { Language } from '#shared/languages/languages.ts';
${importsOf(languages, namespaces, '../../../../')}

/** Language, then namespace: the texts of reports, and those of pages whose words they share. */
export const reportTexts: Resource & Readonly<Record<Language, unknown>> = {
${entries.join('\n')}
};
`;
}
