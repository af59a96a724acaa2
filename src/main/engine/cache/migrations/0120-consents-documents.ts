import type { Migration } from './migration.ts';

/**
 * Records of law: what members consented to, the community's documents with every version, and who the organiser is. They are known by
 * wire ids and hang on no other table, so that they outlive a community that is fetched anew or removed. Kinds and purposes are their
 * names (`shared/privacy/consents`, `shared/contract/documents`): such records are read years later, by others too.
 *
 * A decision about a consent is never changed; the erasure of a member, and nothing else, takes its decisions away. The last word on a
 * purpose is the decision of the latest day, whenever it was recorded. Who has withdrawn the consent to be placed on the map has no cell
 * in the view that all queries use.
 */
export const migration0120: Migration = {
  version: 120,
  name: 'consents-documents',
  sql: `
    CREATE TABLE consent (
      member_uid TEXT NOT NULL,
      number INTEGER NOT NULL,
      community_uid TEXT NOT NULL,
      purpose TEXT NOT NULL,
      decision TEXT NOT NULL CHECK (decision IN ('given', 'withdrawn')),
      document_version INTEGER,
      at INTEGER NOT NULL,
      recorded_at INTEGER NOT NULL,
      PRIMARY KEY (member_uid, number),
      CHECK ((decision = 'given') = (document_version IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX consent_community ON consent (community_uid);
    CREATE TRIGGER consent_is_next BEFORE INSERT ON consent
    WHEN NEW.number <= (SELECT MAX(number) FROM consent WHERE member_uid = NEW.member_uid) BEGIN
      SELECT RAISE(ABORT, 'A recorded consent is never replaced.');
    END;
    CREATE TRIGGER consent_stays BEFORE UPDATE ON consent BEGIN
      SELECT RAISE(ABORT, 'A recorded consent is never changed.');
    END;

    CREATE VIEW consent_last AS
      SELECT community_uid, member_uid, number, purpose, decision, document_version, at, recorded_at
      FROM consent AS last
      WHERE NOT EXISTS (
        SELECT 1 FROM consent AS later
        WHERE later.member_uid = last.member_uid AND later.purpose = last.purpose
          AND (later.at, later.number) > (last.at, last.number)
      );

    DROP VIEW member_view;
    CREATE VIEW member_view AS
      SELECT id, community_id, uid, anonymized_id, role, joined_at, left_at, reputation_score, is_active, pv_capacity_wp,
             battery_capacity_wh,
             CASE WHEN EXISTS (
               SELECT 1 FROM consent_last
               WHERE consent_last.member_uid = member.uid AND purpose = 'map' AND decision = 'withdrawn'
             ) THEN NULL ELSE map_cell END AS map_cell,
             balance, credit_limit
      FROM member
      WHERE anonymized_id IS NOT NULL AND anonymized_id <> '';

    CREATE TABLE community_document (
      community_uid TEXT NOT NULL,
      kind TEXT NOT NULL,
      version INTEGER NOT NULL,
      title TEXT NOT NULL,
      language TEXT NOT NULL,
      text TEXT NOT NULL,
      valid_from INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (community_uid, kind, version)
    ) STRICT;
    CREATE TRIGGER community_document_is_next BEFORE INSERT ON community_document
    WHEN NEW.version <= (SELECT MAX(version) FROM community_document WHERE community_uid = NEW.community_uid AND kind = NEW.kind) BEGIN
      SELECT RAISE(ABORT, 'A version of a document is never replaced.');
    END;
    CREATE TRIGGER community_document_stays BEFORE UPDATE ON community_document BEGIN
      SELECT RAISE(ABORT, 'A version of a document is never changed.');
    END;
    CREATE TRIGGER community_document_is_kept BEFORE DELETE ON community_document BEGIN
      SELECT RAISE(ABORT, 'A version of a document is never deleted.');
    END;

    CREATE TABLE organiser (
      community_uid TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      address TEXT NOT NULL,
      contact TEXT NOT NULL,
      representative TEXT,
      protection_officer TEXT,
      changed_at INTEGER NOT NULL
    ) STRICT;
  `,
};
