import type { Kysely } from 'kysely';
import { runStatements } from './run-statements.ts';

/** Who may use the hub, their sign-ins, the keys of commands that were carried out, and the audit log, which only grows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await runStatements(db, statements);
}

const statements = [
  `CREATE TABLE hub_users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('viewer', 'auditor', 'manager', 'admin')),
    password_hash text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    failed_attempts integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE UNIQUE INDEX hub_users_email ON hub_users (lower(email))`,
  `CREATE TABLE hub_user_communities (
    user_id uuid NOT NULL REFERENCES hub_users (id) ON DELETE CASCADE,
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, community_id)
  )`,
  `-- Tokens are kept as SHA-256. A family is one sign-in; its tokens follow each other.
  CREATE TABLE refresh_tokens (
    token_hash text PRIMARY KEY,
    family uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES hub_users (id) ON DELETE CASCADE,
    parent_hash text,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz
  )`,
  `CREATE INDEX refresh_tokens_family ON refresh_tokens (family)`,
  `CREATE TABLE idempotency (
    user_id uuid NOT NULL REFERENCES hub_users (id) ON DELETE CASCADE,
    key text NOT NULL,
    request_hash text NOT NULL,
    result jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, key)
  )`,
  `CREATE TABLE audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    user_id uuid,
    community_id text,
    action text NOT NULL,
    subject text NOT NULL,
    outcome text NOT NULL,
    details jsonb NOT NULL
  )`,
  `CREATE INDEX audit_log_community ON audit_log (community_id, at)`,
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION '% only grows: entries are neither changed nor deleted', TG_TABLE_NAME;
  END $$`,
  `CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
];
