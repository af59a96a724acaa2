import { z } from 'zod';
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
import { clearingTypes, type ClearingType } from '../market/clearing.ts';
import { type CertificateDocument, certificateFields, fingerprint } from './certificate.ts';
import { amount, instant, orderEnergy, percent, price, readingWh, totalEnergy, uid, uuid, version } from './fields.ts';
import { defineWireRecord } from './wire-record.ts';

export const tradingOfferFields = z.object({
  id: uuid,
  community_id: uid,
  member_id: uid,
  type: z.enum(offerTypes),
  quantity_kwh: orderEnergy,
  remaining_kwh: orderEnergy,
  /** null is a market order. */
  price_per_kwh: price.nullable(),
  time_window_start: instant,
  time_window_end: instant,
  status: z.enum(offerStatuses),
  created_at: instant,
  rule_id: uid.nullish(),
  rule_version: version.nullish(),
});

/** `TradingOffer`. */
export const tradingOfferWire = defineWireRecord<typeof tradingOfferFields, Offer>(
  tradingOfferFields,
  (wire) => ({
    id: wire.id,
    memberId: wire.member_id,
    type: wire.type,
    quantityWh: wire.quantity_kwh,
    remainingWh: wire.remaining_kwh,
    price: wire.price_per_kwh,
    windowStart: wire.time_window_start,
    windowEnd: wire.time_window_end,
    status: wire.status,
    createdAt: wire.created_at,
    ruleId: wire.rule_id ?? null,
    ruleVersion: wire.rule_version ?? null,
  }),
  (offer, communityId) => ({
    id: offer.id,
    community_id: communityId,
    member_id: offer.memberId,
    type: offer.type,
    quantity_kwh: offer.quantityWh,
    remaining_kwh: offer.remainingWh,
    price_per_kwh: offer.price,
    time_window_start: offer.windowStart,
    time_window_end: offer.windowEnd,
    status: offer.status,
    created_at: offer.createdAt,
    rule_id: offer.ruleId,
    rule_version: offer.ruleVersion,
  }),
);

export const tradeFields = z.object({
  id: uuid,
  community_id: uid,
  buyer_id: uid,
  seller_id: uid,
  quantity_kwh: orderEnergy,
  price_per_kwh: price,
  /** As it was settled; where it is not quantity x price, that is a finding (AMOUNT_MISMATCH), not a mistake of the wire. */
  total_amount: amount,
  executed_at: instant,
  settlement_status: z.enum(settlementStatuses),
  failure_code: z.enum(failureCodes).nullish(),
  slot: instant,
  clearing_id: uuid.nullish(),
  buy_offer_id: uuid.nullish(),
  sell_offer_id: uuid.nullish(),
  version: version,
});

/** `Trade`. */
export const tradeWire = defineWireRecord<typeof tradeFields, Trade>(
  tradeFields,
  (wire) => ({
    id: wire.id,
    buyerId: wire.buyer_id,
    sellerId: wire.seller_id,
    quantityWh: wire.quantity_kwh,
    price: wire.price_per_kwh,
    amount: wire.total_amount,
    executedAt: wire.executed_at,
    settlementStatus: wire.settlement_status,
    failureCode: wire.failure_code ?? null,
    slot: wire.slot,
    clearingId: wire.clearing_id ?? null,
    buyOfferId: wire.buy_offer_id ?? null,
    sellOfferId: wire.sell_offer_id ?? null,
    version: wire.version,
  }),
  (trade, communityId) => ({
    id: trade.id,
    community_id: communityId,
    buyer_id: trade.buyerId,
    seller_id: trade.sellerId,
    quantity_kwh: trade.quantityWh,
    price_per_kwh: trade.price,
    total_amount: trade.amount,
    executed_at: trade.executedAt,
    settlement_status: trade.settlementStatus,
    failure_code: trade.failureCode,
    slot: trade.slot,
    clearing_id: trade.clearingId,
    buy_offer_id: trade.buyOfferId,
    sell_offer_id: trade.sellOfferId,
    version: trade.version,
  }),
);

export const pricingSignalFields = z.object({
  /** The cache names a signal by community and slot, so the id is the hub's own affair. */
  id: z.string().max(64).optional(),
  community_id: uid,
  timestamp: instant,
  p2p_price: price.nullable(),
  grid_import_price: price,
  grid_export_price: price,
  forecast_next_hour: price.nullable(),
  signal: z.enum(signalKinds),
});

