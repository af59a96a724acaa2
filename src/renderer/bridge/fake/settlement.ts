/** Invented settlement cases: a work list, diagnoses by the console's own rules, and decisions that wait in the invented outbox. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type {
  CaseGroup,
  CaseRef,
  CaseSummary,
  DecidedItem,
  PreviewItem,
  WantedResolution,
} from '#shared/contract/settlement-records.ts';
import type { CaseFilter } from '#shared/contract/settlement.ts';
import { failureCodes } from '#shared/domain/records.ts';
import { DEFAULT_APPROVAL_THRESHOLD, mayApprove, needsApproval } from '#shared/settlement/approval.ts';
import type { PartyFacts } from '#shared/settlement/case-facts.ts';
import { caseOf, type SettlementCase } from '#shared/settlement/case.ts';
import { diagnose, diagnoseResolved } from '#shared/settlement/diagnosis.ts';
import { effectOf } from '#shared/settlement/effect.ts';
import { resolutionKinds, type Resolution, type SettlementAction } from '#shared/settlement/events.ts';
import { meteredOf } from '#shared/settlement/evidence.ts';
import type { FakeCommunity } from './communities.ts';
import { fakeReconciliation } from './reconciliation.ts';
import { fakeCaseOf, fakeCases, FAKE_PERSON, type FakeCase } from './settlement-book.ts';
import { settlementDecision } from './settlement-decisions.ts';
import { fakeCaseSheet } from './settlement-sheet.ts';
import { FakeProblem, type FakeState } from './state.ts';
import { fakeTradeById } from './trades.ts';

type SettlementMethod = Extract<MethodName, `settlement.${string}`>;
type SettlementHandlers = { [M in SettlementMethod]: (input: Input<M>) => Output<M> };

/** The settlement cases, over the state of one fake bridge. */
export function createFakeSettlement(state: FakeState, communityOf: (id: string) => FakeCommunity): SettlementHandlers {
  const books = new Map<string, readonly FakeCase[]>();

  /** The cases of a community never change: what is decided lies in the outbox. */
  function bookOf(communityId: string): readonly FakeCase[] {
    const known = books.get(communityId) ?? fakeCases(communityOf(communityId));
    books.set(communityId, known);
    return known;
  }

  function pendingOf(tradeId: string): CaseSummary['pending'] {
    for (const { item } of state.decisions) {
      if (item.kind !== 'settlement' || item.tradeId !== tradeId || item.state === 'withdrawn') continue;
      return { commandId: item.id, action: item.action, state: item.state };
    }
    return null;
  }

  function summaryOf(one: FakeCase): CaseSummary {
    const { trade, facts, events } = one;
    const known = caseStateOf(one);
    const diagnosis = known.state === 'resolved' ? diagnoseResolved(facts) : diagnose(facts);
    const pending = pendingOf(trade.id);
    const proposal = known.proposal;
    return {
      tradeId: trade.id,
      executedAt: trade.executedAt,
      tradeVersion: trade.version,
      number: events.length,
      slot: trade.slot,
      buyerId: trade.buyerId,
      buyer: trade.buyer,
      sellerId: trade.sellerId,
      seller: trade.seller,
      quantityWh: trade.quantityWh,
      price: trade.price,
      amount: trade.amount,
      failureCode: facts.trade.failureCode,
      cause: diagnosis.cause,
      causeDiffers: facts.trade.failureCode !== null && diagnosis.cause !== facts.trade.failureCode,
      suggestion: diagnosis.suggestion?.resolution.kind ?? null,
      state: stateWith(known.state, pending),
      openedAt: known.openedAt ?? trade.slot,
      resolvedAt: known.resolvedAt,
      proposal: proposal && {
        resolution: proposal.resolution,
        number: proposal.number,
        by: proposal.by,
        at: proposal.at,
        reason: proposal.reason,
        needsApproval: proposal.needsApproval,
      },
      mayApprove: known.state === 'proposed' && mayApprove(proposal?.byId ?? null, FAKE_PERSON),
      pending,
    };
  }

  function casesOf(communityId: string, filter: CaseFilter): CaseSummary[] {
    const text = filter.text.toLowerCase();
    return bookOf(communityId)
      .map(summaryOf)
      .filter((one) => {
        const { range, cause, states, memberId } = filter;
        if (states.length === 0 ? one.state === 'resolved' : !states.includes(one.state)) return false;
        if (range !== null && (one.executedAt < range.from || one.executedAt >= range.to)) return false;
        if (cause !== null && one.cause !== cause) return false;
        if (memberId !== null && one.buyerId !== memberId && one.sellerId !== memberId) return false;
        return (
          one.tradeId.startsWith(text) || [one.buyer, one.seller].some((name) => name.toLowerCase().includes(text))
        );
      })
      .toSorted((a, b) => (a.resolvedAt === null ? a.openedAt - b.openedAt : (b.resolvedAt ?? 0) - a.resolvedAt));
  }

  function find(communityId: string, { tradeId }: Pick<CaseRef, 'tradeId'>): FakeCase {
    const known = bookOf(communityId).find(({ trade }) => trade.id === tradeId);
    const other = known === undefined ? fakeTradeById(communityOf(communityId), tradeId) : null;
    const found = known ?? (other?.status === 'failed' ? fakeCaseOf(other) : undefined);
    if (found === undefined) throw new FakeProblem({ code: 'INPUT_INVALID', message: `${tradeId} has no case.` });
    return found;
  }

  function previewOf(one: FakeCase, wanted: WantedResolution): PreviewItem {
    const { trade, facts } = one;
    const metered = meteredOf(facts);
    const resolution: Resolution | null =
      wanted.kind !== 'adjust'
        ? wanted
        : metered === null || metered === 0
          ? null
          : { kind: 'adjust', quantityWh: metered };
    const accounts = { buyer: accountOf(trade.buyer, facts.buyer), seller: accountOf(trade.seller, facts.seller) };
    const effect = resolution && effectOf(facts.trade, resolution, facts.tariff, accounts);
    const problem = problemOf(one, resolution, effect !== null && effect.buyer.funds < 0);
    return {
      tradeId: trade.id,
      executedAt: trade.executedAt,
      buyer: trade.buyer,
      seller: trade.seller,
      resolution: problem === null ? resolution : null,
      effect,
      problem,
    };
  }

  function problemOf(one: FakeCase, resolution: Resolution | null, isBroke: boolean): PreviewItem['problem'] {
    const pending = pendingOf(one.trade.id);
    if (caseStateOf(one).state !== 'open') return 'not-open';
    if (pending !== null && isUnderWay(pending)) return 'pending';
    if (resolution === null) return 'no-metered-quantity';
    if (resolution.kind === 'adjust' && resolution.quantityWh === one.facts.trade.quantityWh) {
      return 'quantity-as-traded';
    }
    return isBroke && resolution.kind !== 'void' && resolution.kind !== 'by-hand' ? 'balance-too-low' : null;
  }

  /** Keeps one decision in the outbox, or says why not. */
  function decide(
    communityId: string,
    ref: CaseRef,
    key: string,
    decision: (one: FakeCase) => { action: SettlementAction; resolution: Resolution; reason: string },
  ): DecidedItem {
    const { tradeId, executedAt } = ref;
    try {
      const one = find(communityId, ref);
      const caseKey = `${key} ${tradeId}`;
      const known = state.decisions.find((other) => other.key === caseKey);
      if (known !== undefined) return { tradeId, executedAt, commandId: known.item.id, problem: null };
      if (ref.number !== one.events.length || ref.tradeVersion !== one.trade.version) {
        throw new FakeProblem({ code: 'VERSION_CONFLICT' });
      }
      const made = settlementDecision({
        id: `settlement-command-${state.decisions.length + 1}`,
        key: caseKey,
        communityId,
        one,
        at: state.now,
        ...decision(one),
      });
      state.decisions = [made, ...state.decisions];
      return { tradeId, executedAt, commandId: made.item.id, problem: null };
    } catch (error) {
      if (!(error instanceof FakeProblem)) throw error;
      const { code, message, remedy } = error.problem;
      return { tradeId, executedAt, commandId: null, problem: { code, message, remedy } };
    }
  }

  function changed(items: DecidedItem[]): { items: DecidedItem[] } {
    state.emit('cache.changed', { areas: ['settlement', 'ledger', 'outbox'] });
    return { items };
  }

  return {
    'settlement.groups': ({ communityId, filter }) => groupsOf(casesOf(communityId, filter)),
    'settlement.cases': ({ communityId, filter, from, limit }) => {
      const all = casesOf(communityId, filter);
      return { cases: all.slice(from, from + limit), total: all.length };
    },
    'settlement.case': ({ communityId, tradeId }) => {
      const one = find(communityId, { tradeId });
      const { facts } = one;
      return {
        summary: summaryOf(one),
        ...fakeCaseSheet(one),
        diagnosis: caseStateOf(one).state === 'resolved' ? diagnoseResolved(facts) : diagnose(facts),
        meteredWh: meteredOf(facts),
        choices: resolutionKinds.map((kind) => {
          const { resolution, effect, problem } = previewOf(
            one,
            kind === 'by-hand' ? { kind, evidence: '', reference: '' } : { kind },
          );
          return { kind, resolution: kind === 'by-hand' ? null : resolution, effect, problem };
        }),
      };
    },
    'settlement.preview': ({ communityId, cases, resolution }) => {
      const items = cases.map((ref) => previewOf(find(communityId, ref), resolution));
      const amount = items.reduce(
        (sum, item, index) => sum + (item.problem === null ? find(communityId, cases[index]).trade.amount : 0),
        0,
      );
      const threshold = DEFAULT_APPROVAL_THRESHOLD;
      return { items, amount, needsApproval: needsApproval(resolution, amount, threshold), threshold };
    },
    'settlement.propose': ({ communityId, cases, resolution, reason, key }) =>
      changed(
        cases.map((ref) =>
          decide(communityId, ref, key, (one) => {
            const item = previewOf(one, resolution);
            if (item.resolution === null) throw new FakeProblem({ code: 'INPUT_INVALID' });
            return { action: 'propose', resolution: item.resolution, reason };
          }),
        ),
      ),
    'settlement.decide': ({ communityId, cases, decision, reason, key }) =>
      changed(
        cases.map((ref) =>
          decide(communityId, ref, key, (one) => {
            const { proposal, state: caseState } = caseStateOf(one);
            if (caseState !== 'proposed' || proposal === null) throw new FakeProblem({ code: 'VERSION_CONFLICT' });
            if (decision === 'approve' && !mayApprove(proposal.byId, FAKE_PERSON)) {
              throw new FakeProblem({ code: 'FORBIDDEN' });
            }
            return { action: decision, resolution: proposal.resolution, reason };
          }),
        ),
      ),
    'settlement.reconcile': (input) => fakeReconciliation(communityOf(input.communityId), input),
  };
}

