import type { ClearingRecordColumns, SignalColumns } from '#shared/domain/change-page.ts';
import { settlementStatuses, signalKinds } from '#shared/domain/records.ts';
import { clearingTypes } from '#shared/market/clearing.ts';
import { getRollup, slotRollup } from '../cache/rollup-tables.ts';
import type { WriteDb } from '../cache/connection.ts';
import { noRows, type RowCounts } from './merge-rows.ts';
import type { PageWork } from './page-work.ts';
import type { RollupChanges } from './rollup-changes.ts';
import { instantAt, integerIn, moneyAt, moneyOrNull, uuidAt } from './row-problem.ts';
import { atTariff, type Tariff } from './tariffs.ts';

const FAILED = settlementStatuses.indexOf('failed');

interface StoredSignal extends Tariff {
  readonly p2p_price: number | null;
  readonly forecast_next_hour: number | null;
  readonly signal: number;
}

/**
 * Stores the pricing signals of a page. A signal has no version: the last one that arrives stays. Where it moves a tariff, the trades of
 * the slot that are already stored are priced anew in the rollups.
 */
export function applySignals(
  db: WriteDb,
  communityId: number,
  signals: SignalColumns,
  rollups: RollupChanges,
): RowCounts {
  const counts = noRows();
  for (let row = 0; row < signals.count; row++) {
    const slot = instantAt(signals.slot[row], 'signals', row, 'slot');
    const now: StoredSignal = {
      p2p_price: moneyOrNull(signals.p2pPrice[row], 'signals', row, 'p2pPrice'),
      grid_import_price: moneyAt(signals.gridImportPrice[row], 'signals', row, 'gridImportPrice'),
      grid_export_price: moneyAt(signals.gridExportPrice[row], 'signals', row, 'gridExportPrice'),
      forecast_next_hour: moneyOrNull(signals.forecastNextHour[row], 'signals', row, 'forecastNextHour'),
      signal: integerIn(signals.signal[row], 0, signalKinds.length - 1, 'signals', row, 'signal'),
    };
    const old = db.get<StoredSignal>(
      `SELECT p2p_price, grid_import_price, grid_export_price, forecast_next_hour, signal FROM pricing_signal
       WHERE community_id = ? AND slot = ?`,
      [communityId, slot],
    );
    if (old && signalFields.every((field) => old[field] === now[field])) {
      counts.unchanged++;
      continue;
    }
    db.run(
      `INSERT INTO pricing_signal (community_id, slot, p2p_price, grid_import_price, grid_export_price, forecast_next_hour, signal)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET p2p_price = excluded.p2p_price, grid_import_price = excluded.grid_import_price,
         grid_export_price = excluded.grid_export_price, forecast_next_hour = excluded.forecast_next_hour, signal = excluded.signal`,
      [communityId, slot, ...signalFields.map((field) => now[field])],
    );
    if (old) counts.changed++;
    else counts.inserted++;
    repriceTrades(db, communityId, slot, old ?? null, now, rollups);
  }
  return counts;
}

const signalFields = ['p2p_price', 'grid_import_price', 'grid_export_price', 'forecast_next_hour', 'signal'] as const;

/** Moves the amounts at tariff of the stored trades of a slot from one tariff, or none, to another. */
function repriceTrades(
  db: WriteDb,
  communityId: number,
  slot: number,
  from: Tariff | null,
  to: Tariff,
  rollups: RollupChanges,
): void {
  if (from?.grid_import_price === to.grid_import_price && from.grid_export_price === to.grid_export_price) return;
  const span = getRollup(db, slotRollup, communityId, [slot]);
  if (!span || span.first_trade_at === null) return;
  const trades = db.all<{ buyer_id: number; seller_id: number; quantity_wh: number; amount: number }>(
    `SELECT buyer_id, seller_id, quantity_wh, amount FROM trade
     WHERE community_id = ? AND executed_at BETWEEN ? AND ? AND slot = ? AND status <> ${FAILED}`,
    [communityId, span.first_trade_at, span.last_trade_at, slot],
  );
  const { day, sums } = rollups.slot(slot);
  for (const { buyer_id, seller_id, ...trade } of trades) {
    const [before, after] = [atTariff(trade, from), atTariff(trade, to)];
    const retail = after.retail - before.retail;
    const feedIn = after.feedIn - before.feedIn;
    sums.retail_amount += retail;
    sums.feed_in_amount += feedIn;
    rollups.member(day, buyer_id).bought_retail_amount += retail;
    rollups.member(day, seller_id).sold_feed_in_amount += feedIn;
  }
}

/** Stores the clearings of a page. A clearing is a record of what happened and never changes: a known one stays as it is. */
export function applyClearings(
  { db, communityId, uptake, window }: PageWork,
  clearings: ClearingRecordColumns,
): RowCounts {
  const counts = noRows();
  for (let row = 0; row < clearings.count; row++) {
    if (clearings.slot[row] < Math.max(uptake.trade, window.rawFrom)) {
      counts.ignored++;
      continue;
    }
    const stored = db.run(
      `INSERT INTO clearing (community_id, slot, id, type, price, interval_low, interval_high, quantity_wh, marginal_quantity_wh,
         marginal_total_wh)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      [
        communityId,
        instantAt(clearings.slot[row], 'clearings', row, 'slot'),
        uuidAt(clearings.id, row, 'clearings', 'id'),
        integerIn(clearings.type[row], 0, clearingTypes.length - 1, 'clearings', row, 'type'),
        moneyOrNull(clearings.price[row], 'clearings', row, 'price'),
        moneyOrNull(clearings.intervalLow[row], 'clearings', row, 'intervalLow'),
        moneyOrNull(clearings.intervalHigh[row], 'clearings', row, 'intervalHigh'),
        integerIn(clearings.quantityWh[row], 0, Number.MAX_SAFE_INTEGER, 'clearings', row, 'quantityWh'),
        integerIn(
          clearings.marginalQuantityWh[row],
          0,
          Number.MAX_SAFE_INTEGER,
          'clearings',
          row,
          'marginalQuantityWh',
        ),
        integerIn(clearings.marginalTotalWh[row], 0, Number.MAX_SAFE_INTEGER, 'clearings', row, 'marginalTotalWh'),
      ],
    );
    if (stored > 0) counts.inserted++;
    else counts.unchanged++;
  }
  return counts;
}
