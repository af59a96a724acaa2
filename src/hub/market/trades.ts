import type { Transaction } from 'kysely';
import type { Trade } from '#shared/domain/records.ts';
import { tradeWire } from '#shared/wire/market.ts';
import type { FeedChange } from '../db/feed.ts';
import type { Tables } from '../db/tables.ts';

/** Rows of one INSERT: far below the 65,535 parameters that a statement can have. */
const ROWS = 1000;

/**
 * Stores new trades, each with the first event of its history.
 * @param reason how they were made
 * @returns the trades for the feed
 */
export async function insertTrades(
  tx: Transaction<Tables>,
  communityId: string,
  trades: readonly Trade[],
  reason: string,
): Promise<FeedChange[]> {
  const wires = trades.map((trade) => tradeWire.encode(trade, communityId));
  for (let from = 0; from < wires.length; from += ROWS) {
    await tx
      .insertInto('trades')
      .values(wires.slice(from, from + ROWS))
      .execute();
  }
  await insertTradeEvents(
    tx,
    communityId,
    trades.map((trade) => ({ trade, at: trade.executedAt, reason })),
  );
  return wires.map((wire) => ({ kind: 'trade', key: wire.id, body: wire }));
}

export interface TradeEvent {
  /** As it is after the event. */
  readonly trade: Trade;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly reason: string;
}

/** Adds to the history of trades. */
export async function insertTradeEvents(
  tx: Transaction<Tables>,
  communityId: string,
  events: readonly TradeEvent[],
): Promise<void> {
  for (let from = 0; from < events.length; from += ROWS) {
    await tx
      .insertInto('trade_events')
      .values(
        events.slice(from, from + ROWS).map(({ trade, at, reason }) => ({
          trade_id: trade.id,
          community_id: communityId,
          version: trade.version,
          settlement_status: trade.settlementStatus,
          failure_code: trade.failureCode,
          at: new Date(at),
          reason,
        })),
      )
      .execute();
  }
}
