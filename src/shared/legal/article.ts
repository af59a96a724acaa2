/** Where in an act something stands, in the order in which it is looked up. */
export interface ArticlePart {
  readonly kind: 'article' | 'paragraph' | 'point' | 'letter';
  readonly text: string;
}

/**
 * The parts of places in an act, e.g. of "2(16), 5(1)(c)".
 * @param definitions the article whose numbers are points of a list of terms, not paragraphs: some languages cite them with another word
 * @throws an error when a place is written otherwise
 */
export function articlesOf(text: string, definitions: string | null): ArticlePart[][] {
  return text.split(', ').map((place) => {
    const [, article, number, letter] = /^(\d+[a-z]?)(?:\((\d+)\))?(?:\(([a-z])\))?$/.exec(place) ?? [];
    if (article === undefined) throw new Error(`"${place}" is no article.`);
    return [
      { kind: 'article', text: article },
      ...(number === undefined
        ? []
        : [{ kind: article === definitions ? ('point' as const) : ('paragraph' as const), text: number }]),
      ...(letter === undefined ? [] : [{ kind: 'letter' as const, text: letter }]),
    ] satisfies ArticlePart[];
  });
}
