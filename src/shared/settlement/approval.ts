import type { Resolution } from './events.ts';

/** Above this amount a second person has to agree: 50 currency units, in micro-currency (DOMAIN.md section 6). */
export const DEFAULT_APPROVAL_THRESHOLD = 50_000_000;

/**
 * Whether a second person has to agree to a resolution (DOMAIN.md section 6): to any that voids a trade, and to any above the threshold.
 * @param amount of everything that is decided at once, micro-currency: a large sum is not made small by its parts
 */
export function needsApproval(resolution: Pick<Resolution, 'kind'>, amount: number, threshold: number): boolean {
  return resolution.kind === 'void' || amount > threshold;
}

/**
 * Whether a person may approve what was proposed: the proposer cannot. Where the proposer is not known nobody can be told from them.
 * @param personId id of the person at the hub; null when nobody is signed in
 */
export function mayApprove(proposerId: string | null, personId: string | null): boolean {
  return proposerId !== null && personId !== null && proposerId !== personId;
}
