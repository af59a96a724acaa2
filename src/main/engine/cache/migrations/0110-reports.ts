import type { Migration } from './migration.ts';

/**
 * The reports that were made at this desk, so that what was printed can be checked years later: what was ordered (JSON), the fingerprint
 * of the figures, and the digest of each section with its title (JSON). `report_file` knows the PDF files that were saved, by their
 * SHA-256. A report outlives its community in the cache, so it names it by its wire id.
 */
export const migration0110: Migration = {
  version: 110,
  name: 'reports',
  sql: `
    CREATE TABLE report (
      id TEXT PRIMARY KEY,
      community_uid TEXT NOT NULL,
      report_order TEXT NOT NULL,
      language TEXT NOT NULL,
      made_at INTEGER NOT NULL,
      data_to INTEGER,
      fingerprint TEXT NOT NULL,
      sections TEXT NOT NULL,
      title TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX report_community ON report (community_uid, made_at);

    CREATE TABLE report_file (
      sha256 TEXT NOT NULL,
      report_id TEXT NOT NULL REFERENCES report (id) ON DELETE CASCADE,
      saved_at INTEGER NOT NULL,
      PRIMARY KEY (report_id, sha256)
    ) STRICT, WITHOUT ROWID;
  `,
};
