import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { readEnd, type SnapshotCounts } from '#shared/wire/snapshot-format.ts';
import type { SnapshotLine } from '#shared/wire/snapshot-records.ts';

/** Longer lines are no snapshot; the longest real one is a header with a detailed boundary. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const LINE_FEED = 10;

/** The refusal of a file, for the person who wants to import it. */
export function refusal(file: string, what: string, remedy: string, cause?: unknown): Error {
  return new Error(`${file}: ${what} Nothing was stored. ${remedy}`, { cause });
}

/** The refusal of a snapshot that is not whole. */
export function damaged(file: string, what: string): Error {
  return refusal(file, `this snapshot is damaged: ${what}.`, 'Copy or download the file again.');
}

/**
 * The lines of a snapshot (docs/snapshot-format.md) before its end, and at last what its end record counts: only then it is known that
 * the file is whole.
 * @throws Error when it is cut off, damaged or cannot be read
 */
export async function* snapshotLines(
  file: string,
): AsyncGenerator<SnapshotLine | { readonly counts: SnapshotCounts }, void, undefined> {
  const hash = createHash('sha256');
  let number = 0;
  /** The last line so far: the end record, or just a line, as the next one shows. */
  let held: Buffer | null = null;
  for await (const line of completeLines(file)) {
    if (held) {
      hash.update(held);
      yield { number: ++number, text: held.toString('utf8') };
    }
    held = line;
  }
  const end = held && readEnd(held.toString('utf8'));
  if (!end) throw damaged(file, 'its end is missing, so it was cut off');
  if (end.sha256 !== hash.digest('hex')) throw damaged(file, 'its checksum does not fit its content');
  yield { counts: end.counts };
}

/** Lines with their line feed. `readline` also ends lines at characters that JSON may hold, and keeps no bytes for the checksum. */
async function* completeLines(file: string): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of plainBytes(file)) {
    let start = 0;
    for (let feed = chunk.indexOf(LINE_FEED); feed >= 0; feed = chunk.indexOf(LINE_FEED, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, feed + 1)]);
      rest = [];
      restBytes = 0;
      start = feed + 1;
    }
    rest.push(chunk.subarray(start));
    restBytes += chunk.length - start;
    if (restBytes > MAX_LINE_BYTES) throw damaged(file, 'one of its lines does not end');
  }
  if (restBytes > 0) throw damaged(file, 'its last line is cut off');
}

/** The uncompressed bytes of the file. */
async function* plainBytes(file: string): AsyncGenerator<Buffer, void, undefined> {
  try {
    const decompressor = decompressorOf(await headOf(file));
    const bytes = createReadStream(file, { highWaterMark: 256 * 1024 });
    // Errors of the file reach the loop through the decompressor, which the pipeline destroys with them.
    if (decompressor) pipeline(bytes, decompressor, () => {});
    yield* (decompressor ?? bytes) as AsyncIterable<Buffer>;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (!('syscall' in error)) throw damaged(file, 'its compressed content cannot be read to the end');
    const what = `the file could not be read (${String(error.code)}).`;
    throw refusal(file, what, 'Check that it is there and that you may open it.', error);
  }
}

/** The first bytes; zeros behind the end of a short file. */
async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    return (await handle.read(Buffer.alloc(4), 0, 4, 0)).buffer;
  } finally {
    await handle.close();
  }
}

/** null for plain text. */
function decompressorOf(head: Buffer): Transform | null {
  if (head.readUInt32BE() === 0x28b52ffd) return createZstdDecompress({ chunkSize: 256 * 1024 });
  if (head.readUInt16BE() === 0x1f8b) return createGunzip({ chunkSize: 256 * 1024 });
  return null;
}
