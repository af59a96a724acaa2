import type { Migration } from './migration.ts';

/**
 * How long the data of a community are kept, what holds them back, how far they have been cleared, and the proof of what was erased
 * (DOMAIN.md section 8). Records of law: they name the community and the member by wire id, so that they outlive both. An erasure record
 * holds counts and no personal data, and stays as it was written. `length` is in the clock's own unit (`shared/privacy/retention`);
 * a clock without a row runs by the standard. `before`: rows of the class older than this are cleared, and a source does not bring them back.
 * `member.erased_at` marks what is left of an erased member: a row that trades and sums hang on, under a pseudonym that tells nothing.
 */
export const migration0130: Migration = {
  version: 130,
  name: 'retention',
  sql: `
    ALTER TABLE member ADD COLUMN erased_at INTEGER;

    CREATE TABLE retention_clock (
      community_uid TEXT NOT NULL,
      class TEXT NOT NULL,
      length INTEGER NOT NULL,
      PRIMARY KEY (community_uid, class)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE legal_hold (
      id TEXT PRIMARY KEY,
      community_uid TEXT NOT NULL,
      member_uid TEXT,
      class TEXT,
      reason TEXT NOT NULL,
      set_at INTEGER NOT NULL,
      lifted_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX legal_hold_community ON legal_hold (community_uid);

    CREATE TABLE retention_cleared (
      community_uid TEXT NOT NULL,
      class TEXT NOT NULL,
      before INTEGER NOT NULL,
      PRIMARY KEY (community_uid, class)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE erasure_record (
      id TEXT PRIMARY KEY,
      at INTEGER NOT NULL,
      community_uid TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('retention', 'member')),
      class TEXT,
      cutoff INTEGER,
      counts TEXT NOT NULL,
      entry_number INTEGER NOT NULL,
      CHECK ((kind = 'retention') = (class IS NOT NULL AND cutoff IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX erasure_record_community ON erasure_record (community_uid, at);
    CREATE TRIGGER erasure_record_stays BEFORE UPDATE ON erasure_record
    BEGIN SELECT RAISE(ABORT, 'An erasure record is never changed.'); END;
    CREATE TRIGGER erasure_record_is_kept BEFORE DELETE ON erasure_record
    BEGIN SELECT RAISE(ABORT, 'An erasure record is never deleted.'); END;
  `,
};
