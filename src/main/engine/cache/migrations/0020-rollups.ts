import type { Migration } from './migration.ts';

/**
 * Rollups, kept by the transaction that applies a page. `rollup_slot` exists because the community's self-consumption is a minimum over
 * the sums of a slot (DOMAIN.md section 5) and so cannot be added up from members. Hours are UTC epoch milliseconds; days are local
 * calendar days as yyyymmdd, both of the slot. Amounts at tariff are what the traded energy would have cost at retail and earned at
 * feed-in; while the slot has no signal they are the trades' own amount (migration 150). Failed trades are in failed_count and in no other column. A row stands for every slot,
 * hour or day with a reading or a trade, a member's day also with an offer that begins in it.
 */
const sums = `
      produced_wh INTEGER NOT NULL DEFAULT 0,
      consumed_wh INTEGER NOT NULL DEFAULT 0,
      self_consumed_wh INTEGER NOT NULL DEFAULT 0,
      imported_wh INTEGER NOT NULL DEFAULT 0,
      exported_wh INTEGER NOT NULL DEFAULT 0,
      traded_wh INTEGER NOT NULL DEFAULT 0,
      traded_amount INTEGER NOT NULL DEFAULT 0,
      retail_amount INTEGER NOT NULL DEFAULT 0,
      feed_in_amount INTEGER NOT NULL DEFAULT 0,
      trade_count INTEGER NOT NULL DEFAULT 0,
      failed_count INTEGER NOT NULL DEFAULT 0`;

export const migration0020: Migration = {
  version: 20,
  name: 'rollups',
  sql: `
    CREATE TABLE rollup_slot (
      community_id INTEGER NOT NULL,
      slot INTEGER NOT NULL,${sums},
      -- Execution times of the slot's first and last trade: where to find them in the table keyed by them.
      first_trade_at INTEGER,
      last_trade_at INTEGER,
      PRIMARY KEY (community_id, slot)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE rollup_hour (
      community_id INTEGER NOT NULL,
      hour INTEGER NOT NULL,${sums},
      PRIMARY KEY (community_id, hour)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE rollup_day (
      community_id INTEGER NOT NULL,
      day INTEGER NOT NULL,${sums},
      PRIMARY KEY (community_id, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE rollup_member_day (
      community_id INTEGER NOT NULL,
      day INTEGER NOT NULL,
      member_id INTEGER NOT NULL,
      produced_wh INTEGER NOT NULL DEFAULT 0,
      consumed_wh INTEGER NOT NULL DEFAULT 0,
      self_consumed_wh INTEGER NOT NULL DEFAULT 0,
      imported_wh INTEGER NOT NULL DEFAULT 0,
      exported_wh INTEGER NOT NULL DEFAULT 0,
      bought_wh INTEGER NOT NULL DEFAULT 0,
      bought_amount INTEGER NOT NULL DEFAULT 0,
      bought_retail_amount INTEGER NOT NULL DEFAULT 0,
      sold_wh INTEGER NOT NULL DEFAULT 0,
      sold_amount INTEGER NOT NULL DEFAULT 0,
      sold_feed_in_amount INTEGER NOT NULL DEFAULT 0,
      trade_count INTEGER NOT NULL DEFAULT 0,
      failed_count INTEGER NOT NULL DEFAULT 0,
      offer_count INTEGER NOT NULL DEFAULT 0,
      honoured_count INTEGER NOT NULL DEFAULT 0,
      cancelled_count INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (community_id, day, member_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
