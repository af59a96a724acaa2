import type { Migration } from './migration.ts';

/**
 * Communities of which this desk keeps single records (readings, clearings with certificates, orders, trades) of the last months only
 * (PROTOCOL.md W). `raw_choice` is what was chosen for a community, by wire id: months, NULL for all; without a row it is what was chosen
 * with the connection. `raw_window` is how far that has come in a copy: single records of slots before `raw_from` are gone or were never
 * fetched, and the rollups of that time are the hub's as of the position `rolled_to` of its feed. A copy without a row has everything.
 */
export const migration0160: Migration = {
  version: 160,
  name: 'raw-window',
  sql: `
    CREATE TABLE raw_choice (
      community_uid TEXT PRIMARY KEY,
      months INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE raw_window (
      community_id INTEGER PRIMARY KEY REFERENCES community (id) ON DELETE CASCADE,
      raw_from INTEGER NOT NULL,
      rolled_to INTEGER NOT NULL
    ) STRICT;

    ALTER TABLE hub_connection ADD COLUMN raw_months INTEGER;
  `,
};
