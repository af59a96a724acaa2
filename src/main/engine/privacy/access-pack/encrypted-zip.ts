import { configure, TextReader, ZipWriter } from '@zip.js/zip.js';
import type { PendingFile } from '../../exports/pending-file.ts';

// The work is done here: workers of a browser there are none.
configure({ useWebWorkers: false });

/** AES-256. */
const STRENGTH = 3;

/** An archive whose entries are encrypted by a password (WinZip AE-2, AES-256), written to a file piece by piece. */
export class EncryptedZip {
  readonly #writer: ZipWriter<unknown>;

  constructor(file: PendingFile, password: string) {
    const target = new WritableStream<Uint8Array>({ write: (bytes) => file.write(bytes) });
    this.#writer = new ZipWriter(target, { password, encryptionStrength: STRENGTH, extendedTimestamp: false });
  }

  async addText(name: string, text: string): Promise<void> {
    await this.#writer.add(name, new TextReader(text));
  }

  /** Adds what `pieces` gives, without holding it as a whole. */
  async addPieces(name: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    await this.#writer.add(name, streamOf(pieces));
  }

  async close(): Promise<void> {
    await this.#writer.close();
  }
}

/** A stream that asks for the next piece when there is room for it. */
function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      await iterator.return?.();
    },
  });
}
