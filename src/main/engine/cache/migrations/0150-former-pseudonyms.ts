import type { Migration } from './migration.ts';

/**
 * Names that members had once. A certificate is sealed over the names of its time, so that one from before a change is verified under
 * the former one. What stands for a member without a pseudonym there is its wire id.
 *
 * Trades of slots without tariffs were counted as if these were 0; from here on they are neither a gain nor a loss.
 */
export const migration0150: Migration = {
  version: 150,
  name: 'former-pseudonyms',
  sql: `
    CREATE TABLE former_pseudonym (
      member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
      pseudonym TEXT NOT NULL,
      PRIMARY KEY (member_id, pseudonym)
    ) STRICT, WITHOUT ROWID;
  `,
  communitiesToRebuild: `SELECT id FROM community WHERE EXISTS (
    SELECT 1 FROM rollup_slot WHERE community_id = community.id AND trade_count > 0 AND NOT EXISTS (
      SELECT 1 FROM pricing_signal WHERE pricing_signal.community_id = community.id AND pricing_signal.slot = rollup_slot.slot))`,
};