function caseStateOf({ trade, events }: FakeCase): SettlementCase {
  const known = caseOf(trade.status, events);
  if (known === null) throw new Error(`${trade.id} never failed.`);
  return known;
}

function isUnderWay({ state }: NonNullable<CaseSummary['pending']>): boolean {
  return state !== 'refused' && state !== 'conflict';
}

/** A decision of this desk lies over what the hub has said. */
function stateWith(state: SettlementCase['state'], pending: CaseSummary['pending']): SettlementCase['state'] {
  if (pending === null || !isUnderWay(pending)) return state;
  return pending.state === 'waiting' ? 'approved' : 'sent';
}

function groupsOf(cases: readonly CaseSummary[]): CaseGroup[] {
  return failureCodes
    .map((cause): CaseGroup => {
      const own = cases.filter((one) => one.cause === cause);
      const inState = (state: CaseSummary['state']): number => own.filter((one) => one.state === state).length;
      return {
        cause,
        count: own.length,
        amount: own.reduce((sum, { amount }) => sum + amount, 0),
        oldestAt: Math.min(...own.map(({ openedAt }) => openedAt)),
        byState: {
          open: inState('open'),
          proposed: inState('proposed'),
          approved: inState('approved'),
          sent: inState('sent'),
          resolved: inState('resolved'),
        },
      };
    })
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.amount - a.amount);
}

function accountOf(anonymizedId: string, { balance, creditLimit }: PartyFacts) {
  return { anonymizedId, balance, creditLimit };
}
