import type { ErrorCode } from '../contract/errors.ts';
import type { RuleConflict, RuleConflictKind } from './conflicts.ts';
import type { RuleDraft, RuleDraftProblem, RuleDraftProblemCode } from './rule-draft.ts';

/** How a rule that cannot be saved is told: a code of DOMAIN.md section 10, what is wrong, what to do. */
export interface RuleRefusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
}

/** A refusal with the field that it is about and the facts of its problem or conflict. */
export interface DetailedRuleRefusal extends RuleRefusal {
  readonly details: Readonly<Record<string, string | number | null>>;
}

const ENTER_QUANTITY = 'Enter a quantity above zero in kWh, with at most three decimals, or none for no limit.';
const ENTER_PRICE = 'Enter a limit between the floor and the cap of the market, with at most six decimals, or none.';
const OR_SWITCH_OFF = 'Change it, or save the rule switched off.';

/** The same on the desk and at the hub. */
export const ruleDraftRefusals: Readonly<Record<RuleDraftProblemCode, RuleRefusal>> = {
  MEMBER_UNKNOWN: {
    code: 'INPUT_INVALID',
    message: 'There is no such member in this community.',
    remedy: 'Choose a member from the list.',
  },
  MEMBER_INACTIVE: {
    code: 'MEMBER_INACTIVE',
    message: 'This member has left or is inactive.',
    remedy: 'Save the rule switched off, or choose an active member.',
  },
  QUANTITY_OUT_OF_RANGE: {
    code: 'QUANTITY_INVALID',
    message: 'The largest quantity is below zero, or more than there can be of it.',
    remedy: ENTER_QUANTITY,
  },
  QUANTITY_NOT_WHOLE: {
    code: 'QUANTITY_INVALID',
    message: 'The largest quantity has more than three decimals.',
    remedy: ENTER_QUANTITY,
  },
  PRICE_NOT_WHOLE: {
    code: 'PRICE_INVALID',
    message: 'The limit has more than six decimals.',
    remedy: ENTER_PRICE,
  },
  PRICE_OUT_OF_RANGE: {
    code: 'PRICE_INVALID',
    message: 'The limit is no price that there can be.',
    remedy: ENTER_PRICE,
  },
  SOC_OUT_OF_RANGE: {
    code: 'INPUT_INVALID',
    message: 'The least state of charge is no whole percent from 0 to 100.',
    remedy: 'Enter a whole number from 0 to 100, or none.',
  },
  WINDOW_UNREADABLE: {
    code: 'INPUT_INVALID',
    message: 'A time window cannot be read.',
    remedy: 'Write it as days, a space and times, such as Mo-Fr 06:00-09:00.',
  },
  TOO_MANY_WINDOWS: {
    code: 'INPUT_INVALID',
    message: 'The rule has too many time windows.',
    remedy: 'Join windows, or make a second rule.',
  },
};

/** Of the kinds of conflict that are blocking. */
export const ruleConflictRefusals: Readonly<Partial<Record<RuleConflictKind, RuleRefusal>>> = {
  LIMITS_CROSSED: {
    code: 'RULE_CONFLICT',
    message: 'The lowest price of the rule is above its highest.',
    remedy: OR_SWITCH_OFF,
  },
  PRICE_OUTSIDE_MARKET: {
    code: 'RULE_CONFLICT',
    message: 'A limit of the rule is below the floor of this market, or above its cap.',
    remedy: OR_SWITCH_OFF,
  },
  ZERO_QUANTITY: {
    code: 'RULE_CONFLICT',
    message: 'The largest quantity of the rule is zero: it would never offer anything.',
    remedy: OR_SWITCH_OFF,
  },
};

/**
 * Why a draft cannot be saved: its first problem, or the first conflict that keeps it from being enabled. Null when it can be.
 * @param problems of `checkRuleDraft`
 * @param conflicts of `findRuleConflicts`; nothing but what is enabled is refused for them
 */
export function firstRuleRefusal(
  { isEnabled }: Pick<RuleDraft, 'isEnabled'>,
  problems: readonly RuleDraftProblem[],
  conflicts: readonly RuleConflict[],
): DetailedRuleRefusal | null {
  const [problem] = problems;
  if (problem !== undefined) return detailed(ruleDraftRefusals[problem.code], problem);
  if (!isEnabled) return null;
  for (const conflict of conflicts) {
    const refusal = ruleConflictRefusals[conflict.kind];
    if (refusal !== undefined) return detailed(refusal, conflict);
  }
  return null;
}

function detailed(refusal: RuleRefusal, { field, values }: RuleDraftProblem | RuleConflict): DetailedRuleRefusal {
  return { ...refusal, details: { field, ...values } };
}
