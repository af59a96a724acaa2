import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { Failure } from '#shared/contract/errors.ts';
import { readEnd, type SnapshotCounts } from '#shared/wire/snapshot-format.ts';
import type { SnapshotLine } from '#shared/wire/snapshot-records.ts';
import type { ChosenPath } from '../files.ts';
import { invalidFile, readingFailure, type SourceKind } from './source-file.ts';

/** The end record of a snapshot that is whole. */
export interface SnapshotEnd {
  readonly counts: SnapshotCounts;
}

/** Longer lines are no snapshot; the longest real one is a header with a detailed boundary. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** The failure of a snapshot that is not whole. */
export function damagedSnapshot(file: ChosenPath, what: string): Failure {
  return invalidFile(file, `this snapshot is damaged: ${what}.`, 'Copy or download the file again.');
}

/**
 * The lines of a snapshot before its end record, in batches; returns the end record once its checksum has been found right. What was
 * yielded before that is not yet known to be whole.
 * @throws Failure INPUT_INVALID when the file is truncated, damaged or cannot be read
 */
export async function* snapshotLines(
  file: ChosenPath,
  source: SourceKind,
): AsyncGenerator<SnapshotLine[], SnapshotEnd, undefined> {
  const hash = createHash('sha256');
  let number = 0;
  /** The last complete line: the end record, or just a line, as the next one shows. */
  let held: Buffer | null = null;
  for await (const chunk of completeLines(file, source)) {
    const batch: SnapshotLine[] = [];
    for (const line of chunk) {
      if (held) {
        hash.update(held);
        batch.push({ number: ++number, text: held.toString('utf8') });
      }
      held = line;
    }
    if (batch.length > 0) yield batch;
  }
  const end = held && readEnd(held.toString('utf8'));
  if (!end) throw damagedSnapshot(file, 'its end is missing, so it was cut off');
  if (end.sha256 !== hash.digest('hex')) throw damagedSnapshot(file, 'its checksum does not fit its content');
  return { counts: end.counts };
}

/** Lines with their line feed, a batch for each chunk of the file. */
async function* completeLines(file: ChosenPath, source: SourceKind): AsyncGenerator<Buffer[]> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of plainBytes(file, source)) {
    const lines: Buffer[] = [];
    let start = 0;
    for (let feed = chunk.indexOf(10); feed >= 0; feed = chunk.indexOf(10, start)) {
      const line = chunk.subarray(start, feed + 1);
      lines.push(rest.length > 0 ? Buffer.concat([...rest, line]) : line);
      rest = [];
      restBytes = 0;
      start = feed + 1;
    }
    if (start < chunk.length) {
      rest.push(chunk.subarray(start));
      restBytes += chunk.length - start;
      if (restBytes > MAX_LINE_BYTES) throw damagedSnapshot(file, 'one of its lines does not end');
    }
    yield lines;
  }
  if (rest.length > 0) throw damagedSnapshot(file, 'its last line is cut off');
}

/** The uncompressed bytes of the file. */
async function* plainBytes(file: ChosenPath, { kind }: SourceKind): AsyncGenerator<Buffer> {
  const bytes = createReadStream(file.path, { highWaterMark: 256 * 1024 });
  try {
    if (kind === 'text') {
      yield* bytes as AsyncIterable<Buffer>;
    } else {
      const decompressor =
        kind === 'zstd' ? createZstdDecompress({ chunkSize: 256 * 1024 }) : createGunzip({ chunkSize: 256 * 1024 });
      // Errors of the file reach the loop through the decompressor, which the pipeline destroys with them.
      pipeline(bytes, decompressor, () => {});
      yield* decompressor as AsyncIterable<Buffer>;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(?:Z_|ZSTD_|ERR_ZSTD|ERR__ZLIB)/.test(String(error.code))) {
      throw damagedSnapshot(file, 'its compressed content cannot be read to the end');
    }
    throw readingFailure(file, error);
  }
}
