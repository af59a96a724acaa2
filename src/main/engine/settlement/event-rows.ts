import { failureCodes, settlementStatuses } from '#shared/domain/records.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import {
  type Resolution,
  resolutionKinds,
  type SettlementEvent,
  settlementEventKinds,
} from '#shared/settlement/events.ts';
import type { ReadDb, SqlValue } from '../cache/connection.ts';

interface EventRow {
  readonly executed_at: number;
  readonly trade_id: Uint8Array;
  readonly number: number;
  readonly id: Uint8Array;
  readonly kind: number;
  readonly at: number;
  readonly actor: string | null;
  readonly actor_uid: string | null;
  readonly reason: string | null;
  readonly trade_version: number;
  readonly failure_code: number | null;
  readonly resolution: number | null;
  readonly quantity_wh: number | null;
  readonly evidence: string | null;
  readonly reference: string | null;
  readonly needs_approval: number;
  readonly quantity_before_wh: number | null;
  readonly amount_before: number | null;
}

const COLUMNS = `executed_at, trade_id, number, id, kind, at, actor, actor_uid, reason, trade_version, failure_code, resolution,
  quantity_wh, evidence, reference, needs_approval, quantity_before_wh, amount_before`;

const FAILED = settlementStatuses.indexOf('failed');
const RESOLVED = settlementEventKinds.indexOf('resolved');

/**
 * The steps in the case of a trade, in their order.
 * @param communityId row id
 * @param executedAt of the trade, epoch milliseconds
 */
export function eventsOfTrade(
  db: ReadDb,
  communityId: number,
  executedAt: number,
  tradeId: Uint8Array,
): SettlementEvent[] {
  const rows = db.all<EventRow>(
    `SELECT ${COLUMNS} FROM settlement_event WHERE community_id = ? AND executed_at = ? AND trade_id = ? ORDER BY number`,
    [communityId, executedAt, tradeId],
  );
  return rows.map(eventOf);
}

/**
 * The steps in the cases of all trades that were executed in [from, to), in the order of trades and steps.
 * @param communityId row id
 */
export function* eventsBetween(
  db: ReadDb,
  communityId: number,
  { from, to }: { readonly from: number; readonly to: number },
): Generator<SettlementEvent> {
  const rows = db.iterate<EventRow>(
    `SELECT ${COLUMNS} FROM settlement_event WHERE community_id = ? AND executed_at >= ? AND executed_at < ?
     ORDER BY executed_at, trade_id, number`,
    [communityId, from, to],
  );
  for (const row of rows) yield eventOf(row);
}

/**
 * The failed trades of `@community` whose cases may be unresolved on this desk, for the place after FROM: those of which the last step does
 * not resolve the case, and those in `@pending`, a JSON array of wire ids, about which this desk has decided since. The partial index is
 * used only where its condition is repeated (migration 0010).
 */
export const UNRESOLVED_TRADES = `trade INDEXED BY trade_failed WHERE trade.status = ${FAILED} AND trade.community_id = @community
  AND ((SELECT kind FROM settlement_event AS last WHERE last.community_id = trade.community_id AND last.executed_at = trade.executed_at
      AND last.trade_id = trade.id ORDER BY number DESC LIMIT 1) IS NOT ${RESOLVED}
    OR trade.id IN (SELECT unhex(value, '-') FROM json_each(@pending)))`;

/** What `UNRESOLVED_TRADES` looks for. */
export interface UnresolvedParams extends Readonly<Record<string, SqlValue>> {
  /** Row id. */
  readonly community: number;
  readonly pending: string;
}

/** The steps in the cases of `UNRESOLVED_TRADES`, in the order of trades and steps. */
export function eventsOfUnresolved(db: ReadDb, params: UnresolvedParams): SettlementEvent[] {
  const rows = db.all<EventRow>(
    `WITH failed AS MATERIALIZED (SELECT executed_at, id FROM ${UNRESOLVED_TRADES})
     SELECT ${columnsOf('event')} FROM failed
     CROSS JOIN settlement_event AS event ON event.community_id = @community AND event.executed_at = failed.executed_at
       AND event.trade_id = failed.id
     ORDER BY event.executed_at, event.trade_id, event.number`,
    params,
  );
  return rows.map(eventOf);
}

/**
 * The steps in the cases of all trades of which some case was resolved once, in the order of trades and steps.
 * @param communityId row id
 */
export function eventsOfResolved(db: ReadDb, communityId: number): SettlementEvent[] {
  const rows = db.all<EventRow>(
    `WITH resolved AS (SELECT DISTINCT executed_at, trade_id FROM settlement_event INDEXED BY settlement_resolved
       WHERE community_id = @community AND kind = ${RESOLVED})
     SELECT ${columnsOf('event')} FROM resolved
     CROSS JOIN settlement_event AS event ON event.community_id = @community AND event.executed_at = resolved.executed_at
       AND event.trade_id = resolved.trade_id
     ORDER BY event.executed_at, event.trade_id, event.number`,
    { community: communityId },
  );
  return rows.map(eventOf);
}

function columnsOf(table: string): string {
  return COLUMNS.split(/,\s*/)
    .map((column) => `${table}.${column}`)
    .join(', ');
}

function eventOf(row: EventRow): SettlementEvent {
  return {
    id: uuidText(row.id),
    tradeId: uuidText(row.trade_id),
    executedAt: row.executed_at,
    number: row.number,
    kind: settlementEventKinds[row.kind],
    at: row.at,
    by: row.actor,
    byId: row.actor_uid,
    reason: row.reason,
    tradeVersion: row.trade_version,
    failureCode: row.failure_code === null ? null : failureCodes[row.failure_code],
    resolution: resolutionOf(row),
    needsApproval: row.needs_approval === 1,
    before:
      row.quantity_before_wh === null || row.amount_before === null
        ? null
        : { quantityWh: row.quantity_before_wh, amount: row.amount_before },
  };
}

function resolutionOf({ resolution, quantity_wh: quantityWh, evidence, reference }: EventRow): Resolution | null {
  if (resolution === null) return null;
  const kind = resolutionKinds[resolution];
  if (kind === 'adjust') return { kind, quantityWh: quantityWh ?? 0 };
  if (kind === 'by-hand') return { kind, evidence: evidence ?? '', reference: reference ?? '' };
  return { kind };
}
