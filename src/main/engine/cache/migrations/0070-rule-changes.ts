import type { Migration } from './migration.ts';

/**
 * Who made a version of a rule, and why. And the outbox carries rules: `rule_uid` is the wire id of the rule, `base_version` the version
 * that was changed (0 for a new rule), `rule` what is to hold (JSON of a RuleDraft), `reason` why. Such a command has no quantity and no
 * window, so these may be missing now; SQLite says so only of a new table.
 */
export const migration0070: Migration = {
  version: 70,
  name: 'rule-changes',
  sql: `
    ALTER TABLE rule_version ADD COLUMN changed_by TEXT;
    ALTER TABLE rule_version ADD COLUMN change_reason TEXT;

    DROP VIEW rule_view;
    CREATE VIEW rule_view AS
      SELECT rule.id, rule.uid, rule.member_id, rule.last_matched_at, member_view.community_id, member_view.anonymized_id,
             member_view.uid AS member_uid, rule_version.version, rule_version.type, rule_version.max_quantity_wh,
             rule_version.max_price, rule_version.min_price, rule_version.min_battery_soc, rule_version.time_windows,
             rule_version.is_enabled, rule_version.created_at, rule_version.valid_from, rule_version.changed_by,
             rule_version.change_reason
      FROM rule
      JOIN rule_version ON rule_version.rule_id = rule.id
      JOIN member_view ON member_view.id = rule.member_id;

    DROP VIEW outbox_view;
    ALTER TABLE outbox RENAME TO outbox_before;
    DROP INDEX outbox_state;
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
      quantity_wh INTEGER,
      price INTEGER,
      window_start INTEGER,
      window_end INTEGER,
      offer_id BLOB,
      counterparty_id INTEGER REFERENCES member (id) ON DELETE CASCADE,
      rule_uid TEXT,
      base_version INTEGER,
      rule TEXT,
      reason TEXT,
      problem TEXT,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER,
      position INTEGER,
      theirs TEXT,
      CHECK ((rule IS NULL) = (quantity_wh IS NOT NULL AND window_start IS NOT NULL AND window_end IS NOT NULL)),
      CHECK ((rule IS NULL) = (rule_uid IS NULL) AND (rule IS NULL) = (base_version IS NULL))
    ) STRICT;
    INSERT INTO outbox (id, uid, key, community_id, kind, state, created_at, changed_at, member_id, type, quantity_wh, price, window_start,
                        window_end, offer_id, counterparty_id, problem, attempts, next_attempt_at, position, theirs)
      SELECT id, uid, key, community_id, kind, state, created_at, changed_at, member_id, type, quantity_wh, price, window_start,
             window_end, offer_id, counterparty_id, problem, attempts, next_attempt_at, position, theirs
      FROM outbox_before;
    DROP TABLE outbox_before;
    CREATE INDEX outbox_state ON outbox (community_id, state);
    CREATE INDEX outbox_rule ON outbox (rule_uid) WHERE rule_uid IS NOT NULL;

    CREATE VIEW outbox_view AS
      SELECT outbox.id, outbox.uid, outbox.community_id, outbox.kind, outbox.state, outbox.created_at, outbox.changed_at,
             outbox.member_id, member_view.uid AS member_uid, member_view.anonymized_id, outbox.type, outbox.quantity_wh, outbox.price,
             outbox.window_start, outbox.window_end, outbox.offer_id, counterparty.anonymized_id AS counterparty, outbox.rule_uid,
             outbox.base_version, outbox.rule, outbox.reason, outbox.problem, outbox.attempts, outbox.next_attempt_at, outbox.position,
             outbox.theirs
      FROM outbox
      LEFT JOIN member_view ON member_view.id = outbox.member_id
      LEFT JOIN member_view AS counterparty ON counterparty.id = outbox.counterparty_id;
  `,
};
