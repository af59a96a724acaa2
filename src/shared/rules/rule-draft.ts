/** What a person enters for a rule, and what about it is no rule at all. What makes no sense is found by `conflicts`. */
import type { Rule } from '../domain/records.ts';
import { MAX_ORDER_WH } from '../domain/units.ts';
import { MAX_PRICE } from '../market/orders.ts';
import { parseTimeWindow } from './windows.ts';

/** What a version of a rule says. */
export type RuleDraft = Pick<
  Rule,
  'type' | 'maxQuantityWh' | 'maxPrice' | 'minPrice' | 'minBatterySoc' | 'timeWindows' | 'isEnabled'
>;

/** Windows of one rule, and characters of one window, at most. */
export const MAX_TIME_WINDOWS = 100;
const MAX_TIME_WINDOW_LENGTH = 100;

export const ruleDraftFields = [
  'memberId',
  'maxQuantityWh',
  'maxPrice',
  'minPrice',
  'minBatterySoc',
  'timeWindows',
] as const;
type RuleDraftField = (typeof ruleDraftFields)[number];

export const ruleDraftProblemCodes = [
  'MEMBER_UNKNOWN',
  'MEMBER_INACTIVE',
  /** values: max (Wh) */
  'QUANTITY_OUT_OF_RANGE',
  'QUANTITY_NOT_WHOLE',
  'PRICE_NOT_WHOLE',
  'PRICE_OUT_OF_RANGE',
  /** Of a state of charge: whole percent from 0 to 100. */
  'SOC_OUT_OF_RANGE',
  /** values: at (the place of the window, from 0) */
  'WINDOW_UNREADABLE',
  /** values: max */
  'TOO_MANY_WINDOWS',
] as const;
export type RuleDraftProblemCode = (typeof ruleDraftProblemCodes)[number];

/** One thing that is wrong, at the field where a person can put it right. */
export interface RuleDraftProblem {
  readonly field: RuleDraftField;
  readonly code: RuleDraftProblemCode;
  /** Facts for the sentence, named at the code. */
  readonly values: Readonly<Record<string, number>>;
}

/**
 * Everything about a draft that no rule can say, at most one problem for each field. Never throws.
 * @param member the one that the rule belongs to; null when there is none. An inactive member's rule may be switched off, not made or enabled
 */
export function checkRuleDraft(draft: RuleDraft, member: { readonly isActive: boolean } | null): RuleDraftProblem[] {
  return [
    memberProblem(draft, member),
    quantityProblem(draft.maxQuantityWh),
    priceProblem('maxPrice', draft.maxPrice),
    priceProblem('minPrice', draft.minPrice),
    socProblem(draft.minBatterySoc),
    windowsProblem(draft.timeWindows),
  ].filter((found) => found !== null);
}

function memberProblem(
  { isEnabled }: RuleDraft,
  member: { readonly isActive: boolean } | null,
): RuleDraftProblem | null {
  if (member === null) return problem('memberId', 'MEMBER_UNKNOWN');
  return isEnabled && !member.isActive ? problem('memberId', 'MEMBER_INACTIVE') : null;
}

/** 0 Wh is a quantity: that such a rule never offers anything is a conflict. */
function quantityProblem(wh: number | null): RuleDraftProblem | null {
  if (wh === null) return null;
  if (!(wh >= 0 && wh <= MAX_ORDER_WH)) return problem('maxQuantityWh', 'QUANTITY_OUT_OF_RANGE', { max: MAX_ORDER_WH });
  return Number.isInteger(wh) ? null : problem('maxQuantityWh', 'QUANTITY_NOT_WHOLE');
}

function priceProblem(field: 'maxPrice' | 'minPrice', price: number | null): RuleDraftProblem | null {
  if (price === null) return null;
  if (!(Math.abs(price) <= MAX_PRICE)) return problem(field, 'PRICE_OUT_OF_RANGE');
  return Number.isInteger(price) ? null : problem(field, 'PRICE_NOT_WHOLE');
}

function socProblem(soc: number | null): RuleDraftProblem | null {
  if (soc === null || (Number.isInteger(soc) && soc >= 0 && soc <= 100)) return null;
  return problem('minBatterySoc', 'SOC_OUT_OF_RANGE');
}

function windowsProblem(windows: readonly string[]): RuleDraftProblem | null {
  if (windows.length > MAX_TIME_WINDOWS) return problem('timeWindows', 'TOO_MANY_WINDOWS', { max: MAX_TIME_WINDOWS });
  const at = windows.findIndex((text) => text.length > MAX_TIME_WINDOW_LENGTH || !parseTimeWindow(text).ok);
  return at < 0 ? null : problem('timeWindows', 'WINDOW_UNREADABLE', { at });
}

function problem(
  field: RuleDraftField,
  code: RuleDraftProblemCode,
  values: Readonly<Record<string, number>> = {},
): RuleDraftProblem {
  return { field, code, values };
}