/** `PricingSignal`; its `timestamp` is the slot. */
export const pricingSignalWire = defineWireRecord<typeof pricingSignalFields, PricingSignal>(
  pricingSignalFields,
  (wire) => ({
    slot: wire.timestamp,
    p2pPrice: wire.p2p_price,
    gridImportPrice: wire.grid_import_price,
    gridExportPrice: wire.grid_export_price,
    forecastNextHour: wire.forecast_next_hour,
    signal: wire.signal,
  }),
  (signal, communityId) => ({
    community_id: communityId,
    timestamp: signal.slot,
    p2p_price: signal.p2pPrice,
    grid_import_price: signal.gridImportPrice,
    grid_export_price: signal.gridExportPrice,
    forecast_next_hour: signal.forecastNextHour,
    signal: signal.signal,
  }),
);

export const meterReadingFields = z.object({
  member_id: uid,
  slot: instant,
  produced_wh: readingWh,
  consumed_wh: readingWh,
  imported_wh: readingWh,
  exported_wh: readingWh,
  battery_soc: percent.nullish(),
  quality: z.enum(readingQualities),
  revision: version,
});

/** `MeterReading`: the one record whose energy is whole Wh on the wire too. */
export const meterReadingWire = defineWireRecord<typeof meterReadingFields, MeterReading>(
  meterReadingFields,
  (wire) => ({
    memberId: wire.member_id,
    slot: wire.slot,
    producedWh: wire.produced_wh,
    consumedWh: wire.consumed_wh,
    importedWh: wire.imported_wh,
    exportedWh: wire.exported_wh,
    batterySoc: wire.battery_soc ?? null,
    quality: wire.quality,
    revision: wire.revision,
  }),
  (reading) => ({
    member_id: reading.memberId,
    slot: reading.slot,
    produced_wh: reading.producedWh,
    consumed_wh: reading.consumedWh,
    imported_wh: reading.importedWh,
    exported_wh: reading.exportedWh,
    battery_soc: reading.batterySoc,
    quality: reading.quality,
    revision: reading.revision,
  }),
);

/** A clearing's outcome, and the certificate of what it was computed from. Units as in `ClearingColumns`. */
export interface ClearingRecord {
  readonly id: string;
  readonly slot: number;
  readonly type: ClearingType;
  readonly price: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  readonly quantityWh: number;
  readonly marginalQuantityWh: number;
  readonly marginalTotalWh: number;
  readonly certificate: { readonly document: CertificateDocument; readonly fingerprint: string } | null;
}

export const clearingFields = z
  .object({
    id: uuid,
    community_id: uid,
    slot: instant,
    type: z.enum(clearingTypes),
    clearing_price: price.nullable(),
    clearing_quantity_kwh: totalEnergy,
    /** The whole set of clearing prices. */
    interval: z.tuple([price, price]).nullable(),
    marginal_quantity_kwh: totalEnergy,
    /** marginal_quantity_kwh / marginal_total_kwh is the marginal fraction. */
    marginal_total_kwh: totalEnergy,
    /** Both or none. */
    certificate: certificateFields.nullish(),
    fingerprint: fingerprint.nullish(),
  })
  .refine(({ certificate, fingerprint: seal }) => (certificate == null) === (seal == null), {
    path: ['fingerprint'],
    error: 'does not come with a certificate',
  });

/** A clearing, its outcome in the names that `match` prints. */
export const clearingWire = defineWireRecord<typeof clearingFields, ClearingRecord>(
  clearingFields,
  (wire) => ({
    id: wire.id,
    slot: wire.slot,
    type: wire.type,
    price: wire.clearing_price,
    interval: wire.interval,
    quantityWh: wire.clearing_quantity_kwh,
    marginalQuantityWh: wire.marginal_quantity_kwh,
    marginalTotalWh: wire.marginal_total_kwh,
    certificate:
      wire.certificate && wire.fingerprint ? { document: wire.certificate, fingerprint: wire.fingerprint } : null,
  }),
  (clearing, communityId) => ({
    id: clearing.id,
    community_id: communityId,
    slot: clearing.slot,
    type: clearing.type,
    clearing_price: clearing.price,
    clearing_quantity_kwh: clearing.quantityWh,
    interval: clearing.interval === null ? null : [...clearing.interval],
    marginal_quantity_kwh: clearing.marginalQuantityWh,
    marginal_total_kwh: clearing.marginalTotalWh,
    certificate: clearing.certificate?.document,
    fingerprint: clearing.certificate?.fingerprint,
  }),
);
