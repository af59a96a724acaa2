import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '#tools/paths.ts';
import { codeOf, type DocPage, docPages, linksOf } from './markdown.ts';

/** Who makes releases puts it there: the key that updates are signed with is nobody else's. */
const RELEASE_KEY = 'resources/keys/update.pub';

const pages = docPages();
const scripts = Object.keys(
  (JSON.parse(readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8')) as { scripts: object }).scripts,
);

/** What of a page does not hold, named with its page. */
function faults(find: (page: DocPage) => readonly string[]): string[] {
  return pages.flatMap((page) => find(page).map((fault) => `${page.file}: ${fault}`));
}

describe('the documentation', () => {
  it('links to files and headings that are there', () => {
    expect(pages.length).toBeGreaterThan(20);
    expect(
      faults((page) => linksOf(page).flatMap(({ target }) => (leadsSomewhere(page, target) ? [] : [target]))),
    ).toEqual([]);
  });

  it('links to the outside by https only', () => {
    expect(
      faults((page) =>
        linksOf(page).flatMap(({ target }) =>
          /^[a-z]+:/.test(target) && !target.startsWith('https:') ? [target] : [],
        ),
      ),
    ).toEqual([]);
  });

  it('has a text beside each picture for who cannot see it', () => {
    expect(
      faults((page) =>
        linksOf(page).flatMap(({ shown, target, isPicture }) => (isPicture && shown.length < 10 ? [target] : [])),
      ),
    ).toEqual([]);
  });

  it('has one title a page, and skips no level below it', () => {
    const levels = (page: DocPage) => page.headings.map(({ level }) => level);
    expect(
      faults((page) =>
        levels(page).filter((level) => level === 1).length === 1 &&
        levels(page).every((level, at) => level <= (levels(page)[at - 1] ?? 0) + 1)
          ? []
          : [levels(page).join(' ')],
      ),
    ).toEqual([]);
  });

  it('names files that are there', () => {
    const named = (page: DocPage) =>
      codeOf(page).filter(
        (code) => /^(src|tests|tools|resources|docs)\/[\w@./-]+$/.test(code) && !/\bNAME\b/.test(code),
      );
    expect(pages.flatMap(named).length).toBeGreaterThan(100);
    expect(
      faults((page) =>
        named(page).filter((file) => file !== RELEASE_KEY && !existsSync(path.join(repositoryRoot, file))),
      ),
    ).toEqual([]);
  });

  it('names npm scripts that are there', () => {
    const named = (page: DocPage) =>
      [...page.text.matchAll(/npm (?:run )?(?:-s |--silent )?(?:run )?([\w-]+)/g)]
        .filter(([call, name]) => call.includes('run ') || name === 'test' || name === 'start')
        .map(([, name]) => name);
    expect(faults((page) => named(page).filter((name) => !scripts.includes(name)))).toEqual([]);
  });

  it('names every command of the command line, and no other', () => {
    const usage = execFileSync(process.execPath, ['src/cli/index.ts', 'help'], {
      cwd: repositoryRoot,
      encoding: 'utf8',
    });
    const commands = new Set([...usage.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name));
    expect(commands.size).toBeGreaterThan(10);
    const page = pages.find(({ file }) => file === 'docs/command-line.md')!;
    const listed = new Set([...page.prose.matchAll(/^## `([a-z]+)/gm)].map(([, name]) => name));
    expect([...listed].toSorted()).toEqual([...commands].toSorted());
    const called = (one: DocPage) =>
      [...one.text.matchAll(/npm run (?:-s |--silent )?cli -- ([a-z]+)/g)].map(([, name]) => name);
    expect(faults((one) => called(one).filter((name) => !commands.has(name)))).toEqual([]);
  });

  it('is found from its table of contents', () => {
    const reached = new Set(['README.md']);
    for (const file of reached) {
      const page = pages.find((one) => one.file === file);
      if (page === undefined) continue;
      for (const { target } of linksOf(page)) if (!/^[a-z]+:/.test(target)) reached.add(resolved(page, target).file);
    }
    expect(pages.map(({ file }) => file).filter((file) => !reached.has(file))).toEqual([]);
  });
});

function leadsSomewhere(page: DocPage, target: string): boolean {
  if (/^[a-z]+:/.test(target)) return true;
  const { file, anchor } = resolved(page, target);
  if (!existsSync(path.join(repositoryRoot, file))) return false;
  if (anchor === undefined) return true;
  return pages.find((one) => one.file === file)?.headings.some((heading) => heading.anchor === anchor) ?? false;
}

function resolved(page: DocPage, target: string): { readonly file: string; readonly anchor: string | undefined } {
  const [file, anchor] = target.split('#');
  return { file: file === '' ? page.file : path.posix.join(path.posix.dirname(page.file), file), anchor };
}
