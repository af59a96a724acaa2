import type { ChangePage } from '#shared/domain/change-page.ts';
import { signalKinds } from '#shared/domain/records.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { rebuildRollups } from '../cache/rebuild-rollups.ts';
import type { WriteDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { applyPage } from '../sync/apply.ts';

const NEUTRAL = signalKinds.indexOf('neutral');

/** Whether one of the slots has been cleared. */
export function hasClearing(db: WriteDb, community: CommunityRow, slots: Iterable<number>): boolean {
  for (const slot of slots) {
    if (db.get('SELECT 1 FROM clearing WHERE community_id = ? AND slot = ?', [community.id, slot])) return true;
  }
  return false;
}

/**
 * Takes a simulated market back: its clearings, offers, trades and prices. A clearing must fit the readings and tariffs it was made from;
 * when those change, the whole is cleared anew. For a community whose trades are all simulated.
 */
export function resetSimulatedMarket(db: WriteDb, community: CommunityRow): void {
  db.transaction(() => {
    for (const table of ['settlement_event', 'trade', 'offer', 'certificate', 'clearing']) {
      db.run(`DELETE FROM ${table} WHERE community_id = ?`, [community.id]);
    }
    db.run('UPDATE pricing_signal SET p2p_price = NULL, forecast_next_hour = NULL, signal = ? WHERE community_id = ?', [
      NEUTRAL,
      community.id,
    ]);
    rebuildRollups(db, community.id);
  });
}

interface StoredSignal {
  readonly p2p_price: number | null;
  readonly grid_import_price: number;
  readonly grid_export_price: number;
  readonly forecast_next_hour: number | null;
  readonly signal: number;
}

/**
 * Gives slots a tariff, in one transaction. A slot's community price stays, unless it was simulated with another tariff: then the
 * simulated market is taken back.
 */
export function writeTariffs(db: WriteDb, community: CommunityRow, slots: readonly number[], tariff: Tariff): void {
  db.transaction(() => {
    const stored = slots.map((slot) =>
      db.get<StoredSignal>(
        `SELECT p2p_price, grid_import_price, grid_export_price, forecast_next_hour, signal FROM pricing_signal
         WHERE community_id = ? AND slot = ?`,
        [community.id, slot],
      ),
    );
    const isChanged = (signal: StoredSignal | undefined): boolean =>
      signal !== undefined &&
      (signal.grid_import_price !== tariff.retail || signal.grid_export_price !== tariff.feedIn);
    const changed = slots.filter((_, at) => isChanged(stored[at]));
    const isReset = community.has_simulated_trades === 1 && hasClearing(db, community, changed);
    if (isReset) resetSimulatedMarket(db, community);
    const kept = isReset ? [] : stored;
    const page: ChangePage = {
      communityId: community.uid,
      memberIds: [],
      ruleIds: [],
      signals: {
        count: slots.length,
        slot: Float64Array.from(slots),
        p2pPrice: Float64Array.from(slots, (_, at) => kept[at]?.p2p_price ?? NaN),
        gridImportPrice: new Float64Array(slots.length).fill(tariff.retail),
        gridExportPrice: new Float64Array(slots.length).fill(tariff.feedIn),
        forecastNextHour: Float64Array.from(slots, (_, at) => kept[at]?.forecast_next_hour ?? NaN),
        signal: Uint8Array.from(slots, (_, at) => kept[at]?.signal ?? NEUTRAL),
      },
    };
    applyPage(db, page);
  });
}
