import type { Migration } from './migration.ts';

/**
 * What every clearing was computed from, sealed (DOMAIN.md section 3, clearing certificate), beside the offers and trades that change in
 * settlement: a replay compares the two. `orders` and `trade_ids` are written and read by `market/sealed-orders`; members and rules in
 * them are row ids of this cache. `fingerprint` is the SHA-256 of the certificate's canonical JSON, which names them by their wire ids.
 * Clearings that were stored before have no certificate.
 *
 * The index finds the offers that still can trade, which are few, without touching those that are over.
 */
export const migration0040: Migration = {
  version: 40,
  name: 'certificates',
  sql: `
    CREATE TABLE certificate (
      id INTEGER PRIMARY KEY,
      community_id INTEGER NOT NULL,
      slot INTEGER NOT NULL,
      clearing_id BLOB NOT NULL,
      cleared_at INTEGER NOT NULL,
      mechanism TEXT NOT NULL,
      offer_order TEXT,
      price_floor INTEGER NOT NULL,
      price_cap INTEGER NOT NULL,
      marginal_order BLOB,
      orders BLOB NOT NULL,
      trade_ids BLOB NOT NULL,
      fingerprint BLOB NOT NULL,
      UNIQUE (community_id, slot, clearing_id)
    ) STRICT;

    CREATE INDEX offer_active ON offer (community_id, window_start) WHERE status = 0;
  `,
};
