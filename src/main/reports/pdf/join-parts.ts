import { setImmediate } from 'node:timers/promises';
import { bookmarksOf, writeBookmarks } from './bookmarks.ts';
import type { Bookmark } from './bookmarks.ts';
import { objectOf, pagesOf, readPdf, referenceIn, referencesIn, withReferences } from './read-pdf.ts';
import type { ReadPdf } from './read-pdf.ts';
import { PdfWriter } from './write-pdf.ts';

/** After so many objects, others have their turn. */
const BREATH_EVERY = 2_000;
/** What is written anew for all parts together. */
const MADE_ANEW = /^<<\/Type \/(?:Catalog|Pages|StructTreeRoot|ParentTree|Outlines)\b/;

/** Joins the parts of one report, printed one after the other, to one tagged PDF with one tree of bookmarks. */
export class PdfJoiner {
  readonly #writer = new PdfWriter();
  readonly #tree = this.#writer.newNumber();
  readonly #document = this.#writer.newNumber();
  readonly #structure = this.#writer.newNumber();
  readonly #pages: { readonly number: number; readonly text: string }[] = [];
  readonly #bookmarks: Bookmark[] = [];
  readonly #elements: number[] = [];
  readonly #names: number[] = [];
  readonly #owners: string[] = [];
  #keys = 0;
  #parts = 0;
  #first: { readonly catalogue: string; readonly document: string; readonly info: number } | null = null;

  /** Pages so far. */
  get pages(): number {
    return this.#pages.length;
  }

