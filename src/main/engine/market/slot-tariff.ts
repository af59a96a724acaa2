import type { Tariff } from '#shared/domain/tariff.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';

/** The tariffs of a slot, or of the latest one before it that has some; null without any. */
export function tariffAt(db: ReadDb, community: CommunityRow, slot: number): Tariff | null {
  const row = db.get<Tariff>(
    `SELECT grid_import_price AS retail, grid_export_price AS feedIn FROM pricing_signal
     WHERE community_id = ? AND slot <= ? ORDER BY slot DESC LIMIT 1`,
    [community.id, slot],
  );
  return row ?? null;
}
