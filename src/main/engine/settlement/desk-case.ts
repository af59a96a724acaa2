import type { CaseSummary, Diagnosis } from '#shared/contract/settlement-records.ts';
import { type FailureCode, failureCodes, type SettlementStatus, settlementStatuses } from '#shared/domain/records.ts';
import { uuidOfHex } from '#shared/domain/uuid.ts';
import type { CaseFacts } from '#shared/settlement/case-facts.ts';
import { mayApprove } from '#shared/settlement/approval.ts';
import { caseOf, type CaseState, type Proposal, type SettlementCase } from '#shared/settlement/case.ts';
import type { SettlementEvent } from '#shared/settlement/events.ts';
import { isOnItsWay, type PendingSettlement } from '../outbox/settlement-decisions.ts';
import type { CaseMember } from './case-facts.ts';
import type { CaseRow } from './case-rows.ts';

/** A case as it stands on this desk: as the hub has it, and what this desk has decided about it since. */
export interface DeskCase {
  readonly standing: SettlementCase;
  readonly state: CaseState;
  readonly proposal: Omit<Proposal, 'byId'> | null;
  /** Whether the person at this desk may approve the proposal. */
  readonly mayApprove: boolean;
  readonly pending: CaseSummary['pending'];
}

/**
 * The case of a trade on this desk; null when it has none.
 * @param pending the last decision of this desk about it
 * @param personId see `personAt`
 */
export function deskCaseOf(
  status: SettlementStatus,
  events: readonly SettlementEvent[],
  pending: PendingSettlement | undefined,
  personId: string,
): DeskCase | null {
  const standing = caseOf(status, events);
  if (standing === null) return null;
  const ours = pending && isOnItsWay(pending) ? pending : undefined;
  const proposal = ours?.action === 'propose' ? proposalOf(ours) : standing.proposal;
  return {
    standing,
    state: ours ? stateWith(ours, standing.state) : standing.state,
    proposal: proposal && withoutId(proposal),
    mayApprove: standing.state === 'proposed' && !ours && mayApprove(standing.proposal?.byId ?? null, personId),
    pending: pending ? { commandId: pending.commandId, action: pending.action, state: pending.state } : null,
  };
}

/**
 * What is decided here and not in the copy yet: approved while it waits, sent from then on. A proposal that a second person has to agree
 * to is no more than proposed by that; a rejection leaves the case as it is until the hub says so.
 */
function stateWith({ action, state, asksApproval }: PendingSettlement, before: CaseState): CaseState {
  if (action === 'reject') return before;
  if (action === 'propose' && asksApproval) return 'proposed';
  return state === 'waiting' ? 'approved' : 'sent';
}

function proposalOf({ resolution, caseNumber, createdAt, reason, asksApproval }: PendingSettlement): Proposal {
  return {
    resolution,
    number: caseNumber + 1,
    by: null,
    byId: null,
    at: createdAt,
    reason,
    needsApproval: asksApproval,
  };
}

function withoutId({ byId: _person, ...proposal }: Proposal): Omit<Proposal, 'byId'> {
  return proposal;
}

/** What a diagnosis puts into the list. */
export type SummaryCause = Pick<CaseSummary, 'cause' | 'causeDiffers' | 'suggestion'>;

/** The part of a line that a diagnosis makes. */
export function causeBy({ cause, suggestion }: Diagnosis, failureCode: FailureCode | null): SummaryCause {
  return {
    cause,
    causeDiffers: failureCode !== null && cause !== failureCode,
    suggestion: suggestion?.resolution.kind ?? null,
  };
}

/** A line of the work list. */
export function summaryOf(
  row: CaseRow | ResolvedRow,
  buyer: CaseMember,
  seller: CaseMember,
  { standing, state, proposal, mayApprove: may, pending }: DeskCase,
  failureCode: FailureCode | null,
  cause: SummaryCause,
): CaseSummary {
  return {
    tradeId: uuidOfHex(row.id),
    executedAt: row.executed_at,
    tradeVersion: row.version,
    number: standing.number,
    slot: row.slot,
    buyerId: buyer.uid,
    buyer: buyer.anonymized_id,
    sellerId: seller.uid,
    seller: seller.anonymized_id,
    quantityWh: row.quantity_wh,
    price: row.price,
    amount: row.amount,
    failureCode,
    ...cause,
    state,
    openedAt: standing.openedAt ?? row.executed_at,
    resolvedAt: standing.resolvedAt,
    proposal,
    mayApprove: may,
    pending,
  };
}

/** What the list needs of a trade whose case is resolved. */
export type ResolvedRow = Pick<
  CaseRow,
  | 'executed_at'
  | 'id'
  | 'slot'
  | 'buyer_id'
  | 'seller_id'
  | 'quantity_wh'
  | 'price'
  | 'amount'
  | 'status'
  | 'failure_code'
  | 'version'
>;

/** The cause that the settlement gave last; a trade that is settled by now does not tell it itself. */
export function reportedCause(
  { failure_code: code }: Pick<CaseRow, 'failure_code'>,
  events: readonly SettlementEvent[],
): FailureCode | null {
  if (code !== null) return failureCodes[code];
  return events.findLast(({ kind }) => kind === 'failed')?.failureCode ?? null;
}

/** What is known about a trade, with the cause that the settlement gave last. */
export function reportedAs(facts: CaseFacts, failureCode: FailureCode | null): CaseFacts {
  return { ...facts, trade: { ...facts.trade, failureCode } };
}

/** The settlement status of a trade's row. */
export function statusOf({ status }: Pick<CaseRow, 'status'>): SettlementStatus {
  return settlementStatuses[status];
}
