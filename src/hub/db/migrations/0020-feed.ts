import type { Kysely } from 'kysely';
import { runStatements } from './run-statements.ts';

/**
 * The change feed: each record once, in its newest state, at the position of its last change. `body` is the record's wire JSON, ready to
 * be sent; of a deleted record it is its key. `first_position` is where the record first appeared: what is named by a page before its
 * own turn has come is found by it (PROTOCOL.md L3).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await runStatements(db, statements);
}

const statements = [
  `CREATE TABLE change_feed (
    community_id text NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
    kind text NOT NULL,
    key text NOT NULL,
    position bigint NOT NULL,
    first_position bigint NOT NULL,
    is_deleted boolean NOT NULL DEFAULT false,
    body text NOT NULL,
    PRIMARY KEY (community_id, kind, key)
  )`,
  `CREATE UNIQUE INDEX change_feed_position ON change_feed (community_id, position)`,
  `CREATE INDEX change_feed_named ON change_feed (community_id, first_position) WHERE kind IN ('member', 'rule')`,
];
