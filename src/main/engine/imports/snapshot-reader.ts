import type { BadRow } from '#shared/contract/imports.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { Community } from '#shared/domain/records.ts';
import { communityMemberWire, communityWire, tradingRuleWire } from '#shared/wire/community.ts';
import { type CertificateDocument, repeatedId } from '#shared/wire/certificate.ts';
import {
  type ClearingRecord,
  clearingWire,
  meterReadingWire,
  pricingSignalWire,
  tradeWire,
  tradingOfferWire,
} from '#shared/wire/market.ts';
import { PageBuilder } from '#shared/wire/page-builder.ts';
import { type RecordName, recordNames } from '#shared/wire/record-names.ts';
import { type Decoded, showValue } from '#shared/wire/wire-record.ts';
import type { ChosenPath } from '../files.ts';
import { headerFields, headerStartFields, noCounts, SNAPSHOT_VERSION, type SnapshotCounts } from './snapshot-format.ts';
import { damagedSnapshot, type SnapshotLine, snapshotLines } from './snapshot-lines.ts';
import { invalidFile, type SourceKind } from './source-file.ts';

/** Rows of a page, about: a transaction of this size keeps the event loop answering. */
const PAGE_ROWS = 5_000;

export interface SnapshotSummary {
  readonly community: Community;
  readonly counts: SnapshotCounts;
}

/**
 * Reads a snapshot to its end without decoding its records: it is whole, and this is the community it holds.
 * @param eachBatch called between batches of lines; throw in it to stop
 * @throws Failure INPUT_INVALID when it is damaged, truncated or no snapshot; CLIENT_TOO_OLD when its version is newer than this console
 */
export async function verifySnapshot(
  file: ChosenPath,
  source: SourceKind,
  eachBatch: () => void = () => {},
): Promise<SnapshotSummary> {
  const lines = snapshotLines(file, source);
  let community: Community | null = null;
  for (;;) {
    const next = await lines.next();
    if (next.done) {
      if (!community) throw damagedSnapshot(file, 'it has no header');
      return { community, counts: { ...noCounts(), ...next.value.counts } };
    }
    community ??= parseHeader(file, next.value[0].text);
    eachBatch();
  }
}

/**
 * The records of a snapshot as change pages of about 5,000 rows; the first page brings the community. A record that does not fit the
 * wire's rules goes to `onBadRow` and is left out. That the file is whole is known when the last page has come: call verifySnapshot
 * before writing anything.
 * @throws as verifySnapshot
 */
export async function* readSnapshot(
  file: ChosenPath,
  source: SourceKind,
  onBadRow: (bad: BadRow) => void,
): AsyncGenerator<ChangePage, void, undefined> {
  const lines = snapshotLines(file, source);
  const seen = noCounts();
  let reader: RecordReader | null = null;
  for (;;) {
    const next = await lines.next();
    if (next.done) {
      const { counts } = next.value;
      const wrong = recordNames.find((name) => (counts[name] ?? 0) !== seen[name]);
      if (wrong)
        throw damagedSnapshot(file, `it holds ${seen[wrong]} ${wrong} records and should hold ${counts[wrong]}`);
      if (reader && (reader.builder.rows > 0 || !reader.hasYielded)) yield reader.builder.take();
      return;
    }
    for (const line of next.value) {
      if (!reader) {
        reader = new RecordReader(parseHeader(file, line.text));
        continue;
      }
      const bad = reader.add(line, seen);
      if (bad) onBadRow(bad);
      if (reader.builder.rows >= PAGE_ROWS) {
        yield reader.builder.take();
        reader.hasYielded = true;
      }
    }
  }
}

function parseHeader(file: ChosenPath, text: string): Community {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    header = null;
  }
  const start = headerStartFields.safeParse(header);
  if (!start.success) {
    throw invalidFile(
      file,
      'this is no snapshot.',
      'Choose a snapshot (.commonwatt) or a CSV file with meter readings.',
    );
  }
  if (start.data.version > SNAPSHOT_VERSION) {
    throw new Failure(
      'CLIENT_TOO_OLD',
      `${file.name}: this snapshot has version ${start.data.version}; this console reads versions up to ${SNAPSHOT_VERSION}.`,
      { remedy: 'Update the console and import it again.', details: { file: file.name, version: start.data.version } },
    );
  }
  const checked = headerFields.omit({ community: true }).safeParse(header);
  const decoded = communityWire.decode((header as { community?: unknown }).community);
  if (!checked.success || !decoded.ok) {
    const field = decoded.ok ? 'created_at' : `community.${decoded.field}`.replace(/\.$/, '');
    const problem = decoded.ok ? 'is not an ISO 8601 time with an offset' : decoded.problem;
    throw invalidFile(file, `row 1, ${field} ${problem}.`, 'Ask whoever wrote the snapshot to correct it.', {
      row: 1,
      field,
    });
  }
  return decoded.record;
}

/** Turns lines into the records of a page builder and checks what a record names. */
class RecordReader {
  readonly builder: PageBuilder;
  hasYielded = false;
  readonly #communityId: string;
  readonly #members = new Set<string>();
  readonly #pseudonyms = new Set<string>();
  readonly #rules = new Set<string>();

