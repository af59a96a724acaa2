import type { Kysely } from 'kysely';
import { runStatements } from './run-statements.ts';

/**
 * Row-level security and the pseudonym views. Requests run as the role `commonwatt_api` with the settings `commonwatt.user_id` and
 * `commonwatt.role` (`db/as-user`): they see the communities of that person alone, change nothing as viewer or auditor, and cannot read
 * `community_members.user_id` at all. Members without a pseudonym are held back by the views, with all that names them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await runStatements(db, statements);
}

/** Tables with a community_id whose rows the API reads; those in `changing` it also writes. */
const reading = [
  'community_members',
  'trading_rules',
  'trading_rule_versions',
  'pricing_signals',
  'meter_readings',
  'clearings',
  'trading_offers',
  'trades',
  'trade_events',
  'community_stats',
  'consents',
  'change_feed',
];
const changing = ['community_members', 'trading_offers', 'trades', 'trade_events', 'change_feed'];

const me = "NULLIF(current_setting('commonwatt.user_id', true), '')::uuid";
const mine = `(SELECT c.community_id FROM hub_user_communities c WHERE c.user_id = ${me})`;
const mayChange = `current_setting('commonwatt.role', true) IN ('manager', 'admin')`;

const statements = [
  `DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'commonwatt_api') THEN CREATE ROLE commonwatt_api NOLOGIN; END IF;
  END $$`,
  'GRANT commonwatt_api TO CURRENT_USER',
  "DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO commonwatt_api', current_schema()); END $$",

  'ALTER TABLE communities ENABLE ROW LEVEL SECURITY',
  `CREATE POLICY read_own ON communities FOR SELECT TO commonwatt_api USING (id IN ${mine})`,
  `CREATE POLICY change_own ON communities FOR UPDATE TO commonwatt_api USING (${mayChange} AND id IN ${mine})`,
  'GRANT SELECT, UPDATE (feed_position) ON communities TO commonwatt_api',

  'ALTER TABLE hub_user_communities ENABLE ROW LEVEL SECURITY',
  `CREATE POLICY read_own ON hub_user_communities FOR SELECT TO commonwatt_api USING (user_id = ${me})`,
  'GRANT SELECT ON hub_user_communities TO commonwatt_api',

  ...reading.flatMap((table) => [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `CREATE POLICY read_own ON ${table} FOR SELECT TO commonwatt_api USING (community_id IN ${mine})`,
    ...(table === 'community_members' ? [] : [`GRANT SELECT ON ${table} TO commonwatt_api`]),
  ]),
  `GRANT SELECT (id, community_id, anonymized_id, role, joined_at, left_at, reputation_score, is_active, pv_capacity_kwp,
     battery_capacity_kwh, map_cell, balance, credit_limit), UPDATE (balance) ON community_members TO commonwatt_api`,

  ...changing.flatMap((table) => [
    `CREATE POLICY insert_own ON ${table} FOR INSERT TO commonwatt_api WITH CHECK (${mayChange} AND community_id IN ${mine})`,
    `CREATE POLICY update_own ON ${table} FOR UPDATE TO commonwatt_api USING (${mayChange} AND community_id IN ${mine})`,
  ]),
  'GRANT INSERT ON trading_offers, trades, trade_events, change_feed TO commonwatt_api',
  'GRANT UPDATE (remaining_kwh, status) ON trading_offers TO commonwatt_api',
  'GRANT UPDATE (position, first_position, is_deleted, body) ON change_feed TO commonwatt_api',

  'ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY',
  `CREATE POLICY own ON idempotency TO commonwatt_api USING (user_id = ${me}) WITH CHECK (user_id = ${me})`,
  'GRANT SELECT, INSERT ON idempotency TO commonwatt_api',

  'ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY',
  `CREATE POLICY append_own ON audit_log FOR INSERT TO commonwatt_api WITH CHECK (user_id = ${me})`,
  'GRANT INSERT ON audit_log TO commonwatt_api',

  // Nobody but the hub itself.
  'ALTER TABLE hub_users ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY',

  `CREATE VIEW members_pseudonymous WITH (security_invoker = true) AS
   SELECT id, community_id, anonymized_id, role, joined_at, left_at, reputation_score, is_active, pv_capacity_kwp,
          battery_capacity_kwh, map_cell, balance, credit_limit
   FROM community_members WHERE anonymized_id <> ''`,
  `CREATE VIEW offers_pseudonymous WITH (security_invoker = true) AS
   SELECT o.*, m.anonymized_id FROM trading_offers o JOIN members_pseudonymous m ON m.id = o.member_id`,
  `CREATE VIEW rules_pseudonymous WITH (security_invoker = true) AS
   SELECT v.*, r.member_id, r.last_matched_at, m.anonymized_id
   FROM trading_rules r JOIN trading_rule_versions v ON v.rule_id = r.id JOIN members_pseudonymous m ON m.id = r.member_id`,
  `CREATE VIEW trades_pseudonymous WITH (security_invoker = true) AS
   SELECT t.*, b.anonymized_id AS buyer, s.anonymized_id AS seller
   FROM trades t JOIN members_pseudonymous b ON b.id = t.buyer_id JOIN members_pseudonymous s ON s.id = t.seller_id`,
  'GRANT SELECT ON members_pseudonymous, offers_pseudonymous, rules_pseudonymous, trades_pseudonymous TO commonwatt_api',
];
