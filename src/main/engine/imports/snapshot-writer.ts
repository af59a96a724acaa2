import { createHash } from 'node:crypto';
import { PassThrough, Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { communityWire } from '#shared/wire/community.ts';
import { pageRecords } from '#shared/wire/page-wire.ts';
import { noCounts, SNAPSHOT_FORMAT, SNAPSHOT_VERSION, type SnapshotCounts } from '#shared/wire/snapshot-format.ts';

export interface SnapshotOptions {
  /** When the snapshot is taken, epoch milliseconds; now when absent. */
  readonly createdAt?: number;
  readonly compression?: 'zstd' | 'gzip' | 'none';
}

/** Text handed to the compressor at once. */
const CHUNK_CHARACTERS = 256 * 1024;

/**
 * Writes a community as a snapshot (docs/snapshot-format.md) and ends `output`. The first page brings the community; a member or rule
 * comes before what names it.
 * @returns the number of lines of each record
 * @throws RangeError when a record has no wire form
 */
export async function writeSnapshot(
  pages: Iterable<ChangePage> | AsyncIterable<ChangePage>,
  output: Writable,
  options: SnapshotOptions = {},
): Promise<SnapshotCounts> {
  const counts = noCounts();
  const { compression = 'zstd', createdAt = Date.now() } = options;
  const compressor =
    compression === 'zstd' ? createZstdCompress() : compression === 'gzip' ? createGzip() : new PassThrough();
  await pipeline(Readable.from(snapshotText(pages, createdAt, counts), { objectMode: false }), compressor, output);
  return counts;
}

async function* snapshotText(
  pages: Iterable<ChangePage> | AsyncIterable<ChangePage>,
  createdAt: number,
  counts: SnapshotCounts,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let text = '';
  const flush = (): Buffer => {
    const bytes = Buffer.from(text, 'utf8');
    hash.update(bytes);
    text = '';
    return bytes;
  };
  const pseudonyms = new Map<string, string>();
  let isFirst = true;
  for await (const page of pages) {
    if (isFirst) text += headerLine(page, createdAt);
    isFirst = false;
    for (const { id, anonymizedId } of page.members ?? []) pseudonyms.set(id, anonymizedId);
    for (const [name, record] of pageRecords(page, pseudonyms)) {
      counts[name]++;
      text += `{"${name}":${JSON.stringify(record)}}\n`;
      if (text.length >= CHUNK_CHARACTERS) yield flush();
    }
  }
  if (isFirst) throw new RangeError('a snapshot needs a page with its community');
  yield flush();
  yield Buffer.from(`${JSON.stringify({ end: { counts, sha256: hash.digest('hex') } })}\n`);
}

function headerLine({ community, communityId }: ChangePage, createdAt: number): string {
  if (!community) throw new RangeError('the first page of a snapshot brings its community');
  const header = {
    format: SNAPSHOT_FORMAT,
    version: SNAPSHOT_VERSION,
    created_at: new Date(createdAt).toISOString(),
    community: communityWire.encode(community, communityId),
  };
  return `${JSON.stringify(header)}\n`;
}
