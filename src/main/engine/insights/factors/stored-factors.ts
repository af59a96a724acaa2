import type { WriteDb } from '../../cache/connection.ts';

/** A series of factors that is to be stored. */
export interface NewFactors {
  /** Who published them and for which years. */
  readonly source: string;
  readonly fileName: string;
  /** Hours, epoch milliseconds, and the factor of each in milligrams of CO2e per kWh. */
  readonly hours: readonly number[];
  readonly milligrams: readonly number[];
  readonly now: number;
}

/** Stores hourly factors of a community (row id) in place of those that there are, in one transaction. */
export function storeFactors(
  db: WriteDb,
  communityId: number,
  { source, fileName, hours, milligrams, now }: NewFactors,
): void {
  db.transaction(() => {
    removeFactors(db, communityId);
    db.run('INSERT INTO grid_factor_source (community_id, source, file_name, imported_at) VALUES (?, ?, ?, ?)', [
      communityId,
      source,
      fileName,
      now,
    ]);
    for (const [at, hour] of hours.entries()) {
      db.run('INSERT INTO grid_factor (community_id, hour, milligrams_per_kwh) VALUES (?, ?, ?)', [
        communityId,
        hour,
        milligrams[at],
      ]);
    }
  });
}

/** Deletes the hourly factors of a community (row id): the factor of the year holds again. */
export function removeFactors(db: WriteDb, communityId: number): void {
  db.run('DELETE FROM grid_factor_source WHERE community_id = ?', [communityId]);
}
