/** The lines of a snapshot as records. */
import type { BadRow } from '../contract/imports.ts';
import type { Community } from '../domain/records.ts';
import { type CertificateDocument, repeatedId } from './certificate.ts';
import { communityMemberWire, tradingRuleWire } from './community.ts';
import {
  type ClearingRecord,
  clearingWire,
  meterReadingWire,
  pricingSignalWire,
  tradeWire,
  tradingOfferWire,
} from './market.ts';
import { PageBuilder } from './page-builder.ts';
import { type RecordName, recordNames } from './record-names.ts';
import { noCounts } from './snapshot-format.ts';
import { settlementEventWire } from './settlement.ts';
import { type Decoded, showValue } from './wire-record.ts';

export interface SnapshotLine {
  /** Counted from 1, the header. */
  readonly number: number;
  readonly text: string;
}

/** Turns lines into the records of a page builder and checks what a record names. */
export class RecordReader {
  /** What has been read since its last page. */
  readonly builder: PageBuilder;
  /** Lines of each record so far, bad rows among them. */
  readonly seen = noCounts();
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
  add({ number, text }: SnapshotLine): BadRow | null {
    const line = parseLine(text);
    if (!line) return { row: number, field: 'line', value: showValue(text), problem: 'is no record of this format' };
    this.seen[line.name]++;
    const problem = this.#record(line.name, line.record);
    return problem && { row: number, ...problem, field: `${line.name}.${problem.field}` };
  }

  #record(name: RecordName, wire: unknown): Omit<BadRow, 'row'> | null {
    const { builder } = this;
    switch (name) {
      case 'member':
        return this.#take(communityMemberWire.decode(wire), (member) => {
          this.#members.add(member.id);
          for (const pseudonym of [member.anonymizedId, ...(member.formerAnonymizedIds ?? [])])
            this.#pseudonyms.add(pseudonym);
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
      case 'settlement':
        return this.#take(settlementEventWire.decode(wire), (event) => void builder.settlements.push(event));
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
