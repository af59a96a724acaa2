/** A language that does not exist: every text longer and marked, so that what is clipped or not translatable is seen. Pure. */

const PSEUDO_BEGIN = '⟦';
export const PSEUDO_END = '⟧';
/** How much longer a text gets: about what the longest translations of English need. */
const LONGER = 0.4;
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'áƀçďéƒĝĥíĵķļɱñóþɋŕšţúṽŵẋýžÁƁÇĎÉƑĜĤÍĴĶĻṀÑÓÞɊŔŠŢÚṼŴẊÝŽ';
const accents = new Map(LETTERS.split('').map((letter, place) => [letter, ACCENTED.charAt(place)]));
/** Values, nested texts and tags stay as they are. */
const KEPT = /(\{\{[^}]*\}\}|\$t\([^)]*\)|<[^>]*>)/;

/** A text with accents and brackets at both ends, longer by words of nothing; its placeholders untouched. */
export function pseudoText(text: string): string {
  const parts = text.split(KEPT);
  const accented = parts.map((part, place) =>
    place % 2 === 1 ? part : part.replaceAll(/[a-z]/gi, (letter) => accents.get(letter) ?? letter),
  );
  const letters = parts.filter((_, place) => place % 2 === 0).join('').length;
  return `${PSEUDO_BEGIN}${accented.join('')}${paddingOf(Math.ceil(letters * LONGER))}${PSEUDO_END}`;
}

/** Words of six letters, so that a long text can be broken as a sentence can. */
function paddingOf(length: number): string {
  return Array.from({ length }, (_, place) => (place % 7 === 0 && length > 4 ? ' ' : '~')).join('');
}

/** The same for all texts of a namespace or below a key. */
export function pseudoTexts<T>(texts: T): T {
  if (typeof texts === 'string') return pseudoText(texts) as T;
  const entries = Object.entries(texts as Record<string, unknown>).map(([key, text]) => [key, pseudoTexts(text)]);
  return Object.fromEntries(entries) as T;
}
