import type { Migration } from './migration.ts';

/**
 * The cases of failed trades: one row a step, never changed (`shared/settlement/events`). Kinds, codes and resolutions are the positions
 * in their lists. A step is found by its trade, which is named by time and id as in `trade`; no foreign key, as there. The partial index
 * finds what was resolved, newest first, beside `trade_failed`, which finds what may be open.
 *
 * And the outbox carries decisions about cases: `trade_id` with `trade_executed_at` names the trade, whose buyer is `member_id` and whose
 * seller `counterparty_id`; `base_version` is the version of the trade that was decided on, `case_number` the last step of the case
 * that was seen, `settlement` what is to be done (JSON of a SettlementDecision), `reason` why. Such a command has no type, no quantity and no
 * window. `hub_connection.user_uid` is who the person is at the hub: who has proposed something does not approve it.
 */
export const migration0080: Migration = {
  version: 80,
  name: 'settlement-cases',
  sql: `
    CREATE TABLE settlement_event (
      community_id INTEGER NOT NULL,
      executed_at INTEGER NOT NULL,
      trade_id BLOB NOT NULL,
      number INTEGER NOT NULL,
      id BLOB NOT NULL,
      kind INTEGER NOT NULL,
      at INTEGER NOT NULL,
      actor TEXT,
      actor_uid TEXT,
      reason TEXT,
      trade_version INTEGER NOT NULL,
      failure_code INTEGER,
      resolution INTEGER,
      quantity_wh INTEGER,
      evidence TEXT,
      reference TEXT,
      needs_approval INTEGER NOT NULL,
      quantity_before_wh INTEGER,
      amount_before INTEGER,
      PRIMARY KEY (community_id, executed_at, trade_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX settlement_resolved ON settlement_event (community_id, at) WHERE kind = 4;

    ALTER TABLE hub_connection ADD COLUMN user_uid TEXT;

    DROP VIEW outbox_view;
    ALTER TABLE outbox RENAME TO outbox_before;
    DROP INDEX outbox_state;
    DROP INDEX outbox_rule;
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
      type INTEGER,
      quantity_wh INTEGER,
      price INTEGER,
      window_start INTEGER,
      window_end INTEGER,
      offer_id BLOB,
      counterparty_id INTEGER REFERENCES member (id) ON DELETE CASCADE,
      rule_uid TEXT,
      base_version INTEGER,
      rule TEXT,
      trade_id BLOB,
      trade_executed_at INTEGER,
      case_number INTEGER,
      settlement TEXT,
      reason TEXT,
      problem TEXT,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER,
      position INTEGER,
      theirs TEXT,
      CHECK ((rule IS NULL AND settlement IS NULL)
             = (quantity_wh IS NOT NULL AND window_start IS NOT NULL AND window_end IS NOT NULL)),
      CHECK ((settlement IS NULL) = (type IS NOT NULL)),
      CHECK ((rule IS NULL) = (rule_uid IS NULL)),
      CHECK ((settlement IS NULL) = (trade_id IS NULL) AND (settlement IS NULL) = (trade_executed_at IS NULL)
             AND (settlement IS NULL) = (case_number IS NULL)),
      CHECK ((rule IS NULL AND settlement IS NULL) = (base_version IS NULL))
    ) STRICT;
    INSERT INTO outbox (id, uid, key, community_id, kind, state, created_at, changed_at, member_id, type, quantity_wh, price, window_start,
                        window_end, offer_id, counterparty_id, rule_uid, base_version, rule, reason, problem, attempts, next_attempt_at,
                        position, theirs)
      SELECT id, uid, key, community_id, kind, state, created_at, changed_at, member_id, type, quantity_wh, price, window_start,
             window_end, offer_id, counterparty_id, rule_uid, base_version, rule, reason, problem, attempts, next_attempt_at,
             position, theirs
      FROM outbox_before;
    DROP TABLE outbox_before;
    CREATE INDEX outbox_state ON outbox (community_id, state);
    CREATE INDEX outbox_rule ON outbox (rule_uid) WHERE rule_uid IS NOT NULL;
    CREATE INDEX outbox_trade ON outbox (trade_id) WHERE trade_id IS NOT NULL;

    CREATE VIEW outbox_view AS
      SELECT outbox.id, outbox.uid, outbox.community_id, outbox.kind, outbox.state, outbox.created_at, outbox.changed_at,
             outbox.member_id, member_view.uid AS member_uid, member_view.anonymized_id, outbox.type, outbox.quantity_wh, outbox.price,
             outbox.window_start, outbox.window_end, outbox.offer_id, counterparty.anonymized_id AS counterparty, outbox.rule_uid,
             outbox.base_version, outbox.rule, outbox.trade_id, outbox.trade_executed_at, outbox.case_number, outbox.settlement,
             outbox.reason, outbox.problem, outbox.attempts, outbox.next_attempt_at, outbox.position, outbox.theirs
      FROM outbox
      LEFT JOIN member_view ON member_view.id = outbox.member_id
      LEFT JOIN member_view AS counterparty ON counterparty.id = outbox.counterparty_id;
  `,
};
