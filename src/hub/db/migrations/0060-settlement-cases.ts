import type { Kysely } from 'kysely';
import { runStatements } from './run-statements.ts';

/**
 * The cases of failed trades: steps that only grow, made by admins, who alone change a trade through the API, and with it the statistics
 * of its hour and day.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await runStatements(db, statements);
}

const me = "NULLIF(current_setting('commonwatt.user_id', true), '')::uuid";
const mine = `(SELECT c.community_id FROM hub_user_communities c WHERE c.user_id = ${me})`;
const maySettle = `current_setting('commonwatt.role', true) = 'admin'`;

const statements = [
  `CREATE TABLE settlement_events (
    id uuid PRIMARY KEY,
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    trade_id uuid NOT NULL,
    executed_at timestamptz NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    kind text NOT NULL CHECK (kind IN ('failed', 'proposed', 'approved', 'rejected', 'resolved')),
    at timestamptz NOT NULL,
    "by" text,
    by_id text,
    reason text,
    trade_version integer NOT NULL,
    failure_code text,
    resolution jsonb,
    needs_approval boolean NOT NULL DEFAULT false,
    before jsonb,
    UNIQUE (trade_id, number)
  )`,
  'CREATE INDEX settlement_events_community ON settlement_events (community_id, at)',
  `CREATE TRIGGER settlement_events_append_only BEFORE UPDATE ON settlement_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  'ALTER TABLE settlement_events ENABLE ROW LEVEL SECURITY',
  `CREATE POLICY read_own ON settlement_events FOR SELECT TO commonwatt_api USING (community_id IN ${mine})`,
  `CREATE POLICY insert_own ON settlement_events FOR INSERT TO commonwatt_api
    WITH CHECK (${maySettle} AND community_id IN ${mine})`,
  'GRANT SELECT, INSERT ON settlement_events TO commonwatt_api',
  `CREATE INDEX trades_failed ON trades (community_id, executed_at, id) WHERE settlement_status = 'failed'`,
  `CREATE POLICY settle_as_admin ON trades AS RESTRICTIVE FOR UPDATE TO commonwatt_api USING (${maySettle})`,
  `GRANT UPDATE (quantity_kwh, total_amount, settlement_status, failure_code, version) ON trades TO commonwatt_api`,
  `CREATE POLICY insert_own ON community_stats FOR INSERT TO commonwatt_api
    WITH CHECK (${maySettle} AND community_id IN ${mine})`,
  `CREATE POLICY update_own ON community_stats FOR UPDATE TO commonwatt_api
    USING (${maySettle} AND community_id IN ${mine})`,
  'GRANT INSERT, UPDATE ON community_stats TO commonwatt_api',
];
