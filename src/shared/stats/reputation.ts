import type { FailureCode } from '../domain/records.ts';
import { share } from './indicators.ts';

/** Below this many trades a member is "new" and has no score. */
const MIN_TRADES_FOR_REPUTATION = 10;
const FULL_STANDING_MONTHS = 24;

/** Failures that the buyer answers for. Meter and network trouble is nobody's fault, a price or offer fault is the market's. */
const buyerFaults: ReadonlySet<FailureCode> = new Set(['INSUFFICIENT_BALANCE', 'MANDATE_MISSING', 'BANK_RETURN']);
/** Failures that the seller answers for: less was delivered than sold. */
const sellerFaults: ReadonlySet<FailureCode> = new Set(['QUANTITY_EXCEEDS_METER']);

/** Whether a failed trade counts against the member on `side` of it. */
export function isOwnFault(code: FailureCode, side: 'buyer' | 'seller'): boolean {
  return (side === 'buyer' ? buyerFaults : sellerFaults).has(code);
}

/** The failure codes (as a list for SQL) that count against the member on `side`. */
export function ownFaults(side: 'buyer' | 'seller'): readonly FailureCode[] {
  return [...(side === 'buyer' ? buyerFaults : sellerFaults)];
}

/** Counts of the last 12 months, and how long the member has been in the community. */
export interface ReputationFacts {
  readonly settled: number;
  readonly failedByOwnFault: number;
  readonly honoured: number;
  readonly cancelledAfterMatch: number;
  readonly monthsAsMember: number;
  readonly trades: number;
}

export interface Reputation {
  /** 0..100, or null while the member is new. */
  readonly score: number | null;
  readonly settledShare: number | null;
  readonly honouredShare: number | null;
  readonly standingShare: number;
}

/**
 * Reputation of DOMAIN.md section 5: round(100 x (0.6 x settled share + 0.3 x honoured share + 0.1 x min(months, 24)/24)); under ten
 * trades null ("new"). A part with nothing to count is counted as 1: nobody has reason to complain yet.
 */
export function reputation(facts: ReputationFacts): Reputation {
  const settledShare = share(facts.settled, facts.settled + facts.failedByOwnFault);
  const honouredShare = share(facts.honoured, facts.honoured + facts.cancelledAfterMatch);
  const standingShare = Math.min(Math.max(facts.monthsAsMember, 0), FULL_STANDING_MONTHS) / FULL_STANDING_MONTHS;
  const score = Math.round(100 * (0.6 * (settledShare ?? 1) + 0.3 * (honouredShare ?? 1) + 0.1 * standingShare));
  return { score: facts.trades < MIN_TRADES_FOR_REPUTATION ? null : score, settledShare, honouredShare, standingShare };
}
