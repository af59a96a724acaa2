import type { Kysely } from 'kysely';
import { runStatements } from './run-statements.ts';

/**
 * The names that members had once, whoever changed them: certificates of before are sealed over them. What stands for a member without
 * a pseudonym in a certificate is its id.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await runStatements(db, statements);
}

const statements = [
  'ALTER TABLE community_members ADD COLUMN former_anonymized_ids jsonb',
  `CREATE FUNCTION keep_former_pseudonym() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE former text := COALESCE(NULLIF(OLD.anonymized_id, ''), OLD.id);
   BEGIN
     NEW.former_anonymized_ids := COALESCE(NEW.former_anonymized_ids, '[]') - former || to_jsonb(former);
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER community_members_former_pseudonym BEFORE UPDATE OF anonymized_id ON community_members
   FOR EACH ROW WHEN (OLD.anonymized_id <> NEW.anonymized_id) EXECUTE FUNCTION keep_former_pseudonym()`,
  'GRANT SELECT (former_anonymized_ids) ON community_members TO commonwatt_api',
  `CREATE OR REPLACE VIEW members_pseudonymous WITH (security_invoker = true) AS
   SELECT id, community_id, anonymized_id, role, joined_at, left_at, reputation_score, is_active, pv_capacity_kwp,
          battery_capacity_kwh, map_cell, balance, credit_limit, former_anonymized_ids
   FROM community_members WHERE anonymized_id <> ''`,
];
