import type { Migration } from './migration.ts';

/**
 * The connection to a hub and how far each community's copy has come. A row of `sync_state` with `replaces_id` belongs to a new
 * generation that is still being fetched (PROTOCOL.md L12): its community, members and rules have `~` before their wire ids and are in no
 * view until it replaces the old one. `kept_aside` holds what a newer hub says and this version does not know (L8).
 *
 * The outbox learns what sending needs: `offer_id` is now also the id that an offer of this desk will have at the hub, `position` is
 * where the effect of an accepted command stands in the feed, `theirs` the hub's version of what a conflict is about (wire JSON).
 */
export const migration0060: Migration = {
  version: 60,
  name: 'sync',
  sql: `
    CREATE TABLE hub_connection (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      address TEXT NOT NULL,
      email TEXT NOT NULL,
      name TEXT NOT NULL,
      role TEXT NOT NULL,
      refresh_token TEXT,
      connected_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE sync_state (
      community_id INTEGER PRIMARY KEY REFERENCES community (id) ON DELETE CASCADE,
      replaces_id INTEGER UNIQUE REFERENCES community (id) ON DELETE CASCADE,
      cursor TEXT,
      position INTEGER NOT NULL DEFAULT 0,
      complete_at INTEGER
    ) STRICT;

    CREATE TABLE kept_aside (
      community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      key TEXT NOT NULL,
      fields TEXT NOT NULL,
      PRIMARY KEY (community_id, kind, key)
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE outbox ADD COLUMN next_attempt_at INTEGER;
    ALTER TABLE outbox ADD COLUMN position INTEGER;
    ALTER TABLE outbox ADD COLUMN theirs TEXT;
    UPDATE outbox SET offer_id = randomblob(16) WHERE offer_id IS NULL;

    DROP VIEW outbox_view;
    CREATE VIEW outbox_view AS
      SELECT outbox.id, outbox.uid, outbox.community_id, outbox.kind, outbox.state, outbox.created_at, outbox.changed_at,
             outbox.member_id, member_view.uid AS member_uid, member_view.anonymized_id, outbox.type, outbox.quantity_wh, outbox.price,
             outbox.window_start, outbox.window_end, outbox.offer_id, counterparty.anonymized_id AS counterparty, outbox.problem,
             outbox.attempts, outbox.next_attempt_at, outbox.position, outbox.theirs
      FROM outbox
      LEFT JOIN member_view ON member_view.id = outbox.member_id
      LEFT JOIN member_view AS counterparty ON counterparty.id = outbox.counterparty_id;
  `,
};
