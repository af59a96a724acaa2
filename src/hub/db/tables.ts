/**
 * The hub's tables as Kysely sees them (the migrations are what they are made by), the same on PGlite and PostgreSQL (`driver-types`):
 * `bigint` and `numeric` are numbers, exact because every value once was a number of the wire; `timestamptz` is a Date; JSON columns
 * are read as values and written as JSON text.
 */
import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type {
  FailureCode,
  MemberRole,
  OfferStatus,
  OfferType,
  ReadingQuality,
  SettlementStatus,
  SignalKind,
} from '#shared/domain/records.ts';
import type { ClearingType } from '#shared/market/clearing.ts';
import type { SettlementEventKind } from '#shared/settlement/events.ts';
import type {
  AuditLogTable,
  HubUserCommunitiesTable,
  HubUsersTable,
  IdempotencyTable,
  RefreshTokensTable,
} from './account-tables.ts';
import type { JsonOrNull, Time, TimeOrNull } from './column-types.ts';

interface MarketJson {
  readonly mechanism: string;
  readonly slot_minutes: number;
  readonly price_floor: number;
  readonly price_cap: number;
}

export interface CommunitiesTable {
  id: string;
  name: string;
  description: string;
  district: string;
  postcode_zone: string;
  created_at: Time;
  is_active: boolean;
  time_zone: string;
  currency: string;
  country: string | null;
  /** A GeoJSON FeatureCollection. */
  boundary: JsonOrNull<object>;
  /** In decimals, as on the wire. */
  market: JSONColumnType<MarketJson>;
  is_demo: boolean;
  has_simulated_trades: boolean;
  /** Cursors of another epoch are those of another feed. */
  feed_epoch: Generated<string>;
  /** The last position given out. */
  feed_position: Generated<number>;
  /** Deletions up to here have been forgotten. */
  feed_pruned_to: Generated<number>;
}

export interface CommunityMembersTable {
  id: string;
  community_id: string;
  /** Who the member is. The role of requests cannot read it. */
  user_id: string | null;
  anonymized_id: string;
  /** Kept by the database itself when `anonymized_id` changes. */
  former_anonymized_ids: JsonOrNull<string[]>;
  role: MemberRole;
  joined_at: Time;
  left_at: TimeOrNull;
  reputation_score: number | null;
  is_active: boolean;
  pv_capacity_kwp: number;
  battery_capacity_kwh: number;
  map_cell: string | null;
  balance: number;
  credit_limit: number;
}

/** A rule as it stands now; what it says is in its versions. */
interface TradingRulesTable {
  id: string;
  community_id: string;
  member_id: string;
  version: number;
  last_matched_at: TimeOrNull;
}

interface TradingRuleVersionsTable {
  rule_id: string;
  version: number;
  community_id: string;
  type: OfferType;
  max_quantity_kwh: number | null;
  max_price: number | null;
  min_price: number | null;
  min_battery_soc: number | null;
  time_windows: JSONColumnType<string[]>;
  is_enabled: boolean;
  created_at: Time;
  valid_from: Time;
  changed_by: string | null;
  change_reason: string | null;
}

interface PricingSignalsTable {
  community_id: string;
  /** The slot. */
  timestamp: Time;
  p2p_price: number | null;
  grid_import_price: number;
  grid_export_price: number;
  forecast_next_hour: number | null;
  signal: SignalKind;
}

export interface MeterReadingsTable {
  community_id: string;
  slot: Time;
  member_id: string;
  produced_wh: number;
  consumed_wh: number;
  imported_wh: number;
  exported_wh: number;
  battery_soc: number | null;
  quality: ReadingQuality;
  revision: number;
}

interface ClearingsTable {
  id: string;
  community_id: string;
  slot: Time;
  type: ClearingType;
  clearing_price: number | null;
  clearing_quantity_kwh: number;
  interval: JsonOrNull<[low: number, high: number]>;
  marginal_quantity_kwh: number;
  marginal_total_kwh: number;
  certificate: JsonOrNull<object>;
  fingerprint: string | null;
}