  constructor(community: Community) {
    this.#communityId = community.id;
    this.builder = new PageBuilder(community.id);
    this.builder.community = community;
  }

  /** Takes a line; returns why it was refused, or null. */
  add({ number, text }: SnapshotLine, seen: SnapshotCounts): BadRow | null {
    const line = parseLine(text);
    if (!line) return { row: number, field: 'line', value: showValue(text), problem: 'is no record of this format' };
    seen[line.name]++;
    const problem = this.#record(line.name, line.record);
    return problem && { row: number, ...problem, field: `${line.name}.${problem.field}` };
  }

  #record(name: RecordName, wire: unknown): Omit<BadRow, 'row'> | null {
    const { builder } = this;
    switch (name) {
      case 'member':
        return this.#take(communityMemberWire.decode(wire), (member) => {
          this.#members.add(member.id);
          this.#pseudonyms.add(member.anonymizedId);
          builder.members.push(member);
          return null;
        });
      case 'rule':
        return this.#take(tradingRuleWire.decode(wire), (rule) => {
          const unknown = this.#unknownMember('member_id', rule.memberId);
          if (unknown) return unknown;
          this.#rules.add(rule.id);
          builder.rules.push(rule);
          return null;
        });
      case 'signal':
        return this.#take(pricingSignalWire.decode(wire), (signal) => void builder.signals.push(signal));
      case 'reading':
        return this.#take(meterReadingWire.decode(wire), (reading) => {
          const unknown = this.#unknownMember('member_id', reading.memberId);
          return unknown ?? void builder.readings.push(reading);
        });
      case 'clearing':
        return this.#take(clearingWire.decode(wire), (clearing) => {
          const problem = clearing.certificate && this.#certificateProblem(clearing, clearing.certificate.document);
          return problem ?? void builder.clearings.push(clearing);
        });
      case 'offer':
        return this.#take(tradingOfferWire.decode(wire), (offer) => {
          const unknown = this.#unknownMember('member_id', offer.memberId) ?? this.#unknownRule(offer.ruleId);
          return unknown ?? void builder.offers.push(offer);
        });
      case 'trade':
        return this.#take(tradeWire.decode(wire), (trade) => {
          const unknown =
            this.#unknownMember('buyer_id', trade.buyerId) ?? this.#unknownMember('seller_id', trade.sellerId);
          return unknown ?? void builder.trades.push(trade);
        });
    }
  }

  #take<R>(decoded: Decoded<R>, accept: (record: R) => Omit<BadRow, 'row'> | null | void): Omit<BadRow, 'row'> | null {
    if (!decoded.ok) return { field: decoded.field, value: decoded.value, problem: decoded.problem };
    if (decoded.communityId !== null && decoded.communityId !== this.#communityId) {
      return { field: 'community_id', value: decoded.communityId, problem: 'is not the community of this snapshot' };
    }
    return accept(decoded.record) ?? null;
  }

  /** What would keep a certificate from being stored. Whether it is true is for a replay to say. */
  #certificateProblem(clearing: ClearingRecord, certificate: CertificateDocument): Omit<BadRow, 'row'> | null {
    const { id, slot, community_id: communityId } = certificate;
    if (communityId !== this.#communityId) {
      return {
        field: 'certificate.community_id',
        value: communityId,
        problem: 'is not the community of this snapshot',
      };
    }
    if (id !== clearing.id) {
      return { field: 'certificate.id', value: id, problem: 'is not the id of its clearing' };
    }
    if (slot !== clearing.slot) {
      const value = new Date(slot).toISOString();
      return { field: 'certificate.slot', value, problem: 'is not the slot of its clearing' };
    }
    for (const side of ['bids', 'offers'] as const) {
      for (const { member, rule_id } of certificate[side]) {
        const unknown = this.#unknownPseudonym(member) ?? this.#unknownRule(rule_id);
        if (unknown) return { ...unknown, field: `certificate.${side}.${unknown.field}` };
      }
    }
    const twice = repeatedId(certificate);
    return twice && { field: `certificate.${twice.field}`, value: twice.id, problem: 'comes twice' };
  }

  #unknownMember(field: string, id: string): Omit<BadRow, 'row'> | null {
    return this.#members.has(id) ? null : { field, value: id, problem: 'names a member that no earlier row brings' };
  }

  /** A member without a pseudonym stands in a certificate with its id. */
  #unknownPseudonym(member: string): Omit<BadRow, 'row'> | null {
    return this.#pseudonyms.has(member) ? null : this.#unknownMember('member', member);
  }

  #unknownRule(id: string | null): Omit<BadRow, 'row'> | null {
    if (id === null || this.#rules.has(id)) return null;
    return { field: 'rule_id', value: id, problem: 'names a rule that no earlier row brings' };
  }
}

function parseLine(text: string): { name: RecordName; record: unknown } | null {
  try {
    const line = JSON.parse(text) as unknown;
    const entries = typeof line === 'object' && line !== null ? Object.entries(line as Record<string, unknown>) : [];
    const name = recordNames.find((known) => known === entries[0]?.[0]);
    return entries.length === 1 && name ? { name, record: entries[0][1] } : null;
  } catch {
    return null;
  }
}
