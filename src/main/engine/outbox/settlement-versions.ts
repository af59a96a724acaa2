import { z } from 'zod';
import type { OutboxSettlement } from '#shared/contract/outbox.ts';
import type { SettlementEventRecord } from '#shared/contract/settlement-records.ts';
import { failureCodes, settlementStatuses } from '#shared/domain/records.ts';
import type { SettlementEvent } from '#shared/settlement/events.ts';
import { tradeWire } from '#shared/wire/market.ts';
import { settlementEventWire } from '#shared/wire/settlement.ts';
import { commandResultFields, type CommandResult } from '#shared/wire/sync.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { eventsOfTrade } from '../settlement/event-rows.ts';

type CaseVersion = NonNullable<OutboxSettlement['theirs']>;

interface TradeRow {
  readonly status: number;
  readonly failure_code: number | null;
  readonly quantity_wh: number;
  readonly amount: number;
  readonly version: number;
}

/** The hub's trade with the steps of its case, in the form in which a conflict keeps it. */
const theirCaseFields = commandResultFields.shape.their_case.unwrap().unwrap();

/**
 * A trade with the steps of its case as the copy has it; null when it has none that may be shown.
 * @param executedAt of the trade, epoch milliseconds
 */
export function ourCase(
  db: ReadDb,
  community: CommunityRow,
  executedAt: number,
  tradeId: Uint8Array,
): CaseVersion | null {
  const row = db.get<TradeRow>(
    `SELECT status, failure_code, quantity_wh, amount, version FROM trade_view
     WHERE community_id = ? AND executed_at = ? AND id = ?`,
    [community.id, executedAt, tradeId],
  );
  if (!row) return null;
  return {
    status: settlementStatuses[row.status],
    failureCode: row.failure_code === null ? null : failureCodes[row.failure_code],
    quantityWh: row.quantity_wh,
    amount: row.amount,
    version: row.version,
    events: eventsOfTrade(db, community.id, executedAt, tradeId).map(stepRecord),
  };
}

/** The hub's version of a case, from the wire form in which it was kept; null when it is none. */
export function theirCase(json: string): CaseVersion | null {
  const kept = JSON.parse(json) as z.input<typeof theirCaseFields>;
  const trade = tradeWire.decode(kept.trade);
  const steps = kept.events.map((step) => settlementEventWire.decode(step)).filter((step) => step.ok);
  if (!trade.ok || steps.length < kept.events.length) return null;
  const { settlementStatus: status, failureCode, quantityWh, amount, version } = trade.record;
  return { status, failureCode, quantityWh, amount, version, events: steps.map(({ record }) => stepRecord(record)) };
}

/** The JSON of the wire form in which the hub's version of a case is kept. */
export function keptCase(theirs: NonNullable<CommandResult['their_case']>): string {
  return JSON.stringify(z.encode(theirCaseFields, theirs));
}

/** A step of a case as the pages are told it: who took it by name alone. */
function stepRecord(step: SettlementEvent): SettlementEventRecord {
  const { id, number, kind, at, by, reason, tradeVersion, failureCode, resolution, needsApproval, before } = step;
  return { id, number, kind, at, by, reason, tradeVersion, failureCode, resolution, needsApproval, before };
}
