/** The rows of a change page's columns as records. */
import type {
  ClearingRecordColumns,
  OfferColumns,
  ReadingColumns,
  SignalColumns,
  TradeColumns,
} from '../domain/change-page.ts';
import {
  failureCodes,
  type MeterReading,
  type Offer,
  offerStatuses,
  offerTypes,
  type PricingSignal,
  readingQualities,
  settlementStatuses,
  signalKinds,
  type Trade,
} from '../domain/records.ts';
import { isZeroUuid, uuidText } from '../domain/uuid.ts';
import { clearingTypes } from '../market/clearing.ts';
import type { ClearingRecord } from './market.ts';

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function uuidOrNull(bytes: Uint8Array, row: number): string | null {
  return isZeroUuid(bytes, row) ? null : uuidText(bytes, row);
}

/** Row `row` of the signals. */
export function signalAt(columns: SignalColumns, row: number): PricingSignal {
  return {
    slot: columns.slot[row],
    p2pPrice: orNull(columns.p2pPrice[row]),
    gridImportPrice: columns.gridImportPrice[row],
    gridExportPrice: columns.gridExportPrice[row],
    forecastNextHour: orNull(columns.forecastNextHour[row]),
    signal: signalKinds[columns.signal[row]],
  };
}

/** Row `row` of the readings. */
export function readingAt(columns: ReadingColumns, row: number, memberIds: readonly string[]): MeterReading {
  return {
    memberId: memberIds[columns.member[row]],
    slot: columns.slot[row],
    producedWh: columns.producedWh[row],
    consumedWh: columns.consumedWh[row],
    importedWh: columns.importedWh[row],
    exportedWh: columns.exportedWh[row],
    batterySoc: columns.batterySoc[row] < 0 ? null : columns.batterySoc[row],
    quality: readingQualities[columns.quality[row]],
    revision: columns.revision[row],
  };
}

/** Row `row` of the clearings; its certificate stands elsewhere in the page. */
export function clearingAt(columns: ClearingRecordColumns, row: number): Omit<ClearingRecord, 'certificate'> {
  const low = orNull(columns.intervalLow[row]);
  const high = orNull(columns.intervalHigh[row]);
  return {
    id: uuidText(columns.id, row),
    slot: columns.slot[row],
    type: clearingTypes[columns.type[row]],
    price: orNull(columns.price[row]),
    interval: low === null || high === null ? null : [low, high],
    quantityWh: columns.quantityWh[row],
    marginalQuantityWh: columns.marginalQuantityWh[row],
    marginalTotalWh: columns.marginalTotalWh[row],
  };
}

/** Row `row` of the offers. */
export function offerAt(
  columns: OfferColumns,
  row: number,
  memberIds: readonly string[],
  ruleIds: readonly string[],
): Offer {
  const isByRule = columns.rule[row] >= 0;
  return {
    id: uuidText(columns.id, row),
    memberId: memberIds[columns.member[row]],
    type: offerTypes[columns.type[row]],
    quantityWh: columns.quantityWh[row],
    remainingWh: columns.remainingWh[row],
    price: orNull(columns.price[row]),
    windowStart: columns.windowStart[row],
    windowEnd: columns.windowEnd[row],
    status: offerStatuses[columns.status[row]],
    createdAt: columns.createdAt[row],
    ruleId: isByRule ? ruleIds[columns.rule[row]] : null,
    ruleVersion: isByRule ? columns.ruleVersion[row] : null,
  };
}

/** Row `row` of the trades. */
export function tradeAt(columns: TradeColumns, row: number, memberIds: readonly string[]): Trade {
  return {
    id: uuidText(columns.id, row),
    buyerId: memberIds[columns.buyer[row]],
    sellerId: memberIds[columns.seller[row]],
    quantityWh: columns.quantityWh[row],
    price: columns.price[row],
    amount: columns.amount[row],
    executedAt: columns.executedAt[row],
    settlementStatus: settlementStatuses[columns.status[row]],
    failureCode: columns.failureCode[row] < 0 ? null : failureCodes[columns.failureCode[row]],
    slot: columns.slot[row],
    clearingId: uuidOrNull(columns.clearingId, row),
    buyOfferId: uuidOrNull(columns.buyOfferId, row),
    sellOfferId: uuidOrNull(columns.sellOfferId, row),
    version: columns.version[row],
  };
}
