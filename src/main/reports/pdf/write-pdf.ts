import { promisify } from 'node:util';
import { deflate } from 'node:zlib';

const compress = promisify(deflate);

/** Objects of one object stream: enough to be small together, few enough to be read one by one. */
const TOGETHER = 500;

type Place =
  | { readonly at: number }
  /** Which stream, and the place in it. */
  | { readonly stream: number; readonly index: number };

/** Writes a PDF 1.5, its many small objects together and compressed: the tags of a table of thousands of rows would be most of the file. */
export class PdfWriter {
  readonly #chunks: Buffer[] = [Buffer.from('%PDF-1.5\n%\u00d3\u00eb\u00e9\u00e1\n', 'latin1')];
  readonly #places = new Map<number, Place>();
  #length = this.#chunks[0].length;
  #last = 0;
  #small: { readonly number: number; readonly text: string }[] = [];

  /** A number that no object has yet. */
  newNumber(): number {
    this.#last += 1;
    return this.#last;
  }

  /** @param text a dictionary or list, one byte a letter */
  async add(number: number, text: string): Promise<void> {
    this.#small.push({ number, text });
    if (this.#small.length === TOGETHER) await this.#writeTogether();
  }

  /** An object that anyone can find in the file without reading all of it. */
  addOpenly(number: number, text: string): void {
    this.#places.set(number, { at: this.#length });
    this.#write(Buffer.from(`${number} 0 obj\n${text}\nendobj\n`, 'latin1'));
  }

  /** @param text the dictionary, which has the length of `stream` */
  addStream(number: number, text: string, stream: Buffer): void {
    this.#places.set(number, { at: this.#length });
    this.#write(
      Buffer.from(`${number} 0 obj\n${text} stream\n`, 'latin1'),
      stream,
      Buffer.from('\nendstream\nendobj\n'),
    );
  }

  /** The whole file. */
  async finish(root: number, info: number): Promise<Buffer> {
    await this.#writeTogether();
    const number = this.newNumber();
    const at = this.#length;
    this.#places.set(number, { at });
    const table = await compress(this.#table());
    const entries = this.#last + 1;
    this.addStream(
      number,
      `<</Type /XRef /Size ${entries} /W [1 5 2] /Root ${root} 0 R /Info ${info} 0 R /Filter /FlateDecode /Length ${table.length}>>`,
      table,
    );
    this.#write(Buffer.from(`startxref\n${at}\n%%EOF\n`));
    return Buffer.concat(this.#chunks);
  }

  async #writeTogether(): Promise<void> {
    const objects = this.#small;
    if (objects.length === 0) return;
    this.#small = [];
    const stream = this.newNumber();
    let offset = 0;
    const index: string[] = [];
    objects.forEach(({ number, text }, place) => {
      index.push(`${number} ${offset}`);
      offset += text.length + 1;
      this.#places.set(number, { stream, index: place });
    });
    const head = `${index.join(' ')}\n`;
    const content = await compress(Buffer.from(head + objects.map(({ text }) => `${text}\n`).join(''), 'latin1'));
    this.addStream(
      stream,
      `<</Type /ObjStm /N ${objects.length} /First ${head.length} /Filter /FlateDecode /Length ${content.length}>>`,
      content,
    );
  }

  /** Where each object is: its kind, offset or stream, and its place there. */
  #table(): Buffer {
    const table = Buffer.alloc((this.#last + 1) * 8);
    for (const [number, place] of this.#places) {
      const row = number * 8;
      const isOpen = 'at' in place;
      table.writeUInt8(isOpen ? 1 : 2, row);
      table.writeUIntBE(isOpen ? place.at : place.stream, row + 1, 5);
      table.writeUInt16BE(isOpen ? 0 : place.index, row + 6);
    }
    return table;
  }

  #write(...chunks: Buffer[]): void {
    for (const chunk of chunks) {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
    }
  }
}
