import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { CaseRef, PreviewItem, WantedResolution } from '#shared/contract/settlement-records.ts';
import { uuidOfHex } from '#shared/domain/uuid.ts';
import { DEFAULT_APPROVAL_THRESHOLD, needsApproval } from '#shared/settlement/approval.ts';
import type { Effect } from '#shared/settlement/effect.ts';
import type { Resolution } from '#shared/settlement/events.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { isOnItsWay, pendingSettlements } from '../outbox/settlement-decisions.ts';
import { caseMembers, type KnownTrade, knownTrades } from './case-facts.ts';
import { chosenRows } from './case-rows.ts';
import { outcomeOf } from './outcome.ts';
import { findStoredCase } from './stored-case.ts';

/** See `settlement.preview`. */
export function previewResolution(db: ReadDb, input: ParsedInput<'settlement.preview'>): Output<'settlement.preview'> {
  const community = requireCommunity(db, input.communityId);
  const items = previewItems(db, community, input.cases, input.resolution);
  const amount = items
    .filter(({ problem }) => problem === null)
    .reduce((sum, ref) => sum + Math.abs(findStoredCase(db, community, ref)?.amount ?? 0), 0);
  const threshold = DEFAULT_APPROVAL_THRESHOLD;
  return { items, amount, needsApproval: needsApproval(input.resolution, amount, threshold), threshold };
}

/**
 * What a resolution would do to each of the chosen cases, in their order; see `settlement.preview`. One that cannot be proposed says why,
 * one whose trade may not be shown is `not-open`. Cases of one member draw on the same account: each finds it as those before it in the
 * list leave it.
 */
export function previewItems(
  db: ReadDb,
  community: CommunityRow,
  cases: readonly CaseRef[],
  resolution: WantedResolution,
): PreviewItem[] {
  const known = knownTrades(db, community, caseMembers(db, community), chosenRows(db, community, cases));
  const byKey = new Map(known.map((one) => [keyOf(one.row.executed_at, uuidOfHex(one.row.id)), one]));
  const pending = pendingSettlements(db, community);
  const booked = new Map<number, number>();
  return cases.map((ref) => {
    const { tradeId, executedAt } = ref;
    const trade = byKey.get(keyOf(executedAt, tradeId));
    if (!trade) {
      return { tradeId, executedAt, buyer: '', seller: '', resolution: null, effect: null, problem: 'not-open' };
    }
    const decision = pending.get(tradeId);
    const isPending = decision !== undefined && isOnItsWay(decision);
    const state = findStoredCase(db, community, ref)?.standing?.state;
    const outcome = outcomeOf(trade, resolution.kind, { state, isPending }, booked);
    if (outcome.problem === null) book(booked, trade, outcome.effect);
    return {
      tradeId,
      executedAt,
      buyer: trade.buyer.anonymized_id,
      seller: trade.seller.anonymized_id,
      resolution: outcome.problem === null ? filledIn(resolution, outcome.effect) : null,
      effect: outcome.effect,
      problem: outcome.problem,
    };
  });
}

function keyOf(executedAt: number, tradeId: string): string {
  return `${executedAt}/${tradeId}`;
}

function book(booked: Map<number, number>, { buyer, seller }: KnownTrade, effect: Effect): void {
  booked.set(buyer.id, (booked.get(buyer.id) ?? 0) + effect.buyer.account);
  booked.set(seller.id, (booked.get(seller.id) ?? 0) + effect.seller.account);
}

/** The resolution as it would be sent. */
function filledIn(wanted: WantedResolution, { quantityWh }: Effect): Resolution {
  return wanted.kind === 'adjust' ? { kind: 'adjust', quantityWh } : wanted;
}
