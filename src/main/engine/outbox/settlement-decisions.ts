import { z } from 'zod';
import { resolutionSchema } from '#shared/contract/settlement-records.ts';
import { outboxKinds, type OutboxState, outboxStates } from '#shared/domain/outbox.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { type Resolution, type SettlementAction, settlementActions } from '#shared/settlement/events.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { NOT_IN_COPY, stateCode } from './commands.ts';

/** What is to be done in a case. */
export interface SettlementDecision {
  readonly action: SettlementAction;
  /** What is proposed, approved or rejected. */
  readonly resolution: Resolution;
  /** Of a proposal: a second person has to agree, as the decision is part of a larger one. */
  readonly asksApproval: boolean;
}

const settlementDecisionSchema = z.object({
  action: z.enum(settlementActions),
  resolution: resolutionSchema,
  asksApproval: z.boolean(),
}) satisfies z.ZodType<SettlementDecision>;

/** A decision of this desk about the case of a trade. */
export interface PendingSettlement {
  readonly commandId: string;
  readonly action: SettlementAction;
  readonly state: Exclude<OutboxState, 'withdrawn'>;
  readonly tradeId: string;
  /** Of the trade, epoch milliseconds. */
  readonly executedAt: number;
  readonly resolution: Resolution;
  /** Of a proposal: whether it is part of a decision that a second person has to agree to. */
  readonly asksApproval: boolean;
  readonly reason: string;
  readonly createdAt: number;
  /** The last step of the case that was seen. */
  readonly caseNumber: number;
}

interface PendingRow {
  readonly uid: string;
  readonly state: number;
  readonly trade_id: Uint8Array;
  readonly trade_executed_at: number;
  readonly settlement: string;
  readonly reason: string;
  readonly created_at: number;
  readonly case_number: number;
}

/** States of what came to nothing and stays in sight until a person has looked at it. */
const CAME_TO_NOTHING = (['refused', 'conflict'] as const).map(stateCode).join(', ');

/**
 * The last decision of this desk about each case, by trade id: one that counts because the copy does not tell it yet, or one that came to
 * nothing and was not looked at (`isOnItsWay` tells which).
 */
export function pendingSettlements(db: ReadDb, community: CommunityRow): ReadonlyMap<string, PendingSettlement> {
  const rows = db.all<PendingRow>(
    `SELECT uid, state, trade_id, trade_executed_at, settlement, reason, created_at, case_number FROM outbox
     WHERE community_id = ? AND kind = ${outboxKinds.indexOf('settlement')}
       AND ((${NOT_IN_COPY}) OR outbox.state IN (${CAME_TO_NOTHING}))
     ORDER BY id`,
    [community.id],
  );
  return new Map(rows.map((row) => [uuidText(row.trade_id), pendingOf(row)]));
}

/** Whether the hub may still carry a decision out, or has done so already: nothing else is decided about its case meanwhile. */
export function isOnItsWay({ state }: Pick<PendingSettlement, 'state'>): boolean {
  return state !== 'refused' && state !== 'conflict';
}

function pendingOf(row: PendingRow): PendingSettlement {
  const { action, resolution, asksApproval } = settlementDecisionOf(row.settlement);
  return {
    commandId: row.uid,
    action,
    // The query knows no other states.
    state: outboxStates[row.state] as PendingSettlement['state'],
    tradeId: uuidText(row.trade_id),
    executedAt: row.trade_executed_at,
    resolution,
    asksApproval,
    reason: row.reason,
    createdAt: row.created_at,
    caseNumber: row.case_number,
  };
}

/** What is to be done, from the JSON in which it is kept. */
export function settlementDecisionOf(json: string): SettlementDecision {
  return settlementDecisionSchema.parse(JSON.parse(json));
}
