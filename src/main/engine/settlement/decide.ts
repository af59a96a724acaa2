import { isDeepStrictEqual } from 'node:util';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { CaseRef, DecidedItem, PreviewItem } from '#shared/contract/settlement-records.ts';
import { DEFAULT_APPROVAL_THRESHOLD, mayApprove, needsApproval } from '#shared/settlement/approval.ts';
import type { CaseState, Proposal } from '#shared/settlement/case.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { type CaseDecision, keep } from '../outbox/commands.ts';
import {
  isOnItsWay,
  type PendingSettlement,
  pendingSettlements,
  type SettlementDecision,
} from '../outbox/settlement-decisions.ts';
import { personAt } from '../sync/connection.ts';
import * as refusals from './decision-refusals.ts';
import { previewItems } from './preview.ts';
import { findStoredCase, type StoredCase } from './stored-case.ts';

/** What a desk decides cases by. */
interface Desk {
  readonly db: WriteDb;
  readonly community: CommunityRow;
  readonly pending: ReadonlyMap<string, PendingSettlement>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Keeps a proposal for each case in the outbox; see `settlement.propose`. What the page was told is checked again, by the same preview.
 * @param now the desk's clock, epoch milliseconds
 */
export function proposeSettlements(
  db: WriteDb,
  input: ParsedInput<'settlement.propose'>,
  now: number,
): Output<'settlement.propose'> {
  return db.transaction(() => {
    const desk = deskOf(db, input.communityId, now);
    const previews = previewItems(db, desk.community, input.cases, input.resolution);
    const amount = input.cases.reduce((sum, ref, at) => sum + amountOfItem(desk, input.key, ref, previews[at]), 0);
    const asksApproval = needsApproval(input.resolution, amount, DEFAULT_APPROVAL_THRESHOLD);
    const items = input.cases.map((ref, at) =>
      decidedItem(desk, ref, keyOfCase(input.key, ref), () =>
        proposalFor(desk, ref, previews[at], input.reason, asksApproval),
      ),
    );
    return { items };
  });
}

/**
 * Keeps an approval or a rejection for each case in the outbox; see `settlement.decide`.
 * @param now the desk's clock, epoch milliseconds
 */
export function decideSettlements(
  db: WriteDb,
  { communityId, cases, decision, reason, key }: ParsedInput<'settlement.decide'>,
  now: number,
): Output<'settlement.decide'> {
  return db.transaction(() => {
    const desk = deskOf(db, communityId, now);
    const items = cases.map((ref) =>
      decidedItem(desk, ref, keyOfCase(key, ref), () => answerFor(desk, ref, decision, reason)),
    );
    return { items };
  });
}

/** A step that the hub refused, or that conflicts. */
export interface RefusedStep {
  readonly communityId: string;
  readonly tradeId: string;
  readonly executedAt: number;
  readonly decision: SettlementDecision;
  readonly reason: string;
}

/**
 * Keeps the same step once more, on the case as it is now. What is approved or rejected has to be what it was.
 * @param now the desk's clock, epoch milliseconds
 * @returns the id of the command
 * @throws Failure why it cannot be decided any more
 */
export function decideAgain(db: WriteDb, step: RefusedStep, key: string, now: number): string {
  return db.transaction(() => {
    const desk = deskOf(db, step.communityId, now);
    const ref = refNow(desk, step);
    return keep(db, key, now, () => {
      const decided = stepAgain(desk, ref, step);
      if (decided instanceof Failure) throw decided;
      return decided;
    });
  });
}

function stepAgain(desk: Desk, ref: CaseRef, { decision, reason }: RefusedStep): CaseDecision | Failure {
  const { action, resolution, asksApproval } = decision;
  if (action !== 'propose') return answerFor(desk, ref, action, reason, resolution);
  const [preview] = previewItems(desk.db, desk.community, [ref], resolution);
  const amount = Math.abs(findStoredCase(desk.db, desk.community, ref)?.amount ?? 0);
  const isForTwo = asksApproval || needsApproval(resolution, amount, DEFAULT_APPROVAL_THRESHOLD);
  return proposalFor(desk, ref, preview, reason, isForTwo);
}

/** The case as the copy has it now. */
function refNow({ db, community }: Desk, { tradeId, executedAt }: RefusedStep): CaseRef {
  const stored = findStoredCase(db, community, { tradeId, executedAt });
  if (stored === null) throw refusals.noSuchTrade();
  return { tradeId, executedAt, tradeVersion: stored.tradeVersion, number: stored.standing?.number ?? 0 };
}

function deskOf(db: WriteDb, communityId: string, now: number): Desk {
  const community = requireCommunity(db, communityId);
  return { db, community, pending: pendingSettlements(db, community), now };
}

/** Each case of a decision has a command of its own, whose key is the same whenever the decision's is. */
function keyOfCase(key: string, { tradeId }: CaseRef): string {
  return `${key}/${tradeId}`;
}

/** What became of one case: `decide` is asked unless its command is kept already. */
function decidedItem(
  { db, now }: Desk,
  { tradeId, executedAt }: CaseRef,
  key: string,
  decide: () => CaseDecision | Failure,
): DecidedItem {
  const known = keptCommand(db, key);
  const decided = known ?? decide();
  if (decided instanceof Failure) {
    const { code, message, remedy } = decided;
    return { tradeId, executedAt, commandId: null, problem: { code, message, remedy } };
  }
  const commandId = typeof decided === 'string' ? decided : keep(db, key, now, () => decided);
  return { tradeId, executedAt, commandId, problem: null };
}

function keptCommand(db: ReadDb, key: string): string | null {
  return db.pluck<string>('SELECT uid FROM outbox WHERE key = ?', [key])[0] ?? null;
}

/**
 * What a case adds to the decision as a whole, micro-currency: what is decided now, and what was by the same key. At a negative price it
 * counts as much.
 */
function amountOfItem({ db, community }: Desk, key: string, ref: CaseRef, preview: PreviewItem): number {
  if (preview.problem !== null && keptCommand(db, keyOfCase(key, ref)) === null) return 0;
  return Math.abs(findStoredCase(db, community, ref)?.amount ?? 0);
}

function proposalFor(
  desk: Desk,
  ref: CaseRef,
  { resolution, problem }: PreviewItem,
  reason: string,
  asksApproval: boolean,
): CaseDecision | Failure {
  const stored = caseAsSeen(desk, ref, 'open');
  if (stored instanceof Failure) return stored;
  if (problem !== null) return refusals.resolutionRefused(problem);
  // Without a problem the preview fills it in.
  return stepIn(desk, stored, { action: 'propose', resolution: resolution!, asksApproval }, reason);
}

/** @param meant what was proposed when it was decided first; anything that is proposed when absent */
function answerFor(
  desk: Desk,
  ref: CaseRef,
  action: 'approve' | 'reject',
  reason: string,
  meant?: SettlementDecision['resolution'],
): CaseDecision | Failure {
  const stored = caseAsSeen(desk, ref, 'proposed');
  if (stored instanceof Failure) return stored;
  // A case is in this state by a proposal alone.
  const { byId, resolution }: Proposal = stored.standing!.proposal!;
  if (meant !== undefined && !isDeepStrictEqual(meant, resolution)) return refusals.otherProposal();
  if (action === 'approve' && !mayApprove(byId, personAt(desk.db))) return refusals.ownProposal();
  return stepIn(desk, stored, { action, resolution, asksApproval: false }, reason);
}

/** The case, as long as it is as the person saw it, in the state that a step needs, and this desk has not decided about it already. */
function caseAsSeen({ db, community, pending }: Desk, ref: CaseRef, needed: CaseState): StoredCase | Failure {
  const stored = findStoredCase(db, community, ref);
  if (stored === null) return refusals.noSuchTrade();
  const { standing, tradeVersion } = stored;
  if (tradeVersion !== ref.tradeVersion || (standing?.number ?? 0) !== ref.number) return refusals.caseChanged();
  const own = pending.get(ref.tradeId);
  if (own !== undefined && isOnItsWay(own)) return refusals.decisionOnItsWay();
  return standing?.state === needed ? stored : refusals.notInState(standing?.state ?? null);
}

function stepIn(
  { community }: Desk,
  { tradeId, executedAt, buyerId, sellerId, tradeVersion, standing }: StoredCase,
  decision: SettlementDecision,
  reason: string,
): CaseDecision {
  return {
    kind: 'settlement',
    communityId: community.id,
    memberId: buyerId,
    sellerId,
    tradeId,
    executedAt,
    tradeVersion,
    caseNumber: standing?.number ?? 0,
    decision,
    reason: reason.trim(),
  };
}
