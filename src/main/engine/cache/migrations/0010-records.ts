import type { Migration } from './migration.ts';

/**
 * The records of DOMAIN.md section 2. Hot tables are WITHOUT ROWID and keyed by time, so that a sync appends instead of touching
 * random pages again; wire ids resolve through the dictionary tables (community, member, rule). Hot tables carry no foreign keys:
 * `sync/apply` resolves every id before it writes, a check for every row cost an eighth of a bulk load, and deleting one member would
 * search them whole. `user_id` lives in `identity` alone, which only the privacy area reads.
 */
export const migration0010: Migration = {
  version: 10,
  name: 'records',
  sql: `
    CREATE TABLE community (
      id INTEGER PRIMARY KEY,
      uid TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      description TEXT NOT NULL,
      district TEXT NOT NULL,
      postcode_zone TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      is_active INTEGER NOT NULL,
      time_zone TEXT NOT NULL,
      currency TEXT NOT NULL,
      country TEXT,
      boundary TEXT,
      mechanism TEXT NOT NULL,
      slot_minutes INTEGER NOT NULL,
      price_floor INTEGER NOT NULL,
      price_cap INTEGER NOT NULL,
      is_demo INTEGER NOT NULL,
      has_simulated_trades INTEGER NOT NULL,
      data_from INTEGER,
      data_to INTEGER
    ) STRICT;

    CREATE TABLE member (
      id INTEGER PRIMARY KEY,
      community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
      uid TEXT NOT NULL UNIQUE,
      anonymized_id TEXT,
      role INTEGER NOT NULL,
      joined_at INTEGER NOT NULL,
      left_at INTEGER,
      reputation_score INTEGER,
      is_active INTEGER NOT NULL,
      pv_capacity_wp INTEGER NOT NULL,
      battery_capacity_wh INTEGER NOT NULL,
      map_cell TEXT,
      balance INTEGER NOT NULL,
      credit_limit INTEGER NOT NULL,
      UNIQUE (community_id, anonymized_id)
    ) STRICT;

    CREATE TABLE identity (
      member_id INTEGER PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
      user_id TEXT NOT NULL
    ) STRICT;

    CREATE TABLE rule (
      id INTEGER PRIMARY KEY,
      uid TEXT NOT NULL UNIQUE,
      member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
      last_matched_at INTEGER
    ) STRICT;
    CREATE INDEX rule_member ON rule (member_id);

    CREATE TABLE rule_version (
      rule_id INTEGER NOT NULL REFERENCES rule (id) ON DELETE CASCADE,
      version INTEGER NOT NULL,
      type INTEGER NOT NULL,
      max_quantity_wh INTEGER,
      max_price INTEGER,
      min_price INTEGER,
      min_battery_soc INTEGER,
      time_windows TEXT NOT NULL,
      is_enabled INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      valid_from INTEGER NOT NULL,
      PRIMARY KEY (rule_id, version)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE pricing_signal (
      community_id INTEGER NOT NULL,
      slot INTEGER NOT NULL,
      p2p_price INTEGER,
      grid_import_price INTEGER NOT NULL,
      grid_export_price INTEGER NOT NULL,
      forecast_next_hour INTEGER,
      signal INTEGER NOT NULL,
      PRIMARY KEY (community_id, slot)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE meter_reading (
      community_id INTEGER NOT NULL,
      slot INTEGER NOT NULL,
      member_id INTEGER NOT NULL,
      produced_wh INTEGER NOT NULL,
      consumed_wh INTEGER NOT NULL,
      imported_wh INTEGER NOT NULL,
      exported_wh INTEGER NOT NULL,
      battery_soc INTEGER,
      quality INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      PRIMARY KEY (community_id, slot, member_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE clearing (
      community_id INTEGER NOT NULL,
      slot INTEGER NOT NULL,
      id BLOB NOT NULL,
      type INTEGER NOT NULL,
      price INTEGER,
      interval_low INTEGER,
      interval_high INTEGER,
      quantity_wh INTEGER NOT NULL,
      marginal_quantity_wh INTEGER NOT NULL,
      marginal_total_wh INTEGER NOT NULL,
      PRIMARY KEY (community_id, slot, id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE offer (
      community_id INTEGER NOT NULL,
      window_start INTEGER NOT NULL,
      id BLOB NOT NULL,
      member_id INTEGER NOT NULL,
      type INTEGER NOT NULL,
      quantity_wh INTEGER NOT NULL,
      remaining_wh INTEGER NOT NULL,
      price INTEGER,
      window_end INTEGER NOT NULL,
      status INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      rule_id INTEGER,
      rule_version INTEGER,
      PRIMARY KEY (community_id, window_start, id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE trade (
      community_id INTEGER NOT NULL,
      executed_at INTEGER NOT NULL,
      id BLOB NOT NULL,
      slot INTEGER NOT NULL,
      buyer_id INTEGER NOT NULL,
      seller_id INTEGER NOT NULL,
      quantity_wh INTEGER NOT NULL,
      price INTEGER NOT NULL,
      amount INTEGER NOT NULL,
      status INTEGER NOT NULL,
      failure_code INTEGER,
      version INTEGER NOT NULL,
      clearing_id BLOB,
      buy_offer_id BLOB,
      sell_offer_id BLOB,
      PRIMARY KEY (community_id, executed_at, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX trade_failed ON trade (community_id, executed_at) WHERE status = 2;
    -- Bucketed by week: inserts stay at the end of each bucket, and a member's page still walks its few buckets at once.
    CREATE INDEX trade_buyer ON trade (community_id, executed_at / 604800000, buyer_id, executed_at);
    CREATE INDEX trade_seller ON trade (community_id, executed_at / 604800000, seller_id, executed_at);

    CREATE TABLE import_run (
      id TEXT PRIMARY KEY,
      community_id INTEGER REFERENCES community (id) ON DELETE SET NULL,
      file_name TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      rows_done INTEGER NOT NULL,
      rows_total INTEGER,
      started_at INTEGER NOT NULL,
      finished_at INTEGER,
      report TEXT NOT NULL
    ) STRICT;
  `,
};
