/**
 * Why a member is erased (GDPR Art. 17(1)), chosen from a list so that no free text about the person is left behind. `not-needed` is for
 * members who have left; the others are requests of the member or duties, and end the membership.
 */
export const erasureGrounds = ['not-needed', 'consent-withdrawn', 'objection', 'unlawful', 'legal-duty'] as const;
export type ErasureGround = (typeof erasureGrounds)[number];

/** The grounds on which a member may be erased who has left or not. */
export function groundsFor(hasLeft: boolean): ErasureGround[] {
  return erasureGrounds.filter((ground) => hasLeft || ground !== 'not-needed');
}
