import type { Kysely } from 'kysely';
import { runStatements } from './run-statements.ts';

/** Who made a version of a rule, and why; and managers make versions, through the API. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await runStatements(db, statements);
}

const me = "NULLIF(current_setting('commonwatt.user_id', true), '')::uuid";
const mine = `(SELECT c.community_id FROM hub_user_communities c WHERE c.user_id = ${me})`;
const mayChange = `current_setting('commonwatt.role', true) IN ('manager', 'admin')`;

const statements = [
  'ALTER TABLE trading_rule_versions ADD COLUMN changed_by text',
  'ALTER TABLE trading_rule_versions ADD COLUMN change_reason text',
  ...['trading_rules', 'trading_rule_versions'].map(
    (table) =>
      `CREATE POLICY insert_own ON ${table} FOR INSERT TO commonwatt_api WITH CHECK (${mayChange} AND community_id IN ${mine})`,
  ),
  `CREATE POLICY update_own ON trading_rules FOR UPDATE TO commonwatt_api USING (${mayChange} AND community_id IN ${mine})`,
  'GRANT INSERT ON trading_rules, trading_rule_versions TO commonwatt_api',
  'GRANT UPDATE (version) ON trading_rules TO commonwatt_api',
  // A view keeps the columns that its table had when it was made.
  'DROP VIEW rules_pseudonymous',
  `CREATE VIEW rules_pseudonymous WITH (security_invoker = true) AS
   SELECT v.*, r.member_id, r.last_matched_at, m.anonymized_id
   FROM trading_rules r JOIN trading_rule_versions v ON v.rule_id = r.id JOIN members_pseudonymous m ON m.id = r.member_id`,
  'GRANT SELECT ON rules_pseudonymous TO commonwatt_api',
];
