import type {
  ChangePage,
  ClearingRecordColumns,
  OfferColumns,
  ReadingColumns,
  SignalColumns,
  TradeColumns,
} from '../domain/change-page.ts';
import {
  type Community,
  failureCodes,
  type Member,
  type MeterReading,
  type Offer,
  offerStatuses,
  offerTypes,
  type PricingSignal,
  readingQualities,
  type Rule,
  settlementStatuses,
  signalKinds,
  type Trade,
} from '../domain/records.ts';
import { putUuid } from '../domain/uuid.ts';
import { clearingTypes } from '../market/clearing.ts';
import type { SettlementEvent } from '../settlement/events.ts';
import { certificateOf, type Numbering } from './certificate.ts';
import type { ClearingRecord } from './market.ts';

/** Wire ids numbered in the order they come. */
class IdList {
  readonly ids: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of `id`; -1 for null. */
  number(id: string | null): number {
    if (id === null) return -1;
    let number = this.#numbers.get(id);
    if (number === undefined) {
      number = this.ids.push(id) - 1;
      this.#numbers.set(id, number);
    }
    return number;
  }
}

/** Collects records and turns them into the columns of change pages. */
export class PageBuilder {
  readonly #communityId: string;
  #community: Community | undefined;
  readonly members: Member[] = [];
  readonly rules: Rule[] = [];
  readonly signals: PricingSignal[] = [];
  readonly readings: MeterReading[] = [];
  readonly clearings: ClearingRecord[] = [];
  readonly offers: Offer[] = [];
  readonly trades: Trade[] = [];
  readonly settlements: SettlementEvent[] = [];
  /** The wire ids of all members so far, by pseudonym; one that somebody has now is theirs. */
  readonly #idOfPseudonym = new Map<string, string>();

  constructor(communityId: string) {
    this.#communityId = communityId;
  }

  set community(community: Community) {
    this.#community = community;
  }

  /** Records collected since the last page; the community counts as none. */
  get rows(): number {
    const { members, rules, signals, readings, clearings, offers, trades, settlements } = this;
    const lists = [members, rules, signals, readings, clearings, offers, trades, settlements];
    return lists.reduce((sum, list) => sum + list.length, 0);
  }

