/** When a rule places an offer, and for how much (DOMAIN.md section 7). */
import type { OfferType, Rule } from '../domain/records.ts';
import { isInMask, weekMask, type WeekMask } from './windows.ts';

/** What decides about firing; one version of a rule. */
export type FiringRule = Pick<
  Rule,
  'type' | 'isEnabled' | 'timeWindows' | 'minBatterySoc' | 'maxQuantityWh' | 'minPrice' | 'maxPrice'
>;

/** A rule version with its windows worked out, for asking slot after slot. */
export interface PreparedRule {
  readonly type: OfferType;
  readonly isEnabled: boolean;
  readonly mask: WeekMask;
  /** Percent; 0 when the rule asks for none or buys. */
  readonly leastSoc: number;
  /** Wh of one offer; +Infinity without a limit. */
  readonly mostWh: number;
  /** Micro-currency per kWh; null is a market order. */
  readonly price: number | null;
}

/**
 * Works the windows of a rule version out.
 * @throws RangeError with the problem of the first time window that cannot be read
 */
export function prepareRule(rule: FiringRule): PreparedRule {
  return {
    type: rule.type,
    isEnabled: rule.isEnabled,
    mask: weekMask(rule.timeWindows),
    leastSoc: rule.type === 'sell' ? (rule.minBatterySoc ?? 0) : 0,
    mostWh: rule.maxQuantityWh ?? Number.POSITIVE_INFINITY,
    price: rule.type === 'sell' ? rule.minPrice : rule.maxPrice,
  };
}

/**
 * The Wh that the rule offers in a slot; 0 when it does not fire: disabled, outside its windows, the battery below
 * `min_battery_soc`, or nothing to offer.
 * @param minute the minute of the week of the slot's start in wall time (minuteOfWeek)
 * @param openWh the member's surplus (for a rule that sells) or need (that buys) in the slot, without what rules before
 *   it have offered already: the same Wh is never offered twice
 * @param batterySoc percent; without a battery 0, so that a rule that asks for a charge does not fire
 */
export function firedWh(rule: PreparedRule, minute: number, openWh: number, batterySoc: number): number {
  if (openWh <= 0 || !rule.isEnabled || batterySoc < rule.leastSoc || !isInMask(rule.mask, minute)) return 0;
  return openWh < rule.mostWh ? openWh : rule.mostWh;
}

/** What a firing needs, in the order of DOMAIN.md section 7. */
export const firingConditions = ['ENABLED', 'WINDOW', 'SOC', 'QUANTITY'] as const;
export type FiringCondition = (typeof firingConditions)[number];

/**
 * The conditions that keep a rule from firing in a slot; none exactly when firedWh is above 0. Parameters as there; a rule with a largest
 * quantity of 0 lacks the QUANTITY as one does without surplus or need.
 */
export function unmetConditions(
  rule: PreparedRule,
  minute: number,
  openWh: number,
  batterySoc: number,
): FiringCondition[] {
  const isMet: Readonly<Record<FiringCondition, boolean>> = {
    ENABLED: rule.isEnabled,
    WINDOW: isInMask(rule.mask, minute),
    SOC: batterySoc >= rule.leastSoc,
    QUANTITY: openWh > 0 && rule.mostWh > 0,
  };
  return firingConditions.filter((condition) => !isMet[condition]);
}
