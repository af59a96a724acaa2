import type { Kysely } from 'kysely';
import { runStatements } from './run-statements.ts';

/**
 * The records of DOMAIN.md section 2 under the names of the original data model. Energy in kWh and money in currency units as exact
 * `numeric`, as on the wire; times are `timestamptz`. `communities.feed_position` is the last position given out: whoever changes a
 * community locks its row first (PROTOCOL.md L1).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await runStatements(db, statements);
}

const statements = [
  `CREATE TABLE communities (
    id text PRIMARY KEY,
    name text NOT NULL,
    description text NOT NULL,
    district text NOT NULL,
    postcode_zone text NOT NULL,
    created_at timestamptz NOT NULL,
    is_active boolean NOT NULL,
    time_zone text NOT NULL,
    currency text NOT NULL,
    country text,
    boundary jsonb,
    market jsonb NOT NULL,
    is_demo boolean NOT NULL,
    has_simulated_trades boolean NOT NULL,
    feed_epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    feed_position bigint NOT NULL DEFAULT 0,
    feed_pruned_to bigint NOT NULL DEFAULT 0
  )`,
  `CREATE TABLE community_members (
    id text PRIMARY KEY,
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    user_id text,
    anonymized_id text NOT NULL,
    role text NOT NULL CHECK (role IN ('prosumer', 'consumer')),
    joined_at timestamptz NOT NULL,
    left_at timestamptz,
    reputation_score integer CHECK (reputation_score BETWEEN 0 AND 100),
    is_active boolean NOT NULL,
    pv_capacity_kwp numeric(14, 3) NOT NULL,
    battery_capacity_kwh numeric(14, 3) NOT NULL,
    map_cell text,
    balance numeric(18, 6) NOT NULL,
    credit_limit numeric(18, 6) NOT NULL
  )`,
  `CREATE UNIQUE INDEX community_members_pseudonym ON community_members (community_id, anonymized_id) WHERE anonymized_id <> ''`,
  `CREATE TABLE trading_rules (
    id text PRIMARY KEY,
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    member_id text NOT NULL REFERENCES community_members (id) ON DELETE CASCADE,
    version integer NOT NULL,
    last_matched_at timestamptz
  )`,
  `CREATE INDEX trading_rules_member ON trading_rules (member_id)`,
  `CREATE TABLE trading_rule_versions (
    rule_id text NOT NULL REFERENCES trading_rules (id) ON DELETE CASCADE,
    version integer NOT NULL,
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    type text NOT NULL CHECK (type IN ('buy', 'sell')),
    max_quantity_kwh numeric(12, 3),
    max_price numeric(18, 6),
    min_price numeric(18, 6),
    min_battery_soc integer CHECK (min_battery_soc BETWEEN 0 AND 100),
    time_windows jsonb NOT NULL,
    is_enabled boolean NOT NULL,
    created_at timestamptz NOT NULL,
    valid_from timestamptz NOT NULL,
    PRIMARY KEY (rule_id, version)
  )`,
  `CREATE TABLE pricing_signals (
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    timestamp timestamptz NOT NULL,
    p2p_price numeric(18, 6),
    grid_import_price numeric(18, 6) NOT NULL,
    grid_export_price numeric(18, 6) NOT NULL,
    forecast_next_hour numeric(18, 6),
    signal text NOT NULL CHECK (signal IN ('buy', 'sell', 'neutral')),
    PRIMARY KEY (community_id, timestamp)
  )`,
  `CREATE TABLE meter_readings (
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    slot timestamptz NOT NULL,
    member_id text NOT NULL,
    produced_wh integer NOT NULL CHECK (produced_wh >= 0),
    consumed_wh integer NOT NULL CHECK (consumed_wh >= 0),
    imported_wh integer NOT NULL CHECK (imported_wh >= 0),
    exported_wh integer NOT NULL CHECK (exported_wh >= 0),
    battery_soc integer CHECK (battery_soc BETWEEN 0 AND 100),
    quality text NOT NULL CHECK (quality IN ('measured', 'estimated', 'missing')),
    revision integer NOT NULL,
    PRIMARY KEY (community_id, slot, member_id)
  )`,
  `CREATE TABLE clearings (
    id uuid PRIMARY KEY,
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    slot timestamptz NOT NULL,
    type text NOT NULL,
    clearing_price numeric(18, 6),
    clearing_quantity_kwh numeric(14, 3) NOT NULL,
    interval jsonb,
    marginal_quantity_kwh numeric(14, 3) NOT NULL,
    marginal_total_kwh numeric(14, 3) NOT NULL,
    certificate json,
    fingerprint text
  )`,
  `CREATE INDEX clearings_slot ON clearings (community_id, slot)`,
  `CREATE TABLE trading_offers (
    id uuid PRIMARY KEY,
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    member_id text NOT NULL,
    type text NOT NULL CHECK (type IN ('buy', 'sell')),
    quantity_kwh numeric(12, 3) NOT NULL CHECK (quantity_kwh >= 0),
    remaining_kwh numeric(12, 3) NOT NULL CHECK (remaining_kwh BETWEEN 0 AND quantity_kwh),
    price_per_kwh numeric(18, 6),
    time_window_start timestamptz NOT NULL,
    time_window_end timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('active', 'matched', 'expired', 'cancelled')),
    created_at timestamptz NOT NULL,
    rule_id text,
    rule_version integer
  )`,
  `CREATE INDEX trading_offers_window ON trading_offers (community_id, time_window_start)`,
  `CREATE INDEX trading_offers_active ON trading_offers (community_id, member_id) WHERE status = 'active'`,
  `CREATE TABLE trades (
    id uuid PRIMARY KEY,
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    buyer_id text NOT NULL,
    seller_id text NOT NULL,
    quantity_kwh numeric(12, 3) NOT NULL CHECK (quantity_kwh >= 0),
    price_per_kwh numeric(18, 6) NOT NULL,
    total_amount numeric(18, 6) NOT NULL,
    executed_at timestamptz NOT NULL,
    settlement_status text NOT NULL CHECK (settlement_status IN ('pending', 'settled', 'failed')),
    failure_code text,
    slot timestamptz NOT NULL,
    clearing_id uuid,
    buy_offer_id uuid,
    sell_offer_id uuid,
    version integer NOT NULL
  )`,
  `CREATE INDEX trades_time ON trades (community_id, executed_at, id)`,
  `CREATE INDEX trades_slot ON trades (community_id, slot)`,
  `CREATE INDEX trades_pending ON trades (community_id, executed_at) WHERE settlement_status = 'pending'`,
  `-- What happened to a trade, one row a step: made, settled, failed. Never changed.
  CREATE TABLE trade_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    trade_id uuid NOT NULL REFERENCES trades (id) ON DELETE CASCADE,
    community_id text NOT NULL,
    version integer NOT NULL,
    settlement_status text NOT NULL,
    failure_code text,
    at timestamptz NOT NULL,
    reason text NOT NULL
  )`,
  `CREATE INDEX trade_events_trade ON trade_events (trade_id)`,
  `CREATE TABLE community_stats (
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    period text NOT NULL CHECK (period IN ('hour', 'day')),
    period_start timestamptz NOT NULL,
    produced_kwh numeric(14, 3) NOT NULL,
    consumed_kwh numeric(14, 3) NOT NULL,
    self_consumed_kwh numeric(14, 3) NOT NULL,
    imported_kwh numeric(14, 3) NOT NULL,
    exported_kwh numeric(14, 3) NOT NULL,
    traded_kwh numeric(14, 3) NOT NULL,
    trade_count integer NOT NULL,
    active_members integer NOT NULL,
    PRIMARY KEY (community_id, period, period_start)
  )`,
  `CREATE TABLE consents (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    member_id text NOT NULL REFERENCES community_members (id) ON DELETE CASCADE,
    purpose text NOT NULL,
    version text NOT NULL,
    given_at timestamptz NOT NULL,
    withdrawn_at timestamptz
  )`,
];