export interface TradingOffersTable {
  id: string;
  community_id: string;
  member_id: string;
  type: OfferType;
  quantity_kwh: number;
  remaining_kwh: number;
  /** null is a market order. */
  price_per_kwh: number | null;
  time_window_start: Time;
  time_window_end: Time;
  status: OfferStatus;
  created_at: Time;
  rule_id: string | null;
  rule_version: number | null;
}

export interface TradesTable {
  id: string;
  community_id: string;
  buyer_id: string;
  seller_id: string;
  quantity_kwh: number;
  price_per_kwh: number;
  total_amount: number;
  executed_at: Time;
  settlement_status: SettlementStatus;
  failure_code: FailureCode | null;
  slot: Time;
  clearing_id: string | null;
  buy_offer_id: string | null;
  sell_offer_id: string | null;
  version: number;
}

interface TradeEventsTable {
  id: GeneratedAlways<number>;
  trade_id: string;
  community_id: string;
  version: number;
  settlement_status: SettlementStatus;
  failure_code: FailureCode | null;
  at: Time;
  reason: string;
}

/** Steps in the cases of failed trades. Never changed. */
export interface SettlementEventsTable {
  id: string;
  community_id: string;
  trade_id: string;
  executed_at: Time;
  number: number;
  kind: SettlementEventKind;
  at: Time;
  by: string | null;
  by_id: string | null;
  reason: string | null;
  trade_version: number;
  failure_code: FailureCode | null;
  /** As on the wire. */
  resolution: JsonOrNull<object>;
  needs_approval: boolean;
  before: JsonOrNull<object>;
}

interface CommunityStatsTable {
  community_id: string;
  period: 'hour' | 'day';
  period_start: Time;
  produced_kwh: number;
  consumed_kwh: number;
  self_consumed_kwh: number;
  imported_kwh: number;
  exported_kwh: number;
  traded_kwh: number;
  trade_count: number;
  active_members: number;
}

interface ConsentsTable {
  id: Generated<string>;
  community_id: string;
  member_id: string;
  purpose: string;
  version: string;
  given_at: Time;
  withdrawn_at: TimeOrNull;
}

interface ChangeFeedTable {
  community_id: string;
  kind: string;
  key: string;
  position: number;
  first_position: number;
  is_deleted: Generated<boolean>;
  /** Wire JSON. */
  body: string;
  /** Of a record that has a time. */
  slot: TimeOrNull;
}

/** Members with a pseudonym, without who they are. */
type MembersPseudonymousView = Omit<CommunityMembersTable, 'user_id'>;
type OffersPseudonymousView = TradingOffersTable & { anonymized_id: string };
/** One row a version. */
type RulesPseudonymousView = TradingRuleVersionsTable &
  Pick<TradingRulesTable, 'member_id' | 'last_matched_at'> & { anonymized_id: string };
/** `buyer` and `seller` are pseudonyms. */
type TradesPseudonymousView = TradesTable & { buyer: string; seller: string };

export interface Tables {
  communities: CommunitiesTable;
  community_members: CommunityMembersTable;
  trading_rules: TradingRulesTable;
  trading_rule_versions: TradingRuleVersionsTable;
  pricing_signals: PricingSignalsTable;
  meter_readings: MeterReadingsTable;
  clearings: ClearingsTable;
  trading_offers: TradingOffersTable;
  trades: TradesTable;
  trade_events: TradeEventsTable;
  settlement_events: SettlementEventsTable;
  community_stats: CommunityStatsTable;
  consents: ConsentsTable;
  change_feed: ChangeFeedTable;
  hub_users: HubUsersTable;
  hub_user_communities: HubUserCommunitiesTable;
  refresh_tokens: RefreshTokensTable;
  idempotency: IdempotencyTable;
  audit_log: AuditLogTable;
  members_pseudonymous: MembersPseudonymousView;
  offers_pseudonymous: OffersPseudonymousView;
  rules_pseudonymous: RulesPseudonymousView;
  trades_pseudonymous: TradesPseudonymousView;
}
