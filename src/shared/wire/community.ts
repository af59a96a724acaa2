import { z } from 'zod';
import type { Community, Member, Rule } from '../domain/records.ts';
import { memberRoles, offerTypes } from '../domain/records.ts';
import { isTimeZone } from '../domain/slots.ts';
import { amount, capacity, instant, orderEnergy, percent, price, totalEnergy, uid, version } from './fields.ts';
import { defineWireRecord } from './wire-record.ts';

/** The largest number of members that one community counts. */
const MAX_MEMBERS = 1_000_000;

export const communityFields = z.object({
  id: uid,
  name: z.string().min(1).max(200),
  description: z.string().max(10_000),
  district: z.string().max(200),
  postcode_zone: z.string().max(20),
  created_at: instant,
  /** Counted from the members; for information, not kept. */
  member_count: z.int().min(0).max(MAX_MEMBERS).optional(),
  /** Summed from the members; for information, not kept. */
  total_capacity_kwh: totalEnergy.optional(),
  is_active: z.boolean(),
  time_zone: z.string().max(64).refine(isTimeZone, 'is not an IANA time zone'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'is not an ISO 4217 code'),
  /** ISO 3166-1 alpha-3 of the grid. */
  country: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is not an ISO 3166-1 alpha-3 code')
    .nullable(),
  /** GeoJSON, WGS84. */
  boundary: z.looseObject({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) }).nullable(),
  market: z.object({
    mechanism: z.string().min(1).max(64),
    slot_minutes: z.int().min(5).max(60),
    price_floor: price,
    price_cap: price,
  }),
  /** Invented data. */
  is_demo: z.boolean(),
  /** The trades were computed from readings; no such trade took place. */
  has_simulated_trades: z.boolean(),
});

type CommunityBoundary = z.output<typeof communityFields>['boundary'];

/** `Community`. Its boundary is an object on the wire and text in the record, in the form of `JSON.stringify`. */
export const communityWire = defineWireRecord<typeof communityFields, Community>(
  communityFields,
  (wire) => ({
    id: wire.id,
    name: wire.name,
    description: wire.description,
    district: wire.district,
    postcodeZone: wire.postcode_zone,
    createdAt: wire.created_at,
    isActive: wire.is_active,
    timeZone: wire.time_zone,
    currency: wire.currency,
    country: wire.country,
    boundary: wire.boundary === null ? null : JSON.stringify(wire.boundary),
    market: {
      mechanism: wire.market.mechanism,
      slotMinutes: wire.market.slot_minutes,
      priceFloor: wire.market.price_floor,
      priceCap: wire.market.price_cap,
    },
    isDemo: wire.is_demo,
    hasSimulatedTrades: wire.has_simulated_trades,
  }),
  (community) => ({
    id: community.id,
    name: community.name,
    description: community.description,
    district: community.district,
    postcode_zone: community.postcodeZone,
    created_at: community.createdAt,
    is_active: community.isActive,
    time_zone: community.timeZone,
    currency: community.currency,
    country: community.country,
    boundary: community.boundary === null ? null : (JSON.parse(community.boundary) as CommunityBoundary),
    market: {
      mechanism: community.market.mechanism,
      slot_minutes: community.market.slotMinutes,
      price_floor: community.market.priceFloor,
      price_cap: community.market.priceCap,
    },
    is_demo: community.isDemo,
    has_simulated_trades: community.hasSimulatedTrades,
  }),
);

/** A pseudonym is meant to stay for life. */
const MAX_FORMER_PSEUDONYMS = 20;

export const communityMemberFields = z.object({
  id: uid,
  community_id: uid,
  /** Who the member is: goes to the identity table and nowhere else. Absent where the reader may not know. */
  user_id: z.string().min(1).max(200).optional(),
  /** The pseudonym. A member without one is held back from every view. */
  anonymized_id: z.string().max(64),
  /** Names that certificates of before know the member by: pseudonyms it had once, or its id from when it had none. */
  former_anonymized_ids: z.array(z.string().min(1).max(64)).max(MAX_FORMER_PSEUDONYMS).nullish(),
  role: z.enum(memberRoles),
  joined_at: instant,
  left_at: instant.nullable(),
  reputation_score: percent.nullable(),
  is_active: z.boolean(),
  pv_capacity_kwp: capacity,
  battery_capacity_kwh: totalEnergy,
  /** An h3 cell, never an address. */
  map_cell: z
    .string()
    .regex(/^[0-9a-f]{15}$/, 'is not an h3 cell')
    .nullable(),
  balance: amount,
  credit_limit: amount,
});

