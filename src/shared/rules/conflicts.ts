/** What about a member's rules makes no sense, found before a rule runs (DOMAIN.md section 7). */
import type { MarketLimits } from '../market/orders.ts';
import { isNever, isWithin, sharedMinutes, slotStarts, type SlotPhases } from './firing-minutes.ts';
import type { RuleDraft } from './rule-draft.ts';
import { parseTimeWindow, weekMask, type WeekMask } from './windows.ts';

export const ruleConflictKinds = [
  /** `min_price` above `max_price` in one rule. values: minPrice, maxPrice */
  'LIMITS_CROSSED',
  /** A limit below the market's floor or above its cap. values: limit, floor, cap */
  'PRICE_OUTSIDE_MARKET',
  /** A largest quantity of 0. */
  'ZERO_QUANTITY',
  /** A window in which no slot starts, or no window at all. values: at (the place of the window, from 0; absent without any) */
  'NEVER_FIRES',
  /** An earlier rule of the member takes all that this one could offer. */
  'SHADOWED',
  /** A rule that sells asks for a state of charge, and the member's battery cannot have it: there is none. values: least */
  'SOC_UNREACHABLE',
  /** The member's buying and selling rules would trade with each other. values: minPrice, maxPrice (absent: at any price) */
  'SELF_TRADE',
] as const;
export type RuleConflictKind = (typeof ruleConflictKinds)[number];

/**
 * - blocking: no such rule may be enabled.
 * - warning: it does nothing, or less than it says.
 * - notice: it can only happen in a slot with both surplus and need, and the clearing prevents it then.
 */
export const conflictSeverities = ['blocking', 'warning', 'notice'] as const;
export type ConflictSeverity = (typeof conflictSeverities)[number];

export const severityOf: Readonly<Record<RuleConflictKind, ConflictSeverity>> = {
  LIMITS_CROSSED: 'blocking',
  PRICE_OUTSIDE_MARKET: 'blocking',
  ZERO_QUANTITY: 'blocking',
  NEVER_FIRES: 'warning',
  SHADOWED: 'warning',
  SOC_UNREACHABLE: 'warning',
  SELF_TRADE: 'notice',
};

export interface RuleConflict {
  readonly kind: RuleConflictKind;
  /** What it is about; a person can put it right there. */
  readonly field: 'maxPrice' | 'minPrice' | 'maxQuantityWh' | 'timeWindows' | 'minBatterySoc' | null;
  /** The other rule of the member that it is with. */
  readonly otherRuleId: string | null;
  /** Facts for the sentence, named at the kind. Prices in micro-currency per kWh. */
  readonly values: Readonly<Record<string, number>>;
}

/** A rule as its conflicts are looked for. A window that cannot be read counts as never; that is no conflict (checkRuleDraft tells it). */
export interface JudgedRule extends RuleDraft {
  /** Null for one that is being made. */
  readonly id: string | null;
}

/** Where the rules hold. */
export interface RuleSurroundings {
  readonly limits: MarketLimits;
  readonly slotMinutes: number;
  readonly phases: SlotPhases;
  /** Whether the member has a battery. */
  readonly hasBattery: boolean;
}

/**
 * The conflicts of one rule of a member, with itself and with the other ones. A rule that is switched off has those with itself alone: it
 * takes nothing from another rule.
 * @param rules of the member in the order in which they fire, this one among them
 * @param at its place among them
 */
export function findRuleConflicts(
  rules: readonly JudgedRule[],
  at: number,
  surroundings: RuleSurroundings,
): RuleConflict[] {
  return conflictsOf(rules, at, surroundings, new FiringMasks(surroundings));
}

/**
 * The conflicts of each of a member's rules (see findRuleConflicts), in their order.
 * @param masks of the community, for whoever asks about several of its members
 */
export function findAllRuleConflicts(
  rules: readonly JudgedRule[],
  surroundings: RuleSurroundings,
  masks = new FiringMasks(surroundings),
): RuleConflict[][] {
  return rules.map((_, at) => conflictsOf(rules, at, surroundings, masks));
}

/** The minutes of the week in which the rules of a community can fire, worked out once for each rule and for equal windows. */
export class FiringMasks {
  readonly #starts: WeekMask;
  readonly #ofRules = new Map<JudgedRule, WeekMask>();
  readonly #ofWindows = new Map<string, WeekMask>();

  constructor({ slotMinutes, phases }: Pick<RuleSurroundings, 'slotMinutes' | 'phases'>) {
    this.#starts = slotStarts(slotMinutes, phases);
  }

