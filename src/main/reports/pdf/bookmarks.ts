import { objectOf, referenceIn } from './read-pdf.ts';
import type { ReadPdf } from './read-pdf.ts';

/** A bookmark: what stands in its object besides its place in the tree, and the heading's level from 1. */
export interface Bookmark {
  readonly text: string;
  readonly level: number;
}

interface Node {
  readonly number: number;
  readonly text: string;
  readonly children: Node[];
}

/**
 * The bookmarks of a PDF in their order.
 * @param topLevel of the headings that stand at the top of its tree
 */
export function bookmarksOf(pdf: ReadPdf, topLevel: number): Bookmark[] {
  const outline = referenceIn(objectOf(pdf, pdf.root).text, 'Outlines');
  const found: Bookmark[] = [];
  const visit = (first: number | undefined, level: number): void => {
    for (let number = first; number !== undefined;) {
      const { text } = objectOf(pdf, number);
      found.push({
        text: text.replaceAll(/\n?\/(?:Parent|First|Last|Next|Prev) \d+ 0 R|\n?\/Count -?\d+/g, ''),
        level,
      });
      visit(referenceIn(text, 'First'), level + 1);
      number = referenceIn(text, 'Next');
    }
  };
  if (outline !== undefined) visit(referenceIn(objectOf(pdf, outline).text, 'First'), topLevel);
  return found;
}

/**
 * Writes bookmarks as one tree, each below the last one of a higher level.
 * @returns the number of the tree's root; undefined without bookmarks
 */
export async function writeBookmarks(
  bookmarks: readonly Bookmark[],
  newNumber: () => number,
  add: (number: number, text: string) => Promise<void>,
): Promise<number | undefined> {
  if (bookmarks.length === 0) return undefined;
  const root: Node = { number: newNumber(), text: '', children: [] };
  const open: { readonly node: Node; readonly level: number }[] = [{ node: root, level: 0 }];
  for (const { text, level } of bookmarks) {
    while (open.length > 1 && open[open.length - 1].level >= level) open.pop();
    const node: Node = { number: newNumber(), text, children: [] };
    open[open.length - 1].node.children.push(node);
    open.push({ node, level });
  }
  const write = async (node: Node, parent: Node | null, place: number): Promise<void> => {
    const { children } = node;
    const links = [
      ...(parent === null ? ['/Type /Outlines'] : [`/Parent ${parent.number} 0 R`]),
      ...(parent !== null && place > 0 ? [`/Prev ${parent.children[place - 1].number} 0 R`] : []),
      ...(parent !== null && place + 1 < parent.children.length
        ? [`/Next ${parent.children[place + 1].number} 0 R`]
        : []),
      ...(children.length === 0
        ? []
        : [
            `/First ${children[0].number} 0 R`,
            `/Last ${children[children.length - 1].number} 0 R`,
            `/Count ${shownBelow(node, parent === null ? 0 : 1)}`,
          ]),
    ];
    const own = node.text.replace(/^<</, '').replace(/>>$/, '');
    await add(node.number, `<<${own}${own === '' ? '' : '\n'}${links.join('\n')}>>`);
    for (const [at, child] of children.entries()) await write(child, node, at);
  };
  await write(root, null, 0);
  return root.number;
}

/** Deeper ones are folded: a ledger of a year has hundreds of days. */
function shownBelow(node: Node, depth: number): number {
  if (depth >= 2) return -node.children.length;
  return node.children.reduce((sum, child) => sum + 1 + Math.max(0, shownBelow(child, depth + 1)), 0);
}
