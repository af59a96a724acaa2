import { createHash } from 'node:crypto';
import { PassThrough, Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { certificateText, clearAgain } from '#shared/market/certificate.ts';
import { hex } from '#shared/market/replay.ts';
import { communityMemberWire, communityWire, tradingRuleWire } from '#shared/wire/community.ts';
import { clearingWire, meterReadingWire, pricingSignalWire, tradeWire, tradingOfferWire } from '#shared/wire/market.ts';
import { clearingAt, offerAt, readingAt, signalAt, tradeAt } from '#shared/wire/page-records.ts';
import {
  noCounts,
  type RecordName,
  SNAPSHOT_FORMAT,
  SNAPSHOT_VERSION,
  type SnapshotCounts,
} from './snapshot-format.ts';

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

/** What the certificates of a page add to the wire records of their clearings, by clearing. */
function certificateParts(
  { communityId, memberIds, ruleIds, certificates = [] }: ChangePage,
  pseudonyms: ReadonlyMap<string, string>,
): Map<string, object> {
  const names = {
    communityId,
    member: (at: number) => pseudonyms.get(memberIds[at]) || memberIds[at],
    rule: (at: number) => ruleIds[at],
  };
  return new Map(
    certificates.map((certificate) => {
      const document: unknown = JSON.parse(certificateText(certificate, clearAgain(certificate), names));
      return [certificate.clearingId, { certificate: document, fingerprint: hex(certificate.fingerprint) }];
    }),
  );
}

/**
 * The wire records of a page: members and rules before what names them.
 * @param pseudonyms of all members so far, by wire id
 */
function* pageRecords(page: ChangePage, pseudonyms: ReadonlyMap<string, string>): Generator<[RecordName, object]> {
  const { communityId, memberIds, ruleIds, signals, readings, clearings, offers, trades } = page;
  const certificates = certificateParts(page, pseudonyms);
  for (const member of page.members ?? []) yield ['member', communityMemberWire.encode(member, communityId)];
  for (const rule of page.rules ?? []) yield ['rule', tradingRuleWire.encode(rule, communityId)];
  for (let row = 0; row < (signals?.count ?? 0); row++) {
    yield ['signal', pricingSignalWire.encode(signalAt(signals!, row), communityId)];
  }
  for (let row = 0; row < (readings?.count ?? 0); row++) {
    yield ['reading', meterReadingWire.encode(readingAt(readings!, row, memberIds), communityId)];
  }
  for (let row = 0; row < (clearings?.count ?? 0); row++) {
    const record = clearingAt(clearings!, row);
    const wire = clearingWire.encode({ ...record, certificate: null }, communityId);
    yield ['clearing', { ...wire, ...certificates.get(record.id) }];
    certificates.delete(record.id);
  }
  for (const id of certificates.keys()) throw new RangeError(`the certificate of clearing ${id} comes without it`);
  for (let row = 0; row < (offers?.count ?? 0); row++) {
    yield ['offer', tradingOfferWire.encode(offerAt(offers!, row, memberIds, ruleIds), communityId)];
  }
  for (let row = 0; row < (trades?.count ?? 0); row++) {
    yield ['trade', tradeWire.encode(tradeAt(trades!, row, memberIds), communityId)];
  }
}
