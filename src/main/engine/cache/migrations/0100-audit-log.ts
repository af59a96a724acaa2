import type { Migration } from './migration.ts';

/**
 * The audit log (DOMAIN.md section 8). An entry stands on the one before by its hash; a checkpoint is the device's signature over an entry's
 * number and hash. Nothing refers to a community by row id: the log outlives every community and every new copy of one.
 */
export const migration0100: Migration = {
  version: 100,
  name: 'audit-log',
  sql: `
    CREATE TABLE audit_entry (
      number INTEGER PRIMARY KEY CHECK (number > 0),
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      outcome TEXT NOT NULL,
      of INTEGER,
      method TEXT,
      actor TEXT,
      role TEXT NOT NULL,
      community_uid TEXT,
      details TEXT NOT NULL,
      previous BLOB NOT NULL CHECK (LENGTH(previous) = 32),
      hash BLOB NOT NULL CHECK (LENGTH(hash) = 32)
    ) STRICT;

    CREATE INDEX audit_entry_by_kind ON audit_entry (kind, community_uid, at);

    CREATE TABLE audit_checkpoint (
      number INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      public_key BLOB NOT NULL,
      signature BLOB NOT NULL
    ) STRICT;

    CREATE TRIGGER audit_entry_is_next BEFORE INSERT ON audit_entry
    WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM audit_entry)
    BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: the next entry takes the next number.'); END;

    CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: an entry is never changed.'); END;

    CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: an entry is never deleted.'); END;

    CREATE TRIGGER audit_checkpoint_is_next BEFORE INSERT ON audit_checkpoint
    WHEN NEW.number <= (SELECT COALESCE(MAX(number), 0) FROM audit_checkpoint)
      OR NEW.number NOT IN (SELECT number FROM audit_entry)
    BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: a checkpoint signs an entry after the last one signed.'); END;

    CREATE TRIGGER audit_checkpoint_stays BEFORE UPDATE ON audit_checkpoint
    BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: a checkpoint is never changed.'); END;

    CREATE TRIGGER audit_checkpoint_is_kept BEFORE DELETE ON audit_checkpoint
    BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: a checkpoint is never deleted.'); END;
  `,
};
