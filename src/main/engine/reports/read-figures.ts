import type { ReportKind } from '#shared/contract/report-records.ts';
import type { OrderOf, ReportCommunity } from '#shared/reports/about.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineContext } from '../context.ts';
import { makers } from './makers.ts';
import type { ReadFigures, ReportTurn } from './report-maker.ts';

/**
 * Reads what an order asks for, from the data of now.
 * @throws INPUT_INVALID when the community or what the report is about is not in the cache
 */
export async function readFigures<K extends ReportKind>(
  context: EngineContext,
  order: OrderOf<K>,
  turn: ReportTurn,
): Promise<{ community: ReportCommunity; figures: ReadFigures<K> }> {
  const row = requireCommunity(context.cache.read, order.communityId);
  const read = makers[order.kind];
  return {
    community: {
      id: row.uid,
      name: row.name,
      district: row.district,
      timeZone: row.time_zone,
      currency: row.currency,
      mechanism: row.mechanism,
      slotMinutes: row.slot_minutes,
      isDemo: row.is_demo === 1,
      hasSimulatedTrades: row.has_simulated_trades === 1,
    },
    figures: await read(context, order, turn),
  };
}
