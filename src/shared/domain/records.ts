/**
 * The records of DOMAIN.md section 2 in the integer forms that the engine computes with: energy in Wh, prices in micro-currency
 * per kWh, amounts in micro-currency, times in UTC epoch milliseconds. The decimal wire forms are in `shared/wire`.
 */

export const memberRoles = ['prosumer', 'consumer'] as const;
export type MemberRole = (typeof memberRoles)[number];

export const offerTypes = ['buy', 'sell'] as const;
export type OfferType = (typeof offerTypes)[number];

export const offerStatuses = ['active', 'matched', 'expired', 'cancelled'] as const;
export type OfferStatus = (typeof offerStatuses)[number];

export const settlementStatuses = ['pending', 'settled', 'failed'] as const;
export type SettlementStatus = (typeof settlementStatuses)[number];

export const signalKinds = ['buy', 'sell', 'neutral'] as const;
export type SignalKind = (typeof signalKinds)[number];

export const readingQualities = ['measured', 'estimated', 'missing'] as const;
export type ReadingQuality = (typeof readingQualities)[number];

/** DOMAIN.md section 6. The order is the code stored in the cache: append only. */
export const failureCodes = [
  'INSUFFICIENT_BALANCE',
  'RULE_CONFLICT',
  'OFFER_EXPIRED',
  'PRICE_OUT_OF_RANGE',
  'METER_READING_MISSING',
  'METER_READING_LATE',
  'METER_READING_REVISED',
  'QUANTITY_EXCEEDS_METER',
  'MEMBER_INACTIVE',
  'TARIFF_MISSING',
  'MANDATE_MISSING',
  'BANK_RETURN',
  'AMOUNT_MISMATCH',
  'DUPLICATE',
  'NETWORK_FAILURE',
  'UNKNOWN',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** How the community clears its market. Prices in micro-currency per kWh. */
interface MarketParameters {
  readonly mechanism: string;
  readonly slotMinutes: number;
  readonly priceFloor: number;
  readonly priceCap: number;
}

export interface Community {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly district: string;
  readonly postcodeZone: string;
  readonly createdAt: number;
  readonly isActive: boolean;
  /** IANA name; local time exists only at the edge. */
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
  /** ISO 3166-1 alpha-3 of the grid, for the emission factor; null when unknown. */
  readonly country: string | null;
  /** GeoJSON FeatureCollection text of the community's area, or null. */
  readonly boundary: string | null;
  readonly market: MarketParameters;
  /** True for invented data: shown everywhere. */
  readonly isDemo: boolean;
  /** True when the trades were computed here from real readings (no such trade took place): shown everywhere. */
  readonly hasSimulatedTrades: boolean;
}

export interface Member {
  readonly id: string;
  /** Never leaves the privacy area of the engine; empty where the source did not say. */
  readonly userId: string;
  readonly anonymizedId: string;
  /** Names that certificates of before know it by: pseudonyms it had once, or its wire id from when it had none. */
  readonly formerAnonymizedIds?: readonly string[];
  readonly role: MemberRole;
  readonly joinedAt: number;
  readonly leftAt: number | null;
  /** 0..100, or null while the member is new. */
  readonly reputationScore: number | null;
  readonly isActive: boolean;
  /** Watt-peak; 0 for a consumer. */
  readonly pvCapacityWp: number;
  readonly batteryCapacityWh: number;
  /** An h3 cell, never an address; null when unknown. */
  readonly mapCell: string | null;
  readonly balance: number;
  readonly creditLimit: number;
}

export interface Rule {
  readonly id: string;
  readonly version: number;
  readonly memberId: string;
  readonly type: OfferType;
  readonly maxQuantityWh: number | null;
  /** Limit when buying; micro-currency per kWh. */
  readonly maxPrice: number | null;
  /** Limit when selling; micro-currency per kWh. */
  readonly minPrice: number | null;
  /** Percent, 0..100. */
  readonly minBatterySoc: number | null;
  /** DOMAIN.md grammar, e.g. `Mo-Fr 06:00-09:00`. */
  readonly timeWindows: readonly string[];
  readonly isEnabled: boolean;
  readonly createdAt: number;
  /** When this version began to hold. */
  readonly validFrom: number;
  /** Who made this version, in the words of its source; null where it does not say. */
  readonly changedBy: string | null;
  /** Why this version was made, in the words of who made it; null where nothing was said. */
  readonly changeReason: string | null;
  readonly lastMatchedAt: number | null;
}

export interface Offer {
  readonly id: string;
  readonly memberId: string;
  readonly type: OfferType;
  readonly quantityWh: number;
  readonly remainingWh: number;
  /** null is a market order. */
  readonly price: number | null;
  readonly windowStart: number;
  readonly windowEnd: number;
  readonly status: OfferStatus;
  readonly createdAt: number;
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
}

export interface Trade {
  readonly id: string;
  readonly buyerId: string;
  readonly sellerId: string;
  readonly quantityWh: number;
  readonly price: number;
  readonly amount: number;
  readonly executedAt: number;
  readonly settlementStatus: SettlementStatus;
  readonly failureCode: FailureCode | null;
  readonly slot: number;
  readonly clearingId: string | null;
  readonly buyOfferId: string | null;
  readonly sellOfferId: string | null;
  readonly version: number;
}

export interface PricingSignal {
  readonly slot: number;
  /** The community's clearing price; null when nothing cleared. */
  readonly p2pPrice: number | null;
  /** Retail tariff. */
  readonly gridImportPrice: number;
  /** Feed-in tariff. */
  readonly gridExportPrice: number;
  readonly forecastNextHour: number | null;
  readonly signal: SignalKind;
}

export interface MeterReading {
  readonly memberId: string;
  readonly slot: number;
  readonly producedWh: number;
  readonly consumedWh: number;
  readonly importedWh: number;
  readonly exportedWh: number;
  /** Percent, 0..100; null without a battery. */
  readonly batterySoc: number | null;
  readonly quality: ReadingQuality;
  readonly revision: number;
}
