import type { Migration } from './migration.ts';

/**
 * The outbox: what this desk has decided and the hub has not carried out yet, kept with its outcome. `id` is the order of sending, `uid`
 * names the command to the page, `key` is the page's idempotency key: the same decision sent twice stays one. Kind, state and type are
 * the positions in the lists of `shared/domain`. Of a trade, `type` is what the member does, `offer_id` with `window_start` finds the
 * offer that it takes, and window and price are those of the offer. `problem` is JSON, why the hub refused it.
 */
export const migration0050: Migration = {
  version: 50,
  name: 'outbox',
  sql: `
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY,
      uid TEXT NOT NULL UNIQUE,
      key TEXT NOT NULL UNIQUE,
      community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
      kind INTEGER NOT NULL,
      state INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
      type INTEGER NOT NULL,
      quantity_wh INTEGER NOT NULL,
      price INTEGER,
      window_start INTEGER NOT NULL,
      window_end INTEGER NOT NULL,
      offer_id BLOB,
      counterparty_id INTEGER REFERENCES member (id) ON DELETE CASCADE,
      problem TEXT
    ) STRICT;
    CREATE INDEX outbox_state ON outbox (community_id, state);

    CREATE VIEW outbox_view AS
      SELECT outbox.id, outbox.uid, outbox.community_id, outbox.kind, outbox.state, outbox.created_at, outbox.changed_at,
             outbox.member_id, member_view.uid AS member_uid, member_view.anonymized_id, outbox.type, outbox.quantity_wh, outbox.price,
             outbox.window_start, outbox.window_end, counterparty.anonymized_id AS counterparty, outbox.problem
      FROM outbox
      LEFT JOIN member_view ON member_view.id = outbox.member_id
      LEFT JOIN member_view AS counterparty ON counterparty.id = outbox.counterparty_id;
  `,
};
