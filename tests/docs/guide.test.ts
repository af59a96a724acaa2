import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '#tools/paths.ts';
import { type DocPage, docPages, italicsOf, linksOf } from './markdown.ts';

const MEBIBYTE = 1024 * 1024;
const folders = { en: 'docs/guide', de: 'docs/guide/de' } as const;
type Language = keyof typeof folders;

const pages = docPages();

/** The chapters of the guide in a language. */
function chapters(language: Language): DocPage[] {
  return pages.filter(({ file }) => path.posix.dirname(file) === folders[language]);
}

/** The pictures of a language, by name, in the order in which a chapter shows them. */
function picturesOf(page: DocPage): string[] {
  return linksOf(page)
    .filter(({ isPicture }) => isPicture)
    .map(({ target }) => path.posix.join(path.posix.dirname(page.file), target));
}

describe('the guide for managers', () => {
  it.each(['en', 'de'] as const)('names what stands on the screen in the words of the screen (%s)', (language) => {
    const known = screenWords(language);
    const words = chapters(language).flatMap((page) => italicsOf(page).map((said) => ({ file: page.file, said })));
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter(({ said }) => !known.has(bare(said)))).toEqual([]);
  });

  it('has the same chapters with the same parts and pictures in both languages', () => {
    const shape = (language: Language) =>
      chapters(language).map((page) => ({
        chapter: path.posix.basename(page.file),
        levels: page.headings.map(({ level }) => level),
        pictures: picturesOf(page).map((file) => path.posix.basename(file)),
      }));
    expect(shape('de')).toEqual(shape('en'));
  });

  it('shows every picture that was made for it, each in the language of its chapter', () => {
    for (const language of ['en', 'de'] as const) {
      const made = globSync(`docs/guide/pictures/${language}/*.png`, { cwd: repositoryRoot });
      const shown = chapters(language).flatMap(picturesOf);
      expect(made.map((file) => file.split(path.sep).join('/')).toSorted()).toEqual([...new Set(shown)].toSorted());
    }
  });

  it('has pictures that do not weigh the repository down', () => {
    const sizes = globSync('docs/**/*.png', { cwd: repositoryRoot }).map(
      (file) => statSync(path.join(repositoryRoot, file)).size,
    );
    expect(Math.max(...sizes)).toBeLessThan(MEBIBYTE / 4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5 * MEBIBYTE);
  });
});

/** Every text of the pages, and what stands between the placeholders of those that have some. */
function screenWords(language: Language): Set<string> {
  const words = new Set<string>();
  const add = (node: unknown): void => {
    if (typeof node === 'string') for (const part of [node, ...node.split(/\{\{.*?\}\}/)]) words.add(bare(part));
    else for (const value of Object.values(node as object)) add(value);
  };
  for (const file of globSync(`resources/locales/${language}/*.json`, { cwd: repositoryRoot }))
    add(JSON.parse(readFileSync(path.join(repositoryRoot, file), 'utf8')));
  return words;
}

/** Without the signs around it: “Fetch now …” and “Fetch now.” are the same words. */
function bare(words: string): string {
  return words.replaceAll(/^[\s.,:;?!…()]+|[\s.,:;?!…()]+$/g, '');
}