  /** @param readable windows that can be read */
  ofWindows(readable: readonly string[]): WeekMask {
    return known(this.#ofWindows, readable.join('\n'), () => sharedMinutes(weekMask(readable), this.#starts));
  }

  of(rule: JudgedRule): WeekMask {
    return known(this.#ofRules, rule, () =>
      this.ofWindows(rule.timeWindows.filter((text) => parseTimeWindow(text).ok)),
    );
  }
}

function known<K, V>(all: Map<K, V>, key: K, make: () => V): V {
  const before = all.get(key);
  if (before !== undefined) return before;
  const made = make();
  all.set(key, made);
  return made;
}

function conflictsOf(
  rules: readonly JudgedRule[],
  at: number,
  surroundings: RuleSurroundings,
  masks: FiringMasks,
): RuleConflict[] {
  const rule = rules[at];
  const found = [
    ...crossedLimits(rule),
    ...pricesOutsideMarket(rule, surroundings.limits),
    ...zeroQuantity(rule),
    ...deadWindows(rule, masks),
    ...unreachableCharge(rule, surroundings),
  ];
  if (!rule.isEnabled) return found;
  for (const [place, other] of rules.entries()) {
    if (place === at || !other.isEnabled) continue;
    if (place < at && shadows(other, rule, masks)) {
      found.push({ kind: 'SHADOWED', field: null, otherRuleId: other.id, values: {} });
    }
    const met = meeting(rule, other, masks);
    if (met !== null) found.push({ ...met, otherRuleId: other.id });
  }
  return found;
}

function crossedLimits({ type, minPrice, maxPrice }: JudgedRule): RuleConflict[] {
  if (minPrice === null || maxPrice === null || minPrice <= maxPrice) return [];
  const field = type === 'sell' ? 'minPrice' : 'maxPrice';
  return [{ kind: 'LIMITS_CROSSED', field, otherRuleId: null, values: { minPrice, maxPrice } }];
}

function pricesOutsideMarket(rule: JudgedRule, { priceFloor: floor, priceCap: cap }: MarketLimits): RuleConflict[] {
  return (['minPrice', 'maxPrice'] as const).flatMap((field): RuleConflict[] => {
    const limit = rule[field];
    if (limit === null || (limit >= floor && limit <= cap)) return [];
    return [{ kind: 'PRICE_OUTSIDE_MARKET', field, otherRuleId: null, values: { limit, floor, cap } }];
  });
}

function zeroQuantity({ maxQuantityWh }: JudgedRule): RuleConflict[] {
  if (maxQuantityWh !== 0) return [];
  return [{ kind: 'ZERO_QUANTITY', field: 'maxQuantityWh', otherRuleId: null, values: {} }];
}

function deadWindows({ timeWindows }: JudgedRule, masks: FiringMasks): RuleConflict[] {
  const dead = (values: RuleConflict['values']): RuleConflict => ({
    kind: 'NEVER_FIRES',
    field: 'timeWindows',
    otherRuleId: null,
    values,
  });
  const readable = [...timeWindows.entries()].filter(([, text]) => parseTimeWindow(text).ok);
  if (readable.length === 0) return [dead({})];
  return readable.filter(([, text]) => isNever(masks.ofWindows([text]))).map(([at]) => dead({ at }));
}

function unreachableCharge(
  { type, minBatterySoc: least }: JudgedRule,
  { hasBattery }: RuleSurroundings,
): RuleConflict[] {
  if (type !== 'sell' || least === null || least === 0 || hasBattery) return [];
  return [{ kind: 'SOC_UNREACHABLE', field: 'minBatterySoc', otherRuleId: null, values: { least } }];
}

/**
 * Whether `earlier` always takes all that `later` could offer: whenever `later` may fire it does too, for any quantity. At which price does
 * not matter, what one rule has offered no other one offers again.
 */
function shadows(earlier: JudgedRule, later: JudgedRule, masks: FiringMasks): boolean {
  return (
    earlier.type === later.type &&
    earlier.maxQuantityWh === null &&
    (earlier.type === 'buy' || (earlier.minBatterySoc ?? 0) <= (later.minBatterySoc ?? 0)) &&
    !isNever(masks.of(later)) &&
    isWithin(masks.of(later), masks.of(earlier))
  );
}

/** How two rules of a member would trade with each other; null when they would not. */
function meeting(
  rule: JudgedRule,
  other: JudgedRule,
  masks: FiringMasks,
): Pick<RuleConflict, 'kind' | 'field' | 'values'> | null {
  if (rule.type === other.type || rule.maxQuantityWh === 0 || other.maxQuantityWh === 0) return null;
  const [buyer, seller] = rule.type === 'buy' ? [rule, other] : [other, rule];
  const { maxPrice } = buyer;
  const { minPrice } = seller;
  const isCrossing = maxPrice === null || minPrice === null || maxPrice >= minPrice;
  if (!isCrossing || isNever(sharedMinutes(masks.of(rule), masks.of(other)))) return null;
  return {
    kind: 'SELF_TRADE',
    field: rule.type === 'buy' ? 'maxPrice' : 'minPrice',
    values: { ...(minPrice !== null && { minPrice }), ...(maxPrice !== null && { maxPrice }) },
  };
}
