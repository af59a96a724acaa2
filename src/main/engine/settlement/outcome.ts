import type { ResolutionProblem } from '#shared/contract/settlement-records.ts';
import type { CaseState } from '#shared/settlement/case.ts';
import { type Effect, type Effective, effectOf, type PartyAccount } from '#shared/settlement/effect.ts';
import type { ResolutionKind } from '#shared/settlement/events.ts';
import { meteredOf } from '#shared/settlement/evidence.ts';
import type { CaseMember, KnownTrade } from './case-facts.ts';

/** What a resolution does, and why it cannot be proposed. */
export type Outcome =
  | { readonly effect: Effect; readonly problem: null }
  | { readonly effect: Effect | null; readonly problem: ResolutionProblem };

/** Where a case stands. */
export interface CasePlace {
  /** At the hub; undefined without a case. */
  readonly state: CaseState | undefined;
  /** Whether a decision of this desk about it is on its way. */
  readonly isPending: boolean;
}

/**
 * What a kind of resolution does to a case. The effect is told of one that is proposed too, for who has to agree to it, and of one that an
 * account cannot pay.
 * @param booked what was booked on accounts before, micro-currency by the members' row ids
 */
export function outcomeOf(
  trade: KnownTrade,
  kind: ResolutionKind,
  { state, isPending }: CasePlace,
  booked: ReadonlyMap<number, number> = new Map(),
): Outcome {
  if (isPending) return { effect: null, problem: 'pending' };
  if (state !== 'open' && state !== 'proposed') return { effect: null, problem: 'not-open' };
  const outcome = outcomeOfOpen(trade, kind, booked);
  return state === 'open' ? outcome : { effect: outcome.effect, problem: 'not-open' };
}

function outcomeOfOpen(
  { facts, buyer, seller }: KnownTrade,
  kind: ResolutionKind,
  booked: ReadonlyMap<number, number>,
): Outcome {
  const meteredWh = kind === 'adjust' ? meteredOf(facts) : null;
  if (kind === 'adjust' && !meteredWh) return { effect: null, problem: 'no-metered-quantity' };
  if (meteredWh === facts.trade.quantityWh) return { effect: null, problem: 'quantity-as-traded' };
  const effect = effectOf(facts.trade, effectiveOf(kind, meteredWh ?? 0), facts.tariff, {
    buyer: accountOf(buyer, booked),
    seller: accountOf(seller, booked),
  });
  const isCovered = [effect.buyer, effect.seller].every(({ account, funds }) => account >= 0 || funds >= 0);
  return isCovered ? { effect, problem: null } : { effect, problem: 'balance-too-low' };
}

function effectiveOf(kind: ResolutionKind, quantityWh: number): Effective {
  return kind === 'adjust' ? { kind, quantityWh } : { kind };
}

function accountOf(
  { id, anonymized_id: anonymizedId, balance, credit_limit: creditLimit }: CaseMember,
  booked: ReadonlyMap<number, number>,
): PartyAccount {
  return { anonymizedId, balance: balance + (booked.get(id) ?? 0), creditLimit };
}