  /**
   * @param bytes as Chromium printed it, tagged and with bookmarks, without header and footer
   * @param topLevel of the first heading in it, 1 to 6
   */
  async add(bytes: Buffer, topLevel: number): Promise<void> {
    const pdf = readPdf(bytes);
    const catalogue = objectOf(pdf, pdf.root).text;
    const structure = objectOf(pdf, referenceIn(catalogue, 'StructTreeRoot')).text;
    const documentNumber = referenceIn(structure, 'K') ?? referencesIn(structure, 'K')[0];
    const document = objectOf(pdf, documentNumber).text;
    const pageNumbers = pagesOf(pdf);
    const pages = new Set(pageNumbers);
    const numbers = this.#numbersFor(pdf, documentNumber);
    const part = String(this.#parts).padStart(4, '0');
    const moved = (text: string): string =>
      withReferences(text, (number) => numbers(number)).replaceAll(/\(node(\d+)\)/g, `(part${part}node$1)`);

    const nameTree = referenceIn(structure, 'IDTree');
    const outline = new Set(outlineNumbers(pdf));
    let since = 0;
    for (const [number, { text, stream }] of pdf.objects) {
      since += 1;
      if (since % BREATH_EVERY === 0) await setImmediate();
      if (number === documentNumber || number === nameTree || outline.has(number) || MADE_ANEW.test(text)) continue;
      if (number === pdf.info) {
        if (this.#parts === 0) this.#writer.addOpenly(numbers(number), text);
      } else if (stream !== null) this.#writer.addStream(numbers(number), moved(text), stream);
      else if (!pages.has(number)) await this.#writer.add(numbers(number), this.#withKeys(moved(text)));
    }
    for (const number of pageNumbers) {
      const text = moved(objectOf(pdf, number).text).replace(/\/Parent \d+ 0 R/, `/Parent ${this.#tree} 0 R`);
      this.#pages.push({ number: numbers(number), text: this.#withKeys(text) });
    }
    for (const { text, level } of bookmarksOf(pdf, topLevel)) this.#bookmarks.push({ text: moved(text), level });
    this.#elements.push(...referencesIn(document, 'K').map(numbers));
    if (nameTree !== undefined) this.#names.push(...referencesIn(objectOf(pdf, nameTree).text, 'Kids').map(numbers));
    this.#takeOwners(objectOf(pdf, referenceIn(structure, 'ParentTree')).text, numbers);
    this.#keys += Number(/\/ParentTreeNextKey (\d+)/.exec(structure)?.[1] ?? pageNumbers.length);
    this.#first ??= { catalogue, document, info: numbers(pdf.info) };
    this.#parts += 1;
  }

  /**
   * The whole PDF.
   * @param frame a PDF of as many pages: what stands above and below each
   */
  async finish(frame: Buffer): Promise<Buffer> {
    if (!this.#first) throw new Error('There are no parts to join.');
    const { catalogue, document, info } = this.#first;
    const writer = this.#writer;
    await this.#writePages(readPdf(frame));
    const list = (numbers: readonly number[]): string => `[${numbers.map((number) => `${number} 0 R`).join(' ')}]`;
    await writer.add(
      this.#tree,
      `<</Type /Pages\n/Count ${this.#pages.length}\n/Kids ${list(this.#pages.map(({ number }) => number))}>>`,
    );
    await writer.add(
      this.#document,
      withReferences(document, () => this.#structure).replace(/\/K \[[^\]]*\]/, () => `/K ${list(this.#elements)}`),
    );
    const owners = writer.newNumber();
    await writer.add(owners, `<</Nums [${this.#owners.join(' ')}]>>`);
    const names = writer.newNumber();
    await writer.add(names, `<</Kids ${list(this.#names)}>>`);
    await writer.add(
      this.#structure,
      `<</Type /StructTreeRoot\n/K ${this.#document} 0 R\n/ParentTreeNextKey ${this.#keys}\n/ParentTree ${owners} 0 R\n/IDTree ${names} 0 R>>`,
    );
    const bookmarks = await writeBookmarks(
      this.#bookmarks,
      () => writer.newNumber(),
      (number, text) => writer.add(number, text),
    );
    const root = writer.newNumber();
    const replaced: Readonly<Record<string, number | undefined>> = {
      Pages: this.#tree,
      StructTreeRoot: this.#structure,
      Outlines: bookmarks,
    };
    await writer.add(
      root,
      catalogue.replaceAll(/\/(Pages|StructTreeRoot|Outlines) \d+ 0 R/g, (_, name: string) =>
        replaced[name] === undefined ? '' : `/${name} ${replaced[name]} 0 R`,
      ),
    );
    return await writer.finish(root, info);
  }

  /** New numbers for the objects of a part; the parts share one document element. */
  #numbersFor(pdf: ReadPdf, document: number): (number: number) => number {
    const numbers = new Map([...pdf.objects.keys()].map((number) => [number, this.#writer.newNumber()]));
    numbers.set(document, this.#document);
    return (number) => numbers.get(number) ?? number;
  }

  /** The places in the tree that finds the tags of a page: each part counts from nought. */
  #withKeys(text: string): string {
    return text.replace(
      /\/(StructParents?) (\d+)/g,
      (_, name: string, key: string) => `/${name} ${Number(key) + this.#keys}`,
    );
  }

  #takeOwners(text: string, numbers: (number: number) => number): void {
    const [, entries = ''] = /\/Nums \[([^\]]*)\]/.exec(text) ?? [];
    for (const [, key, number] of entries.matchAll(/(\d+) (\d+) 0 R/g)) {
      this.#owners.push(`${Number(key) + this.#keys} ${numbers(Number(number))} 0 R`);
    }
  }

  /**
   * Writes the pages, each with the frame of the same place drawn first, because each paints the ground of its text, and outside the tags:
   * it is no content.
   */
  async #writePages(frame: ReadPdf): Promise<void> {
    const framePages = pagesOf(frame);
    if (framePages.length !== this.#pages.length) throw new Error('The frame has another number of pages.');
    const numbers = new Map([...frame.objects.keys()].map((number) => [number, this.#writer.newNumber()]));
    const moved = (text: string): string => withReferences(text, (number) => numbers.get(number) ?? number);
    const ownObjects = new Set(
      framePages.flatMap((page) => [page, referenceIn(objectOf(frame, page).text, 'Contents')]),
    );
    for (const [number, { text, stream }] of frame.objects) {
      if (ownObjects.has(number) || number === frame.info || MADE_ANEW.test(text)) continue;
      if (stream !== null) this.#writer.addStream(numbers.get(number)!, moved(text), stream);
      else await this.#writer.add(numbers.get(number)!, moved(text));
    }
    const draw = this.#writer.newNumber();
    const drawing = Buffer.from('/Artifact BMC q /Frame Do Q EMC\n');
    this.#writer.addStream(draw, `<</Length ${drawing.length}>>`, drawing);
    const around = { before: this.#writer.newNumber(), after: this.#writer.newNumber() };
    this.#writer.addStream(around.before, '<</Length 2>>', Buffer.from('q\n'));
    this.#writer.addStream(around.after, '<</Length 2>>', Buffer.from('Q\n'));
    for (const [at, { number, text }] of this.#pages.entries()) {
      const form = await this.#addForm(frame, framePages[at], moved);
      await this.#writer.add(
        number,
        withFrame(text, form).replace(
          /\/Contents (\d+ 0 R)/,
          `/Contents [${draw} 0 R ${around.before} 0 R $1 ${around.after} 0 R]`,
        ),
      );
    }
  }

  /** The content of a page of the frame, as something that can be drawn on another page. */
  async #addForm(frame: ReadPdf, page: number, moved: (text: string) => string): Promise<number> {
    const { text } = objectOf(frame, page);
    const content = objectOf(frame, referenceIn(text, 'Contents'));
    const resources = /\/Resources (<<[\s\S]*?>>)\n\/MediaBox/.exec(text)?.[1] ?? '<<>>';
    const box = /\/MediaBox (\[[^\]]*\])/.exec(text)?.[1] ?? '[0 0 595 842]';
    const number = this.#writer.newNumber();
    const dictionary = `<</Type /XObject /Subtype /Form /BBox ${box} /Resources ${moved(resources)}\n${content.text.slice(2)}`;
    if (content.stream === null) throw new Error('A page of the frame has no content.');
    this.#writer.addStream(number, dictionary, content.stream);
    return number;
  }
}

/** A page that can draw the form of its frame. */
function withFrame(page: string, form: number): string {
  const entry = `/Frame ${form} 0 R`;
  return page.includes('/XObject <<')
    ? page.replace('/XObject <<', `/XObject <<${entry}\n`)
    : page.replace('/Resources <<', `/Resources <</XObject <<${entry}>>\n`);
}

function outlineNumbers(pdf: ReadPdf): number[] {
  const visit = (first: number | undefined): number[] => {
    const found: number[] = [];
    for (let number = first; number !== undefined;) {
      const { text } = objectOf(pdf, number);
      found.push(number, ...visit(referenceIn(text, 'First')));
      number = referenceIn(text, 'Next');
    }
    return found;
  };
  const root = referenceIn(objectOf(pdf, pdf.root).text, 'Outlines');
  return root === undefined ? [] : visit(referenceIn(objectOf(pdf, root).text, 'First'));
}
