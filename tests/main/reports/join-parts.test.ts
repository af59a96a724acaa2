import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PdfJoiner } from '#main/reports/pdf/join-parts.ts';
import { chromiumPdf } from './chromium-pdf.ts';

interface Bookmark {
  readonly title: string;
  readonly items: readonly Bookmark[];
}

/** What pdf.js draws on outside of a browser. */
interface CanvasFactory {
  create(width: number, height: number): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D };
}

let file: Buffer;
let pdf: PDFDocumentProxy;

beforeAll(async () => {
  const joiner = new PdfJoiner();
  await joiner.add(chromiumPdf('Ledger 1 0 R', 'Ledger', ['first page', 'second page']), 1);
  await joiner.add(chromiumPdf('Ledger', '1 October', ['third page']), 3);
  await joiner.add(chromiumPdf('Ledger', '2 October', ['fourth page']), 3);
  file = await joiner.finish(chromiumPdf('x', null, ['1 of 4', '2 of 4', '3 of 4', '4 of 4']));
  pdf = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
});

async function textOf(number: number): Promise<string> {
  const { items } = await (await pdf.getPage(number)).getTextContent();
  return items.map((item) => ('str' in item ? item.str : '')).join('|');
}

describe('the parts of a report joined to one PDF', () => {
  it('are all pages in their order, each with its frame', async () => {
    const texts = await Promise.all([1, 2, 3, 4].map(textOf));
    expect(pdf.numPages).toBe(4);
    expect(texts).toEqual(['1 of 4|first page', '2 of 4|second page', '3 of 4|third page', '4 of 4|fourth page']);
  });

  it('show both the text and the frame, neither hidden by the ground of the other', async () => {
    const page = await pdf.getPage(3);
    const viewport = page.getViewport({ scale: 0.5 });
    const { canvas, context } = (pdf.canvasFactory as CanvasFactory).create(viewport.width, viewport.height);
    await page.render({ canvas, viewport }).promise;
    const isInk = (y: number): boolean =>
      context.getImageData(30, y - 1, 10, 2).data.some((value, at) => at % 4 === 0 && value < 100);
    expect(isInk((842 - 686) / 2)).toBe(true);
    expect(isInk((842 - 11) / 2)).toBe(true);
    expect(isInk((842 - 400) / 2)).toBe(false);
  });

  it('have one tree of bookmarks, with the headings of later parts where they belong', async () => {
    const titles = (items: readonly Bookmark[]): unknown[] =>
      items.map(({ title, items: below }) => [title, titles(below)]);
    const outline = await pdf.getOutline();
    expect(titles(outline)).toEqual([
      [
        'Ledger',
        [
          ['1 October', []],
          ['2 October', []],
        ],
      ],
    ]);
    const [page] = outline[0].items[1].dest as [{ num: number; gen: number }];
    expect(await pdf.getPageIndex(page)).toBe(3);
  });

  it('stay tagged: the text of every page is found from its tags, and the frame is none of it', async () => {
    for (const number of [1, 4]) {
      const tree = await (await pdf.getPage(number)).getStructTree();
      expect(tree).toMatchObject({
        children: [{ role: 'Document', children: [{ role: 'P', children: [{ type: 'content' }] }] }],
      });
    }
  });

  it('keep the language, and the title where it can be read without opening the file', async () => {
    const { info } = await pdf.getMetadata();
    expect(info).toMatchObject({ Language: 'en', Title: 'Ledger 1 0 R' });
    expect(file.toString('latin1')).toContain('/Title (Ledger 1 0 R)');
  });
});

it('a frame of another number of pages is refused', async () => {
  const joiner = new PdfJoiner();
  await joiner.add(chromiumPdf('x', 'x', ['only page']), 1);
  await expect(joiner.finish(chromiumPdf('x', null, ['1', '2']))).rejects.toThrow('another number of pages');
});
