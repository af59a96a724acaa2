import fc from 'fast-check';
import {
  type Community,
  failureCodes,
  type Member,
  memberRoles,
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
} from '#shared/domain/records.ts';
import { clearingTypes } from '#shared/market/clearing.ts';
import { type Resolution, type SettlementEvent, settlementEventKinds } from '#shared/settlement/events.ts';
import type { ClearingRecord } from '#shared/wire/market.ts';

const MAX_WH = 2_147_483_647;
/** Beyond this the nearest double no longer prints as the decimal. */
const MAX_MICRO = 999_999_999_999_999;

const time = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2199, 11, 31) });
const wh = fc.oneof(fc.nat({ max: 5000 }), fc.nat({ max: MAX_WH }));
const totalWh = fc.oneof(wh, fc.nat({ max: MAX_MICRO }));
const micro = fc.oneof(
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
  fc.integer({ min: -MAX_MICRO, max: MAX_MICRO }),
);
const percent = fc.nat({ max: 100 });
const version = fc.nat({ max: MAX_WH });
const text = fc.string({ maxLength: 40, unit: 'grapheme' });
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);

export const memberIds = ['member-1', 'member-2', 'member-3'] as const;
export const ruleIds = ['rule-1', 'rule-2'] as const;
const memberId = fc.constantFrom(...memberIds);

export const communities: fc.Arbitrary<Community> = fc.record({
  id: fc.constant('community-1'),
  name: fc.string({ minLength: 1, maxLength: 40 }),
  description: text,
  district: text,
  postcodeZone: fc.constantFrom('', '79100', 'D-79'),
  createdAt: time,
  isActive: fc.boolean(),
  timeZone: fc.constantFrom('Europe/Berlin', 'Asia/Kolkata', 'UTC'),
  currency: fc.constantFrom('EUR', 'CHF'),
  country: orNull(fc.constantFrom('DEU', 'CHE')),
  boundary: orNull(fc.constant('{"type":"FeatureCollection","features":[],"name":"Vauban"}')),
  market: fc.record({
    mechanism: fc.constantFrom('uniform-price', 'pay-as-bid'),
    slotMinutes: fc.integer({ min: 5, max: 60 }),
    priceFloor: micro,
    priceCap: micro,
  }),
  isDemo: fc.boolean(),
  hasSimulatedTrades: fc.boolean(),
});

export const members: fc.Arbitrary<Member> = fc.record({
  id: memberId,
  userId: fc.string({ minLength: 1, maxLength: 40 }),
  anonymizedId: fc.constantFrom('House A1', 'House B22', ''),
  role: fc.constantFrom(...memberRoles),
  joinedAt: time,
  leftAt: orNull(time),
  reputationScore: orNull(percent),
  isActive: fc.boolean(),
  pvCapacityWp: totalWh,
  batteryCapacityWh: totalWh,
  mapCell: orNull(fc.constant('891fb466257ffff')),
  balance: micro,
  creditLimit: micro,
});

export const rules: fc.Arbitrary<Rule> = fc.record({
  id: fc.constantFrom(...ruleIds),
  version,
  memberId,
  type: fc.constantFrom(...offerTypes),
  maxQuantityWh: orNull(wh),
  maxPrice: orNull(micro),
  minPrice: orNull(micro),
  minBatterySoc: orNull(percent),
  timeWindows: fc.array(fc.constantFrom('Mo-Fr 06:00-09:00', '* 22:00-24:00'), { maxLength: 3 }),
  isEnabled: fc.boolean(),
  createdAt: time,
  validFrom: time,
  changedBy: orNull(fc.string({ maxLength: 200 })),
  changeReason: orNull(fc.string({ maxLength: 500 })),
  lastMatchedAt: orNull(time),
});

export const offers: fc.Arbitrary<Offer> = fc
  .record({
    id: fc.uuid(),
    memberId,
    type: fc.constantFrom(...offerTypes),
    quantityWh: wh,
    remainingWh: wh,
    price: orNull(micro),
    windowStart: time,
    windowEnd: time,
    status: fc.constantFrom(...offerStatuses),
    createdAt: time,
    rule: orNull(fc.record({ ruleId: fc.constantFrom(...ruleIds), ruleVersion: version })),
  })
  .map(({ rule, ...offer }) => ({ ...offer, ruleId: rule?.ruleId ?? null, ruleVersion: rule?.ruleVersion ?? null }));

export const trades: fc.Arbitrary<Trade> = fc.record({
  id: fc.uuid(),
  buyerId: memberId,
  sellerId: memberId,
  quantityWh: wh,
  price: micro,
  amount: micro,
  executedAt: time,
  settlementStatus: fc.constantFrom(...settlementStatuses),
  failureCode: orNull(fc.constantFrom(...failureCodes)),
  slot: time,
  clearingId: orNull(fc.uuid()),
  buyOfferId: orNull(fc.uuid()),
  sellOfferId: orNull(fc.uuid()),
  version,
});

export const signals: fc.Arbitrary<PricingSignal> = fc.record({
  slot: time,
  p2pPrice: orNull(micro),
  gridImportPrice: micro,
  gridExportPrice: micro,
  forecastNextHour: orNull(micro),
  signal: fc.constantFrom(...signalKinds),
});

export const readings: fc.Arbitrary<MeterReading> = fc.record({
  memberId,
  slot: time,
  producedWh: wh,
  consumedWh: wh,
  importedWh: wh,
  exportedWh: wh,
  batterySoc: orNull(percent),
  quality: fc.constantFrom(...readingQualities),
  revision: version,
});

export const clearings: fc.Arbitrary<ClearingRecord> = fc.record({
  id: fc.uuid(),
  slot: time,
  type: fc.constantFrom(...clearingTypes),
  price: orNull(micro),
  interval: orNull(fc.tuple(micro, micro)),
  quantityWh: totalWh,
  marginalQuantityWh: totalWh,
  marginalTotalWh: totalWh,
  certificate: fc.constant(null),
});

const resolutions: fc.Arbitrary<Resolution> = fc.oneof(
  fc.constantFrom<Resolution>(
    { kind: 'retry' },
    { kind: 'void' },
    { kind: 'by-hand', evidence: 'Paid in cash on 3 May.', reference: 'Receipt 17' },
  ),
  fc.record({ kind: fc.constant('adjust' as const), quantityWh: fc.integer({ min: 1, max: MAX_WH }) }),
);

export const settlementEvents: fc.Arbitrary<SettlementEvent> = fc.record({
  id: fc.uuid(),
  tradeId: fc.uuid(),
  executedAt: time,
  number: fc.integer({ min: 1, max: MAX_WH }),
  kind: fc.constantFrom(...settlementEventKinds),
  at: time,
  by: orNull(fc.string({ maxLength: 100 })),
  byId: orNull(fc.constantFrom('person-1', 'person-2')),
  reason: orNull(fc.string({ maxLength: 500 })),
  tradeVersion: version,
  failureCode: orNull(fc.constantFrom(...failureCodes)),
  resolution: orNull(resolutions),
  needsApproval: fc.boolean(),
  before: orNull(fc.record({ quantityWh: wh, amount: micro })),
});
