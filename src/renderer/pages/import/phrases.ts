import type { TFunction } from 'i18next';
import { listText } from '#shared/format/locale-facts.ts';

const IGNORED_COLUMNS = 'ignored columns: ';

/** The key of a phrase: its words up to the first comma or colon, numbers as `n`. */
function phraseKey(text: string): string {
  return text
    .split(/[,:]/)[0]
    .toLowerCase()
    .replaceAll(/\d+/g, 'n')
    .replaceAll(/[^a-z]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/**
 * A short phrase with which the engine describes a file or a row, in the person's language. The engine writes English, which the command
 * line prints as it is; a phrase without a translation stays English.
 */
export function phrase(t: TFunction<'import'>, text: string): string {
  if (text.startsWith(IGNORED_COLUMNS)) {
    return t('phrases.ignored-columns', { names: text.slice(IGNORED_COLUMNS.length) });
  }
  return t(`phrases.${phraseKey(text)}`, { defaultValue: text, n: /\d+/.exec(text)?.[0] });
}

/** The description of a file's format, which is a list of phrases, and what columns it does not use, which is another. */
export function describeFormat(t: TFunction<'import'>, format: string, locale: string): string {
  const [known, columns] = format.split(`, ${IGNORED_COLUMNS}`);
  const understood = listText(
    known.split(', ').map((part) => phrase(t, part)),
    locale,
  );
  if (columns === undefined) return understood;
  return `${understood}; ${phrase(t, `${IGNORED_COLUMNS}${listText(columns.split(', '), locale)}`)}`;
}
