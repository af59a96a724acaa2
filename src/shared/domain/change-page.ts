/**
 * A page of changes to one community: what every source (simulator, snapshot, CSV, hub) hands to the engine and what
 * `engine/sync/apply` writes in one transaction. The few records are objects; the many are columns, one typed array per field, so that
 * a page of thousands of rows crosses a thread without an object per row.
 *
 * Columns name members and rules by their index in `memberIds` and `ruleIds` (wire ids), -1 where there is none. Ids of offers, trades
 * and clearings are UUIDs: 16 bytes each, row after row (`shared/domain/uuid`).
 */
import type { Certificate } from '../market/certificate.ts';
import type { SettlementEvent } from '../settlement/events.ts';
import type { Community, Member, Rule } from './records.ts';

export interface ReadingColumns {
  readonly count: number;
  readonly slot: Float64Array;
  readonly member: Int32Array;
  readonly producedWh: Int32Array;
  readonly consumedWh: Int32Array;
  readonly importedWh: Int32Array;
  readonly exportedWh: Int32Array;
  /** Percent 0..100, -1 without a battery. */
  readonly batterySoc: Int8Array;
  /** Index into `readingQualities`. */
  readonly quality: Uint8Array;
  readonly revision: Int32Array;
}

/** Prices in micro-currency per kWh; NaN where there is none. */
export interface SignalColumns {
  readonly count: number;
  readonly slot: Float64Array;
  readonly p2pPrice: Float64Array;
  readonly gridImportPrice: Float64Array;
  readonly gridExportPrice: Float64Array;
  readonly forecastNextHour: Float64Array;
  /** Index into `signalKinds`. */
  readonly signal: Uint8Array;
}

/** One clearing a row; prices NaN where there is none. */
export interface ClearingRecordColumns {
  readonly count: number;
  readonly id: Uint8Array;
  readonly slot: Float64Array;
  /** Index into `clearingTypes` of `shared/market/clearing`. */
  readonly type: Uint8Array;
  readonly price: Float64Array;
  readonly intervalLow: Float64Array;
  readonly intervalHigh: Float64Array;
  readonly quantityWh: Float64Array;
  readonly marginalQuantityWh: Float64Array;
  readonly marginalTotalWh: Float64Array;
}

export interface OfferColumns {
  readonly count: number;
  readonly id: Uint8Array;
  readonly member: Int32Array;
  /** Index into `offerTypes`. */
  readonly type: Uint8Array;
  readonly quantityWh: Int32Array;
  readonly remainingWh: Int32Array;
  /** NaN is a market order. */
  readonly price: Float64Array;
  readonly windowStart: Float64Array;
  readonly windowEnd: Float64Array;
  /** Index into `offerStatuses`. */
  readonly status: Uint8Array;
  readonly createdAt: Float64Array;
  readonly rule: Int32Array;
  readonly ruleVersion: Int32Array;
}

export interface TradeColumns {
  readonly count: number;
  readonly id: Uint8Array;
  readonly slot: Float64Array;
  readonly executedAt: Float64Array;
  readonly buyer: Int32Array;
  readonly seller: Int32Array;
  readonly quantityWh: Int32Array;
  readonly price: Float64Array;
  readonly amount: Float64Array;
  /** Index into `settlementStatuses`. */
  readonly status: Uint8Array;
  /** Index into `failureCodes`, -1 when the trade did not fail. */
  readonly failureCode: Int8Array;
  readonly version: Int32Array;
  /** 16 bytes a row; all zero where there is none. */
  readonly clearingId: Uint8Array;
  readonly buyOfferId: Uint8Array;
  readonly sellOfferId: Uint8Array;
}

export interface ChangePage {
  readonly communityId: string;
  readonly community?: Community;
  readonly members?: readonly Member[];
  /** Rule versions; every version is kept. */
  readonly rules?: readonly Rule[];
  readonly memberIds: readonly string[];
  readonly ruleIds: readonly string[];
  readonly signals?: SignalColumns;
  readonly readings?: ReadingColumns;
  readonly clearings?: ClearingRecordColumns;
  /** Of clearings of this page or an earlier one; their member and rule numbers are places in `memberIds` and `ruleIds`. */
  readonly certificates?: readonly Certificate[];
  readonly offers?: OfferColumns;
  readonly trades?: TradeColumns;
  /** Steps in the cases of failed trades of this page or an earlier one. */
  readonly settlements?: readonly SettlementEvent[];
}
