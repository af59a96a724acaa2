/** One object of a PDF: everything before its stream as text, one byte a letter, and the bytes of its stream. */
export interface PdfObject {
  readonly text: string;
  readonly stream: Buffer | null;
}

/** A PDF as Chromium writes it: every object in the open, none in an object stream. */
export interface ReadPdf {
  readonly objects: ReadonlyMap<number, PdfObject>;
  readonly root: number;
  readonly info: number;
}

/** Reads a PDF that this console has just printed. Throws an error for one that Chromium does not write so. */
export function readPdf(bytes: Buffer): ReadPdf {
  const end = bytes.subarray(bytes.lastIndexOf('trailer')).toString('latin1');
  const trailer = /\/Root (\d+) 0 R[\s\S]*\/Info (\d+) 0 R[\s\S]*startxref\s+(\d+)/.exec(end);
  if (!trailer) throw new Error('The PDF has no trailer.');
  const [, root, info, tableAt] = trailer.map(Number);
  const objects = new Map<number, PdfObject>();
  for (const offset of offsetsIn(bytes.subarray(tableAt).toString('latin1'))) {
    const [number, object] = readObject(bytes, offset);
    objects.set(number, object);
  }
  return { objects, root, info };
}

function offsetsIn(table: string): number[] {
  return [...table.matchAll(/^(\d{10}) \d{5} n/gm)].map(([, offset]) => Number(offset));
}

function readObject(bytes: Buffer, offset: number): [number: number, object: PdfObject] {
  const headEnd = bytes.indexOf(' obj\n', offset) + ' obj\n'.length;
  const number = parseInt(bytes.toString('latin1', offset, headEnd), 10);
  const endAt = bytes.indexOf('endobj', headEnd);
  const streamAt = bytes.subarray(headEnd, endAt).indexOf('>> stream\n');
  if (streamAt === -1) return [number, { text: bytes.toString('latin1', headEnd, endAt).trimEnd(), stream: null }];
  const text = bytes.toString('latin1', headEnd, headEnd + streamAt + 2);
  const length = /\/Length (\d+)/.exec(text);
  if (!length) throw new Error(`Object ${number} has a stream without a length.`);
  const begin = headEnd + streamAt + '>> stream\n'.length;
  return [number, { text, stream: bytes.subarray(begin, begin + Number(length[1])) }];
}

/** The number that a name of a dictionary refers to; undefined without one. */
export function referenceIn(text: string, name: string): number | undefined {
  const match = new RegExp(`/${name} (\\d+) 0 R`).exec(text);
  return match ? Number(match[1]) : undefined;
}

/** The numbers of a name's list of references, e.g. `/Kids [4 0 R 7 0 R]`. */
export function referencesIn(text: string, name: string): number[] {
  const match = new RegExp(`/${name} \\[([^\\]]*)\\]`).exec(text);
  return match ? [...match[1].matchAll(/(\d+) 0 R/g)].map(([, number]) => Number(number)) : [];
}

/** The object of this number. Throws an error when there is none. */
export function objectOf({ objects }: ReadPdf, number: number | undefined): PdfObject {
  const object = number === undefined ? undefined : objects.get(number);
  if (!object) throw new Error(`The PDF has no object ${number}.`);
  return object;
}

/** The numbers of the pages in their order. */
export function pagesOf(pdf: ReadPdf): number[] {
  const below = (number: number): number[] => {
    const { text } = objectOf(pdf, number);
    return /\/Type \/Pages\b/.test(text) ? referencesIn(text, 'Kids').flatMap(below) : [number];
  };
  const tree = referenceIn(objectOf(pdf, pdf.root).text, 'Pages');
  return tree === undefined ? [] : below(tree);
}

/** Answers `text` with every reference to an object changed; what only looks like one inside a string is left alone. */
export function withReferences(text: string, change: (number: number) => number): string {
  return text.replaceAll(
    /\((?:\\[\s\S]|[^\\()])*\)|<[0-9A-Fa-f]*>|\b(\d+) 0 R\b/g,
    (whole, number: string | undefined) => (number === undefined ? whole : `${change(Number(number))} 0 R`),
  );
}
