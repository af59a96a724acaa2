/** The state of a settlement case, from what happened in it. */
import type { SettlementStatus } from '../domain/records.ts';
import type { Resolution, SettlementEvent } from './events.ts';

/**
 * DOMAIN.md section 6. `approved` waits on a desk to be sent, `sent` is on its way to the hub or comes back from it: both are states of a
 * desk, the hub itself resolves what is approved.
 */
export const caseStates = ['open', 'proposed', 'approved', 'sent', 'resolved'] as const;
export type CaseState = (typeof caseStates)[number];

/** What somebody wants done. */
export interface Proposal {
  readonly resolution: Resolution;
  /** Number of the event. */
  readonly number: number;
  readonly by: string | null;
  readonly byId: string | null;
  readonly at: number;
  readonly reason: string | null;
  readonly needsApproval: boolean;
}

export interface SettlementCase {
  readonly state: CaseState;
  /** Number of its last event; 0 before the first. */
  readonly number: number;
  /** Since when it is open, epoch milliseconds; null while no event says so. */
  readonly openedAt: number | null;
  /** What waits for a decision, or was carried out. */
  readonly proposal: Proposal | null;
  /** Epoch milliseconds; null while it is not resolved. */
  readonly resolvedAt: number | null;
}

/**
 * The case of a trade as the hub has it: the fold of its events in the order of their numbers.
 * @param status of the trade now; one that failed and of which nothing else is known is an open case, one that is settled without any
 * event is none (null)
 */
export function caseOf(status: SettlementStatus, events: readonly SettlementEvent[]): SettlementCase | null {
  if (events.length === 0 && status !== 'failed') return null;
  const start: SettlementCase = { state: 'open', number: 0, openedAt: null, proposal: null, resolvedAt: null };
  return events.reduce(afterEvent, start);
}

/** The case after one more event. */
function afterEvent(before: SettlementCase, event: SettlementEvent): SettlementCase {
  const { number, at } = event;
  switch (event.kind) {
    case 'failed':
      return { state: 'open', number, openedAt: before.openedAt ?? at, proposal: null, resolvedAt: null };
    case 'proposed':
      return { ...before, state: 'proposed', number, proposal: proposalOf(event) };
    case 'approved':
      return { ...before, state: 'approved', number };
    case 'rejected':
      return { ...before, state: 'open', number, proposal: null };
    case 'resolved':
      return { ...before, state: 'resolved', number, proposal: before.proposal ?? proposalOf(event), resolvedAt: at };
  }
}

function proposalOf({ resolution, number, by, byId, at, reason, needsApproval }: SettlementEvent): Proposal | null {
  return resolution && { resolution, number, by, byId, at, reason, needsApproval };
}
