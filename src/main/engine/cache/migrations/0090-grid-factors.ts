import type { Migration } from './migration.ts';

/**
 * Hourly factors of the grid, which a person imports for a community and which are used in place of the year's (DOMAIN.md section 5).
 * Whole milligrams of CO2e per kWh by hour (UTC epoch milliseconds). The source stands beside every figure, so that factors without one
 * cannot be stored. A hub knows nothing of them: they move with the community when it is fetched anew.
 */
export const migration0090: Migration = {
  version: 90,
  name: 'grid-factors',
  sql: `
    CREATE TABLE grid_factor_source (
      community_id INTEGER PRIMARY KEY REFERENCES community (id) ON DELETE CASCADE,
      source TEXT NOT NULL,
      file_name TEXT NOT NULL,
      imported_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE grid_factor (
      community_id INTEGER NOT NULL REFERENCES grid_factor_source (community_id) ON DELETE CASCADE,
      hour INTEGER NOT NULL,
      milligrams_per_kwh INTEGER NOT NULL,
      PRIMARY KEY (community_id, hour)
    ) STRICT, WITHOUT ROWID;
  `,
};
