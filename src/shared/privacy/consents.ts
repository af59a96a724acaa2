/**
 * What a member's consent is asked for, each with an effect of its own (GDPR Art. 6(1)(a), 7). Trading itself rests on the contract with the
 * member (Art. 6(1)(b)) and needs none. A member of whom no decision is recorded is treated as before: the withdrawal is what changes
 * something, at once, and a new consent undoes it.
 */
export const consentPurposes = [
  /** A place by pseudonym on the leaderboards and among the latest achievements. */
  'leaderboards',
  /** Counted in a cell of the map. */
  'map',
  /** The never-worse monitor looks at the member's trades, rules and habits, and says what would have helped. */
  'advice',
] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

export const consentDecisions = ['given', 'withdrawn'] as const;
export type ConsentDecision = (typeof consentDecisions)[number];
