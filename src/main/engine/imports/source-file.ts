import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Failure } from '#shared/contract/errors.ts';
import type { ChosenPath } from '../files.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What the first bytes of a file say about it. */
export type SourceKind =
  | {
      readonly kind: 'text';
      readonly encoding: TextEncoding;
      readonly byteOrderMark: boolean;
      /** The beginning of the text, at most 64 KiB of the file; it may end in the middle of a line. */
      readonly head: string;
    }
  | { readonly kind: 'zstd' | 'gzip' };

const HEAD_BYTES = 65_536;

/** The failure of a file that is not what it should be; its message names the file. */
export function invalidFile(file: ChosenPath, problem: string, remedy: string, details = {}): Failure {
  return new Failure('INPUT_INVALID', `${file.name}: ${problem}`, {
    remedy,
    details: { file: file.name, situation: 'file', ...details },
  });
}

/** A failure of the file system while reading, as a Failure; everything else unchanged. */
export function readingFailure(file: ChosenPath, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return error;
  return invalidFile(
    file,
    `the file could not be read (${String(error.code)}).`,
    'Check that it is still there and that you may open it.',
  );
}

/**
 * Looks at the beginning of a file.
 * @throws Failure INPUT_INVALID when it is empty, binary or cannot be read
 */
export async function inspectSource(file: ChosenPath): Promise<SourceKind> {
  const bytes = await readHead(file);
  if (bytes.length === 0) throw invalidFile(file, 'the file is empty.', 'Choose a file with meter readings.');
  if (startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd])) return { kind: 'zstd' };
  if (startsWith(bytes, [0x1f, 0x8b])) return { kind: 'gzip' };
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw invalidFile(
      file,
      'this is a workbook or an archive, not text.',
      'Save the sheet as CSV and import that file.',
    );
  }
  const { encoding, byteOrderMark } = detectEncoding(bytes);
  const head = new TextDecoder(encoding).decode(bytes, { stream: true });
  if (head.includes('\0')) {
    throw invalidFile(file, 'this is a binary file, not text.', 'Choose a CSV file with meter readings or a snapshot.');
  }
  return { kind: 'text', encoding, byteOrderMark, head };
}

async function readHead(file: ChosenPath): Promise<Buffer> {
  try {
    const handle = await open(file.path, 'r');
    try {
      const head = Buffer.alloc(HEAD_BYTES);
      const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
      return head.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw readingFailure(file, error);
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

function detectEncoding(bytes: Buffer): { encoding: TextEncoding; byteOrderMark: boolean } {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return { encoding: 'utf-8', byteOrderMark: true };
  if (startsWith(bytes, [0xff, 0xfe])) return { encoding: 'utf-16le', byteOrderMark: true };
  if (startsWith(bytes, [0xfe, 0xff])) return { encoding: 'utf-16be', byteOrderMark: true };
  // Without a mark: the header is plain ASCII, so every other byte of UTF-16 is zero.
  if (bytes[0] !== 0 && bytes[1] === 0 && bytes[3] === 0) return { encoding: 'utf-16le', byteOrderMark: false };
  if (bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0) return { encoding: 'utf-16be', byteOrderMark: false };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return { encoding: 'utf-8', byteOrderMark: false };
  } catch {
    // What Excel writes in western Europe when it is not asked for UTF-8.
    return { encoding: 'windows-1252', byteOrderMark: false };
  }
}

/** The file's text as UTF-8 bytes, without its byte-order mark when it is in another encoding. */
export function textStream(file: ChosenPath, encoding: TextEncoding): Readable {
  const bytes = createReadStream(file.path, { highWaterMark: 256 * 1024 });
  return encoding === 'utf-8' ? bytes : Readable.from(decoded(bytes, encoding), { objectMode: false });
}

async function* decoded(bytes: AsyncIterable<Buffer>, encoding: TextEncoding): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
  yield Buffer.from(decoder.decode(), 'utf8');
}

/** SHA-256 of the file's bytes in hex: the same file is known again whatever its name. */
export async function fingerprintOf(file: ChosenPath): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file.path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  } catch (error) {
    throw readingFailure(file, error);
  }
  return hash.digest('hex');
}
