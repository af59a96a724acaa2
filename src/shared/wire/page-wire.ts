/** A change page as the wire records that snapshots and the hub's feed are made of. */
import type { ChangePage } from '../domain/change-page.ts';
import { certificateText, clearAgain } from '../market/certificate.ts';
import { hex } from '../market/replay.ts';
import { communityMemberWire, tradingRuleWire } from './community.ts';
import { clearingWire, meterReadingWire, pricingSignalWire, tradeWire, tradingOfferWire } from './market.ts';
import { clearingAt, offerAt, readingAt, signalAt, tradeAt } from './page-records.ts';
import type { RecordName } from './record-names.ts';
import { settlementEventWire } from './settlement.ts';

/**
 * The wire records of a page without the community: members and rules before what names them.
 * @param pseudonyms of all members so far, by wire id
 * @throws RangeError when a record has no wire form, or a certificate comes without its clearing
 */
export function* pageRecords(
  page: ChangePage,
  pseudonyms: ReadonlyMap<string, string>,
): Generator<[RecordName, object]> {
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
  for (const event of page.settlements ?? []) yield ['settlement', settlementEventWire.encode(event, communityId)];
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
