import type { Transaction } from 'kysely';
import type { Trade } from '#shared/domain/records.ts';
import type { SettlementEvent } from '#shared/settlement/events.ts';
import { tradeWire } from '#shared/wire/market.ts';
import { settlementEventWire } from '#shared/wire/settlement.ts';
import type { FeedChange } from '../db/feed.ts';
import type { Tables } from '../db/tables.ts';
import { newRecordId } from './record-id.ts';
import { recordOf } from './wire-row.ts';

/** Rows of one INSERT: far below the 65,535 parameters that a statement can have. */
const ROWS = 1000;

/** A trade with the steps of its case, in their order. */
export interface TradeCase {
  readonly trade: Trade;
  readonly events: readonly SettlementEvent[];
}

/** One more step of a case: what is not said has no meaning for its kind. */
export type CaseStep = Pick<SettlementEvent, 'kind' | 'tradeVersion'> &
  Partial<Pick<SettlementEvent, 'by' | 'byId' | 'reason' | 'failureCode' | 'resolution' | 'needsApproval' | 'before'>>;

/** The case of a trade that may be shown; null when the community has no such trade. One that never failed has no steps. */
export async function findTradeCase(
  tx: Transaction<Tables>,
  communityId: string,
  tradeId: string,
): Promise<TradeCase | null> {
  const row = await tx
    .selectFrom('trades_pseudonymous')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('id', '=', tradeId)
    .executeTakeFirst();
  if (!row) return null;
  const events = await tx
    .selectFrom('settlement_events')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('trade_id', '=', tradeId)
    .orderBy('number')
    .execute();
  return {
    trade: recordOf(tradeWire, row),
    events: events.map((event) => recordOf(settlementEventWire, event)),
  };
}

/**
 * Adds steps to cases, each behind those before it.
 * @param at epoch milliseconds
 * @returns them for the feed
 */
export async function addSteps(
  tx: Transaction<Tables>,
  communityId: string,
  steps: readonly (CaseStep & { readonly of: TradeCase })[],
  at: number,
): Promise<FeedChange[]> {
  const last = new Map<string, number>();
  const wires = steps.map(({ of: { trade, events }, ...step }) => {
    const number = (last.get(trade.id) ?? events.at(-1)?.number ?? 0) + 1;
    last.set(trade.id, number);
    const event: SettlementEvent = {
      by: null,
      byId: null,
      reason: null,
      failureCode: null,
      resolution: null,
      needsApproval: false,
      before: null,
      ...step,
      id: newRecordId(at),
      tradeId: trade.id,
      executedAt: trade.executedAt,
      number,
      at,
    };
    return settlementEventWire.encode(event, communityId);
  });
  for (let from = 0; from < wires.length; from += ROWS) {
    const rows = wires.slice(from, from + ROWS).map(({ resolution, needs_approval, before, ...wire }) => ({
      ...wire,
      needs_approval: needs_approval ?? false,
      resolution: resolution ? JSON.stringify(resolution) : null,
      before: before ? JSON.stringify(before) : null,
    }));
    await tx.insertInto('settlement_events').values(rows).execute();
  }
  return wires.map((wire) => ({ kind: 'settlement', key: wire.id, body: wire }));
}
