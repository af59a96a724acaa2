import type { Transaction } from 'kysely';
import { z } from 'zod';
import { type CaseState, caseOf, type SettlementCase } from '#shared/settlement/case.ts';
import { microToAmount } from '#shared/domain/units.ts';
import type { Resolution, SettlementEventKind } from '#shared/settlement/events.ts';
import { tradeFields, tradeWire } from '#shared/wire/market.ts';
import { settlementEventFields, settlementEventWire } from '#shared/wire/settlement.ts';
import type { HubCommand } from '#shared/wire/sync.ts';
import type { Tables } from '../db/tables.ts';
import type { CommunityMarket } from '../market/community-market.ts';
import { settleFailed } from '../market/settle-failed.ts';
import { addSteps, type CaseStep, findTradeCase, type TradeCase } from '../market/settlement-cases.ts';
import type { Principal } from '../parts.ts';
import { type Answer, refused } from './answer.ts';
import { nameOf } from './name-of.ts';

export type ProposeSettlement = Extract<HubCommand, { kind: 'settlement.propose' }>['data'];
export type DecideSettlement = Extract<HubCommand, { kind: 'settlement.decide' }>['data'];

/** A case in the state in which it was decided on. */
export interface FoundCase extends TradeCase {
  readonly standing: SettlementCase;
}

/** The case that a command is about, as long as the person saw it as it is; otherwise the answer (PROTOCOL.md C14). */
export async function caseAsSeen(
  tx: Transaction<Tables>,
  { communityId }: CommunityMarket,
  seen: Pick<ProposeSettlement, 'trade_id' | 'trade_version' | 'case_number'>,
  needed: CaseState,
): Promise<FoundCase | Answer> {
  const found = await findTradeCase(tx, communityId, seen.trade_id);
  if (found === null) {
    return refused(
      'INPUT_INVALID',
      'There is no such trade in this community. Nothing was done.',
      'Choose another one.',
      {
        field: 'trade_id',
      },
    );
  }
  const { trade, events } = found;
  const standing = caseOf(trade.settlementStatus, events);
  if (trade.version !== seen.trade_version || (standing?.number ?? 0) !== seen.case_number) {
    return caseConflict(found, communityId);
  }
  if (standing?.state === needed) return { ...found, standing };
  return refused('INPUT_INVALID', `${standingWords(standing)} Nothing was done.`, 'Look at the case as it is now.', {
    field: 'trade_id',
  });
}

function standingWords(standing: SettlementCase | null): string {
  switch (standing?.state) {
    case undefined:
      return 'This trade has not failed, so it has no case.';
    case 'open':
      return 'Nothing is proposed for this trade.';
    case 'resolved':
      return 'The case of this trade is resolved.';
    default:
      return 'For this trade a resolution is proposed already.';
  }
}

function caseConflict({ trade, events }: TradeCase, communityId: string): Answer {
  return {
    outcome: 'conflict',
    error: {
      code: 'VERSION_CONFLICT',
      message: 'Something has happened to this trade since you looked at it. Nothing was done.',
      remedy: 'Look at the trade and its case as they are now, and decide again.',
    },
    theirCase: {
      trade: z.decode(tradeFields, tradeWire.encode(trade, communityId)),
      events: events.map((event) => z.decode(settlementEventFields, settlementEventWire.encode(event, communityId))),
    },
  };
}

/** The step of a person. */
export function stepOf<Step extends Omit<CaseStep, 'by' | 'byId' | 'tradeVersion'>>(
  { trade }: FoundCase,
  principal: Principal,
  step: Step,
) {
  return { ...step, by: nameOf(principal), byId: principal.id, tradeVersion: trade.version };
}

/** Adds a step of a person to a case in which nothing else happens. */
export async function stepTaken(
  tx: Transaction<Tables>,
  { communityId }: CommunityMarket,
  found: FoundCase,
  step: CaseStep & { readonly resolution: Resolution },
  now: number,
): Promise<Answer> {
  const changes = await addSteps(tx, communityId, [{ ...step, of: found }], now);
  return { outcome: 'accepted', changes, details: detailsOf(found, step.kind, step.resolution) };
}

/**
 * Carries out what is agreed: after `steps`, the last of which agrees to it, the case is resolved, or open again where the trade failed once
 * more (PROTOCOL.md C17).
 */
export async function carriedOut(
  tx: Transaction<Tables>,
  { communityId }: CommunityMarket,
  found: FoundCase,
  resolution: Resolution,
  steps: readonly CaseStep[],
  now: number,
): Promise<Answer> {
  const { quantityWh, amount } = found.trade;
  const { trade, failureCode, booked, changes } = await settleFailed(tx, communityId, found.trade, resolution, now);
  const end: CaseStep =
    failureCode === null
      ? { kind: 'resolved', tradeVersion: trade.version, resolution, before: { quantityWh, amount } }
      : { kind: 'failed', tradeVersion: trade.version, failureCode };
  const told = await addSteps(
    tx,
    communityId,
    [...steps, end].map((step) => ({ ...step, of: found })),
    now,
  );
  return {
    outcome: 'accepted',
    changes: [...told, ...changes],
    details: {
      ...detailsOf(found, end.kind, resolution),
      failure_code: failureCode,
      amount_after: microToAmount(trade.amount),
      booked: microToAmount(booked),
    },
  };
}

/** What the audit log says of a step, beside the command itself. Amounts in currency units. */
function detailsOf({ trade }: FoundCase, step: SettlementEventKind, resolution: Resolution): object {
  return {
    step,
    resolution: resolution.kind,
    buyer_id: trade.buyerId,
    seller_id: trade.sellerId,
    amount: microToAmount(trade.amount),
  };
}
