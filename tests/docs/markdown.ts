import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '#tools/paths.ts';

/** A page of the documentation. */
export interface DocPage {
  /** From the root of the repository, with slashes. */
  readonly file: string;
  /** As it is written, code blocks included. */
  readonly text: string;
  /** Without code blocks. */
  readonly prose: string;
  readonly headings: readonly { readonly level: number; readonly anchor: string }[];
}

/** Every page that people read: those at the root, and all under docs/. */
export function docPages(): DocPage[] {
  return globSync(['*.md', 'docs/**/*.md'], { cwd: repositoryRoot })
    .map((file) => file.split(path.sep).join('/'))
    .toSorted()
    .map(readPage);
}

/** Links and pictures: what is shown and where it leads. Links inside of code are none. */
export function linksOf(
  page: DocPage,
): { readonly shown: string; readonly target: string; readonly isPicture: boolean }[] {
  return [...withoutCode(page.prose).matchAll(/(!?)\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g)].map(
    ([, mark, shown, target]) => ({
      shown,
      target,
      isPicture: mark === '!',
    }),
  );
}

/** What stands in `code` within the prose. */
export function codeOf(page: DocPage): string[] {
  return [...page.prose.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
}

/** What stands in _italics_: in the guide, words of the screen. */
export function italicsOf(page: DocPage): string[] {
  return [...withoutCode(page.prose).matchAll(/(?<![\w_])_([^_\n]+)_(?![\w_])/g)].map(([, words]) => words);
}

function withoutCode(prose: string): string {
  return prose.replaceAll(/`[^`\n]+`/g, '');
}

function readPage(file: string): DocPage {
  const text = readFileSync(path.join(repositoryRoot, file), 'utf8');
  const prose = text.replaceAll(/^( *)(```+)[^\n]*\n[^]*?^\1\2$/gm, '');
  const seen = new Map<string, number>();
  const headings = [...prose.matchAll(/^(#{1,6}) +(.+?) *$/gm)].map(([, signs, title]) => {
    const anchor = anchorOf(title);
    const earlier = seen.get(anchor) ?? 0;
    seen.set(anchor, earlier + 1);
    return { level: signs.length, anchor: earlier === 0 ? anchor : `${anchor}-${earlier}` };
  });
  return { file, text, prose, headings };
}

/** The anchor that the hosts of repositories give a heading. */
function anchorOf(title: string): string {
  const shown = title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return shown
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