  /** The page of everything collected; the builder is empty afterwards. Throws a RangeError when an id of a row is not a UUID. */
  take(): ChangePage {
    for (const { id, formerAnonymizedIds = [] } of this.members) {
      for (const former of formerAnonymizedIds) this.#idOfPseudonym.set(former, id);
    }
    for (const { id, anonymizedId } of this.members) this.#idOfPseudonym.set(anonymizedId, id);
    const members = new IdList();
    const rules = new IdList();
    const page: ChangePage = {
      communityId: this.#communityId,
      ...(this.#community && { community: this.#community }),
      ...(this.members.length > 0 && { members: this.members.splice(0) }),
      ...(this.rules.length > 0 && { rules: this.rules.splice(0) }),
      ...(this.signals.length > 0 && { signals: signalColumns(this.signals.splice(0)) }),
      ...(this.readings.length > 0 && { readings: readingColumns(this.readings.splice(0), members) }),
      ...(this.clearings.length > 0 && clearingParts(this.clearings.splice(0), this.#numbering(members, rules))),
      ...(this.offers.length > 0 && { offers: offerColumns(this.offers.splice(0), members, rules) }),
      ...(this.trades.length > 0 && { trades: tradeColumns(this.trades.splice(0), members) }),
      ...(this.settlements.length > 0 && { settlements: this.settlements.splice(0) }),
      memberIds: members.ids,
      ruleIds: rules.ids,
    };
    this.#community = undefined;
    return page;
  }

  /** Certificates name members by pseudonym, everything else by wire id. */
  #numbering(members: IdList, rules: IdList): Numbering {
    return {
      member: (pseudonym) => members.number(this.#idOfPseudonym.get(pseudonym) ?? pseudonym),
      rule: (id) => rules.number(id),
    };
  }
}

function signalColumns(rows: readonly PricingSignal[]): SignalColumns {
  return {
    count: rows.length,
    slot: Float64Array.from(rows, (row) => row.slot),
    p2pPrice: Float64Array.from(rows, (row) => row.p2pPrice ?? NaN),
    gridImportPrice: Float64Array.from(rows, (row) => row.gridImportPrice),
    gridExportPrice: Float64Array.from(rows, (row) => row.gridExportPrice),
    forecastNextHour: Float64Array.from(rows, (row) => row.forecastNextHour ?? NaN),
    signal: Uint8Array.from(rows, (row) => signalKinds.indexOf(row.signal)),
  };
}

function readingColumns(rows: readonly MeterReading[], members: IdList): ReadingColumns {
  return {
    count: rows.length,
    slot: Float64Array.from(rows, (row) => row.slot),
    member: Int32Array.from(rows, (row) => members.number(row.memberId)),
    producedWh: Int32Array.from(rows, (row) => row.producedWh),
    consumedWh: Int32Array.from(rows, (row) => row.consumedWh),
    importedWh: Int32Array.from(rows, (row) => row.importedWh),
    exportedWh: Int32Array.from(rows, (row) => row.exportedWh),
    batterySoc: Int8Array.from(rows, (row) => row.batterySoc ?? -1),
    quality: Uint8Array.from(rows, (row) => readingQualities.indexOf(row.quality)),
    revision: Int32Array.from(rows, (row) => row.revision),
  };
}

function clearingParts(
  rows: readonly ClearingRecord[],
  numbering: Numbering,
): Pick<ChangePage, 'clearings' | 'certificates'> {
  const certificates = rows.flatMap(({ certificate }) =>
    certificate === null ? [] : [certificateOf(certificate.document, certificate.fingerprint, numbering)],
  );
  return { clearings: clearingColumns(rows), ...(certificates.length > 0 && { certificates }) };
}

function clearingColumns(rows: readonly ClearingRecord[]): ClearingRecordColumns {
  return {
    count: rows.length,
    id: uuids(rows, (row) => row.id),
    slot: Float64Array.from(rows, (row) => row.slot),
    type: Uint8Array.from(rows, (row) => clearingTypes.indexOf(row.type)),
    price: Float64Array.from(rows, (row) => row.price ?? NaN),
    intervalLow: Float64Array.from(rows, (row) => row.interval?.[0] ?? NaN),
    intervalHigh: Float64Array.from(rows, (row) => row.interval?.[1] ?? NaN),
    quantityWh: Float64Array.from(rows, (row) => row.quantityWh),
    marginalQuantityWh: Float64Array.from(rows, (row) => row.marginalQuantityWh),
    marginalTotalWh: Float64Array.from(rows, (row) => row.marginalTotalWh),
  };
}

function offerColumns(rows: readonly Offer[], members: IdList, rules: IdList): OfferColumns {
  return {
    count: rows.length,
    id: uuids(rows, (row) => row.id),
    member: Int32Array.from(rows, (row) => members.number(row.memberId)),
    type: Uint8Array.from(rows, (row) => offerTypes.indexOf(row.type)),
    quantityWh: Int32Array.from(rows, (row) => row.quantityWh),
    remainingWh: Int32Array.from(rows, (row) => row.remainingWh),
    price: Float64Array.from(rows, (row) => row.price ?? NaN),
    windowStart: Float64Array.from(rows, (row) => row.windowStart),
    windowEnd: Float64Array.from(rows, (row) => row.windowEnd),
    status: Uint8Array.from(rows, (row) => offerStatuses.indexOf(row.status)),
    createdAt: Float64Array.from(rows, (row) => row.createdAt),
    rule: Int32Array.from(rows, (row) => rules.number(row.ruleId)),
    ruleVersion: Int32Array.from(rows, (row) => row.ruleVersion ?? -1),
  };
}

function tradeColumns(rows: readonly Trade[], members: IdList): TradeColumns {
  return {
    count: rows.length,
    id: uuids(rows, (row) => row.id),
    slot: Float64Array.from(rows, (row) => row.slot),
    executedAt: Float64Array.from(rows, (row) => row.executedAt),
    buyer: Int32Array.from(rows, (row) => members.number(row.buyerId)),
    seller: Int32Array.from(rows, (row) => members.number(row.sellerId)),
    quantityWh: Int32Array.from(rows, (row) => row.quantityWh),
    price: Float64Array.from(rows, (row) => row.price),
    amount: Float64Array.from(rows, (row) => row.amount),
    status: Uint8Array.from(rows, (row) => settlementStatuses.indexOf(row.settlementStatus)),
    failureCode: Int8Array.from(rows, (row) => (row.failureCode === null ? -1 : failureCodes.indexOf(row.failureCode))),
    version: Int32Array.from(rows, (row) => row.version),
    clearingId: uuids(rows, (row) => row.clearingId),
    buyOfferId: uuids(rows, (row) => row.buyOfferId),
    sellOfferId: uuids(rows, (row) => row.sellOfferId),
  };
}

function uuids<R>(rows: readonly R[], idOf: (row: R) => string | null): Uint8Array {
  const bytes = new Uint8Array(rows.length * 16);
  for (const [row, record] of rows.entries()) {
    const id = idOf(record);
    if (id !== null) putUuid(bytes, row, id);
  }
  return bytes;
}
