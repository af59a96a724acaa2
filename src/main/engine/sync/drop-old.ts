import { settlementStatuses } from '#shared/domain/records.ts';
import type { WriteDb } from '../cache/connection.ts';

const SETTLED = settlementStatuses.indexOf('settled');

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Deletes the single records of slots in a span of time, in the caller's transaction; the rollups stay. What the case of a trade that is not
 * settled is decided by stays too (PROTOCOL.md W2): the trade, what its members' meters said, its orders, what else they traded in its slot;
 * so does what the outbox names, an order that reaches beyond the span, and a trade that was executed after it. Clearings go with their certificates: one without all of its
 * trades could not be verified.
 * @returns rows that went
 */
export function dropRecords(db: WriteDb, communityId: number, { from, to }: Span): number {
  const executed = db.get<{ first: number | null; last: number | null }>(
    `SELECT MIN(first_trade_at) AS first, MAX(last_trade_at) AS last FROM rollup_slot
     WHERE community_id = ? AND slot >= ? AND slot < ?`,
    [communityId, from, to],
  )!;
  const span = { community: communityId, from, to, first: executed.first ?? 0, last: executed.last ?? -1 };
  const run = (sql: string): number => db.run(`WITH ${OPEN} ${sql}`, span);
  return (
    run(`DELETE FROM meter_reading WHERE community_id = @community AND slot >= @from AND slot < @to
      AND (slot, member_id) NOT IN (SELECT slot, buyer_id FROM open UNION ALL SELECT slot, seller_id FROM open)`) +
    run(`DELETE FROM offer WHERE community_id = @community AND window_start >= @from AND window_start < @to AND window_end <= @to
      AND id NOT IN (SELECT buy_offer_id FROM open WHERE buy_offer_id IS NOT NULL
        UNION ALL SELECT sell_offer_id FROM open WHERE sell_offer_id IS NOT NULL
        UNION ALL SELECT offer_id FROM outbox WHERE offer_id IS NOT NULL)`) +
    run(`DELETE FROM trade WHERE community_id = @community AND executed_at BETWEEN @first AND @last
      AND slot >= @from AND slot < @to AND executed_at < @to AND status = ${SETTLED}
      AND (slot, buyer_id) NOT IN (SELECT slot, buyer_id FROM open)
      AND (slot, seller_id) NOT IN (SELECT slot, seller_id FROM open)`) +
    run(`DELETE FROM settlement_event WHERE community_id = @community AND executed_at BETWEEN @first AND @last
      AND NOT EXISTS (SELECT 1 FROM trade WHERE trade.community_id = @community
        AND trade.executed_at = settlement_event.executed_at AND trade.id = settlement_event.trade_id)`) +
    run('DELETE FROM certificate WHERE community_id = @community AND slot >= @from AND slot < @to') +
    run('DELETE FROM clearing WHERE community_id = @community AND slot >= @from AND slot < @to')
  );
}

/** Trades of the span that are not settled or that a decision in the outbox is about. */
const OPEN = `open AS MATERIALIZED (
  SELECT slot, buyer_id, seller_id, buy_offer_id, sell_offer_id FROM trade
  WHERE community_id = @community AND executed_at BETWEEN @first AND @last AND slot >= @from AND slot < @to
    AND (status <> ${SETTLED} OR id IN (SELECT trade_id FROM outbox WHERE trade_id IS NOT NULL)))`;
