import { z } from 'zod';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { type CertificateDocument, repeatedId } from '#shared/wire/certificate.ts';
import { type communityFields, communityMemberWire, communityWire, tradingRuleWire } from '#shared/wire/community.ts';
import { type ClearingRecord, clearingWire, pricingSignalWire } from '#shared/wire/market.ts';
import { PageBuilder } from '#shared/wire/page-builder.ts';
import { recordNames } from '#shared/wire/record-names.ts';
import { settlementEventWire } from '#shared/wire/settlement.ts';
import { COMMUNITY_KIND, PROTOCOL_VERSION, type SyncPage, syncPageFields } from '#shared/wire/sync.ts';
import { firstProblem, showValue, type WireProblem, type WireRecord } from '#shared/wire/wire-record.ts';
import { IdNumbers } from './decode-columns.ts';
import { type Deletion, decodeDeletions, type UnknownDeletion } from './decode-deletions.ts';
import { decodeOffers } from './decode-offers.ts';
import { decodeReadings } from './decode-readings.ts';
import { decodeRecord, type RecordContext, recordProblem, unknownFields } from './decode-record.ts';
import { decodeTrades } from './decode-trades.ts';
import { parseJson } from './hub-call.ts';
import { HubFailure } from './hub-failure.ts';
import { recordKey } from './record-key.ts';
import { HIDDEN } from './sync-state.ts';

export interface DecodeContext {
  /** The community that the page was asked for. */
  readonly communityId: string;
  /** The wire id of the cache's member with this pseudonym: certificates name members so, and the member may have come long ago. */
  memberOfPseudonym(pseudonym: string): string | null;
}

/** What this version does not know of a record, to be kept with its kind and key (PROTOCOL.md L8). */
interface KeptAside {
  readonly kind: string;
  readonly key: string;
  /** JSON of the unknown fields; of an unknown kind, of the whole record. */
  readonly fields: string;
}

/** A page that was read and checked as a whole (PROTOCOL.md L4). */
export interface DecodedPage extends Pick<SyncPage, 'from' | 'next' | 'position' | 'complete' | 'remaining'> {
  /** Single records of before are left out by the hub, epoch ms; null where it left out none. */
  readonly rawFrom: number | null;
  readonly page: ChangePage;
  readonly deletions: readonly Deletion[];
  readonly unknownDeletions: readonly UnknownDeletion[];
  readonly aside: readonly KeptAside[];
  /** The records as they came, by kind: who is not `aside` any more is found by them. */
  readonly changes: SyncPage['changes'];
  /** Records and deletions. */
  readonly count: number;
}

/**
 * Reads and checks a page of the feed.
 * @throws HubFailure HUB_REFUSED when the text is cut or no JSON, CLIENT_TOO_OLD for a newer protocol; Failure INPUT_INVALID naming kind,
 *   row and field when a record does not fit or belongs to another community
 */
export function decodePage(text: string, context: DecodeContext): DecodedPage {
  const { changes, deleted, ...envelope } = readEnvelope(text, context.communityId);
  const aside: KeptAside[] = [];
  const unknown: RecordContext['unknown'] = (kind, record, fields) => {
    aside.push({ kind, key: recordKey(kind, record), fields: JSON.stringify(fields) });
  };
  const cold = decodeFew(changes, context.communityId, unknown);
  const members = new IdNumbers(wireIds(cold, context));
  const rules = new IdNumbers(cold.ruleIds);
  const records: RecordContext = { communityId: context.communityId, members, rules, unknown };
  const { reading = [], offer = [], trade = [] } = changes;
  const page: ChangePage = {
    ...cold,
    ...(reading.length > 0 && { readings: decodeReadings(reading, records) }),
    ...(offer.length > 0 && { offers: decodeOffers(offer, records) }),
    ...(trade.length > 0 && { trades: decodeTrades(trade, records) }),
    memberIds: members.ids,
    ruleIds: rules.ids,
  };
  for (const [kind, list] of Object.entries(changes)) {
    if (knownKinds.has(kind)) continue;
    for (const [row, record] of list.entries()) {
      if (typeof record !== 'object' || record === null) {
        throw recordProblem(kind, row, { field: '', value: showValue(record), problem: 'is no record' });
      }
      aside.push({ kind, key: recordKey(kind, record), fields: JSON.stringify(record) });
    }
  }
  const { deletions, unknown: unknownDeletions } = decodeDeletions(deleted);
  const count = Object.values(changes).reduce((sum, list) => sum + list.length, deleted.length);
  return { ...envelope, rawFrom: envelope.raw_from ?? null, page, deletions, unknownDeletions, aside, changes, count };
}