/** `CommunityMember`. */
export const communityMemberWire = defineWireRecord<typeof communityMemberFields, Member>(
  communityMemberFields,
  (wire) => ({
    id: wire.id,
    userId: wire.user_id ?? '',
    anonymizedId: wire.anonymized_id,
    ...(wire.former_anonymized_ids && { formerAnonymizedIds: wire.former_anonymized_ids }),
    role: wire.role,
    joinedAt: wire.joined_at,
    leftAt: wire.left_at,
    reputationScore: wire.reputation_score,
    isActive: wire.is_active,
    pvCapacityWp: wire.pv_capacity_kwp,
    batteryCapacityWh: wire.battery_capacity_kwh,
    mapCell: wire.map_cell,
    balance: wire.balance,
    creditLimit: wire.credit_limit,
  }),
  (member, communityId) => ({
    id: member.id,
    community_id: communityId,
    user_id: member.userId === '' ? undefined : member.userId,
    anonymized_id: member.anonymizedId,
    ...(member.formerAnonymizedIds && { former_anonymized_ids: [...member.formerAnonymizedIds] }),
    role: member.role,
    joined_at: member.joinedAt,
    left_at: member.leftAt,
    reputation_score: member.reputationScore,
    is_active: member.isActive,
    pv_capacity_kwp: member.pvCapacityWp,
    battery_capacity_kwh: member.batteryCapacityWh,
    map_cell: member.mapCell,
    balance: member.balance,
    credit_limit: member.creditLimit,
  }),
);

/** Characters. */
const MAX_CHANGED_BY = 200;
export const MAX_CHANGE_REASON = 500;

export const tradingRuleFields = z.object({
  id: uid,
  /** The member that the rule belongs to. The original data model names the person (`user_id`); a pseudonymous reader must not. */
  member_id: uid,
  type: z.enum(offerTypes),
  max_quantity_kwh: orderEnergy.nullish(),
  max_price: price.nullish(),
  min_price: price.nullish(),
  min_battery_soc: percent.nullish(),
  time_windows: z.array(z.string().max(100)).max(100),
  is_enabled: z.boolean(),
  created_at: instant,
  /** When this version began to hold; `created_at` when absent. */
  valid_from: instant.optional(),
  /** Who made this version, and why. Absent where nobody said. */
  changed_by: z.string().max(MAX_CHANGED_BY).nullish(),
  change_reason: z.string().max(MAX_CHANGE_REASON).nullish(),
  last_matched_at: instant.nullish(),
  version: version,
});

/** `TradingRule`, one version of it. */
export const tradingRuleWire = defineWireRecord<typeof tradingRuleFields, Rule>(
  tradingRuleFields,
  (wire) => ({
    id: wire.id,
    version: wire.version,
    memberId: wire.member_id,
    type: wire.type,
    maxQuantityWh: wire.max_quantity_kwh ?? null,
    maxPrice: wire.max_price ?? null,
    minPrice: wire.min_price ?? null,
    minBatterySoc: wire.min_battery_soc ?? null,
    timeWindows: wire.time_windows,
    isEnabled: wire.is_enabled,
    createdAt: wire.created_at,
    validFrom: wire.valid_from ?? wire.created_at,
    changedBy: wire.changed_by ?? null,
    changeReason: wire.change_reason ?? null,
    lastMatchedAt: wire.last_matched_at ?? null,
  }),
  (rule) => ({
    id: rule.id,
    member_id: rule.memberId,
    type: rule.type,
    max_quantity_kwh: rule.maxQuantityWh,
    max_price: rule.maxPrice,
    min_price: rule.minPrice,
    min_battery_soc: rule.minBatterySoc,
    time_windows: [...rule.timeWindows],
    is_enabled: rule.isEnabled,
    created_at: rule.createdAt,
    valid_from: rule.validFrom,
    changed_by: rule.changedBy,
    change_reason: rule.changeReason,
    last_matched_at: rule.lastMatchedAt,
    version: rule.version,
  }),
);
