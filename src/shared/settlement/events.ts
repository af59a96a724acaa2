/** What happens to a trade that failed (DOMAIN.md section 6). Nothing is edited in place: every step is an event of its own. */
import type { FailureCode } from '../domain/records.ts';

/** DOMAIN.md section 6. The position is the code stored in the cache: append only. */
export const resolutionKinds = ['retry', 'adjust', 'void', 'by-hand'] as const;
export type ResolutionKind = (typeof resolutionKinds)[number];

/**
 * How a failed trade is put in order:
 * - retry: settled once more, as it was agreed.
 * - adjust: settled for what the meters say; the rest was the grid's.
 * - void: as if it had never been.
 * - by-hand: paid outside the community accounts, with evidence.
 */
export type Resolution =
  | { readonly kind: 'retry' | 'void' }
  /** Wh, less than was traded, more than 0. */
  | { readonly kind: 'adjust'; readonly quantityWh: number }
  /** What shows that it was paid, and where that is found (a booking, a letter). */
  | { readonly kind: 'by-hand'; readonly evidence: string; readonly reference: string };

/**
 * - failed: the settlement failed, or failed again; the case is open.
 * - proposed: somebody wants it resolved in a certain way.
 * - approved: a second person agrees, or none is needed (`by` is null then).
 * - rejected: back to open, by a second person or by who had proposed it.
 * - resolved: the resolution was carried out.
 *
 * The position is the code stored in the cache: append only.
 */
export const settlementEventKinds = ['failed', 'proposed', 'approved', 'rejected', 'resolved'] as const;
export type SettlementEventKind = (typeof settlementEventKinds)[number];

/** What a person does in a case. */
export const settlementActions = ['propose', 'approve', 'reject'] as const;
export type SettlementAction = (typeof settlementActions)[number];

/** The least length of the reason of a step that a person takes. */
export const MIN_REASON = 10;
export const MAX_REASON = 500;
/** Of evidence and reference. */
export const MAX_EVIDENCE = 2000;
export const MAX_REFERENCE = 200;
/** Of a person's name. */
export const MAX_ACTOR = 100;

/** One step in the case of a trade. Times in epoch milliseconds. */
export interface SettlementEvent {
  readonly id: string;
  readonly tradeId: string;
  /** When the trade was executed: with it the trade is found. */
  readonly executedAt: number;
  /** Its place in the case, counted from 1 without a gap. */
  readonly number: number;
  readonly kind: SettlementEventKind;
  readonly at: number;
  /** Who, by name, and by an id of the hub's that stays; null where it was the hub or nobody is said. */
  readonly by: string | null;
  readonly byId: string | null;
  readonly reason: string | null;
  /** The version that the trade has since. */
  readonly tradeVersion: number;
  /** Of `failed`. */
  readonly failureCode: FailureCode | null;
  /** Of every other kind: what is proposed, approved, rejected or carried out. */
  readonly resolution: Resolution | null;
  /** Of `proposed`: whether a second person has to agree. */
  readonly needsApproval: boolean;
  /** Of `resolved`: what the trade said until then, Wh and micro-currency. */
  readonly before: { readonly quantityWh: number; readonly amount: number } | null;
}