/** What a hub means that has nothing after a cursor (PROTOCOL.md L17): the page that follows it, complete and empty. */
export function unchangedPage(communityId: string, cursor: string, position: number): DecodedPage {
  return {
    from: cursor,
    next: cursor,
    position,
    complete: true,
    remaining: 0,
    rawFrom: null,
    page: { communityId, memberIds: [], ruleIds: [] },
    deletions: [],
    unknownDeletions: [],
    aside: [],
    changes: {},
    count: 0,
  };
}

const knownKinds: ReadonlySet<string> = new Set([COMMUNITY_KIND, ...recordNames]);

function readEnvelope(text: string, communityId: string): SyncPage {
  const body = parseJson(text);
  const result = z.safeDecode(syncPageFields, body as z.input<typeof syncPageFields>);
  if (!result.success) throw recordProblem('page', 0, firstProblem(result.error, body));
  const envelope = result.data;
  if (envelope.protocol > PROTOCOL_VERSION) {
    throw new HubFailure(
      'CLIENT_TOO_OLD',
      `The hub speaks version ${envelope.protocol} of the protocol; this console speaks ${PROTOCOL_VERSION}. Nothing on this desk was changed or lost.`,
      { remedy: 'Update the console; until then it goes on working with what it has.' },
    );
  }
  if (envelope.community_id !== communityId) {
    const problem = 'is not the community that was asked for';
    throw recordProblem('page', 0, { field: 'community_id', value: showValue(envelope.community_id), problem });
  }
  return envelope;
}

/** The records that are few, by their schemas. The members of certificates are still named as these name them. */
function decodeFew(changes: SyncPage['changes'], communityId: string, unknown: RecordContext['unknown']): ChangePage {
  const builder = new PageBuilder(communityId);
  const eachOf = <S extends z.ZodObject, R>(
    kind: string,
    wire: WireRecord<S, R>,
    take: (record: R) => WireProblem | null | void,
  ): void => {
    for (const [row, value] of (changes[kind] ?? []).entries()) {
      const record = decodeRecord(wire, kind, value, row, communityId);
      const problem = take(record);
      if (problem) throw recordProblem(kind, row, problem);
      const fields = unknownFields(wire.schema, value as object);
      if (fields) unknown(kind, value as object, fields);
    }
  };
  eachOf<typeof communityFields, NonNullable<ChangePage['community']>>(COMMUNITY_KIND, communityWire, (community) => {
    builder.community = community;
    if (community.id === communityId) return null;
    return { field: 'id', value: showValue(community.id), problem: 'is not the community that was asked for' };
  });
  eachOf('member', communityMemberWire, (member) => {
    builder.members.push(member);
    return reservedId(member.id);
  });
  eachOf('rule', tradingRuleWire, (rule) => {
    builder.rules.push(rule);
    return reservedId(rule.id);
  });
  eachOf('signal', pricingSignalWire, (signal) => void builder.signals.push(signal));
  eachOf('clearing', clearingWire, (clearing) => {
    builder.clearings.push(clearing);
    return clearing.certificate && certificateProblem(clearing, clearing.certificate.document, communityId);
  });
  eachOf('settlement', settlementEventWire, (event) => void builder.settlements.push(event));
  return builder.take();
}

function reservedId(id: string): WireProblem | null {
  if (!id.startsWith(HIDDEN)) return null;
  return { field: 'id', value: showValue(id), problem: `begins with ${HIDDEN}, which the console keeps for itself` };
}

/** What would keep a certificate from being stored. Whether it is true is for a replay to say. */
function certificateProblem(
  clearing: ClearingRecord,
  certificate: CertificateDocument,
  communityId: string,
): WireProblem | null {
  const { id, slot, community_id: community } = certificate;
  const problemOf = (field: string, value: unknown, problem: string): WireProblem => ({
    field: `certificate.${field}`,
    value: showValue(value),
    problem,
  });
  if (community !== communityId) return problemOf('community_id', community, 'is not the community that was asked for');
  if (id !== clearing.id) return problemOf('id', id, 'is not the id of its clearing');
  if (slot !== clearing.slot) return problemOf('slot', new Date(slot).toISOString(), 'is not the slot of its clearing');
  const twice = repeatedId(certificate);
  return twice && problemOf(twice.field, twice.id, 'comes twice');
}

/** The members that certificates name, with wire ids in the place of the pseudonyms of those whom an earlier page brought. */
function wireIds({ members, memberIds }: ChangePage, context: DecodeContext): string[] {
  const own = new Set(members?.map(({ id }) => id));
  return memberIds.map((id) => (own.has(id) ? id : (context.memberOfPseudonym(id) ?? id)));
}
