import type { OfferType } from '../domain/records.ts';
import { HOUR, MINUTE } from '../domain/slots.ts';
import { amountOf, MAX_INTEGER, MAX_ORDER_WH } from '../domain/units.ts';
import { MAX_PRICE, type MarketLimits } from './orders.ts';

/** What can be wrong with an offer or a trade that a person is about to place. */
export const offerProblemFields = ['memberId', 'type', 'quantityWh', 'price', 'window'] as const;
export type OfferProblemField = (typeof offerProblemFields)[number];

export const offerProblemCodes = [
  /** values: floor */
  'PRICE_BELOW_FLOOR',
  /** values: cap */
  'PRICE_ABOVE_CAP',
  'PRICE_NOT_WHOLE',
  'QUANTITY_NOT_POSITIVE',
  'QUANTITY_NOT_WHOLE',
  /** values: max (Wh) */
  'QUANTITY_TOO_LARGE',
  /** values: now (the earliest start that can still be entered) */
  'WINDOW_IN_PAST',
  'WINDOW_EMPTY',
  /** values: slotMinutes */
  'WINDOW_NOT_ON_SLOTS',
  /** values: maxHours */
  'WINDOW_TOO_LONG',
  'MEMBER_UNKNOWN',
  'MEMBER_INACTIVE',
  /** values: otherPrice (of the member's own order on the other side; absent when that is a market order) */
  'SELF_TRADE',
  /** values: needed, available */
  'INSUFFICIENT_BALANCE',
  /** The offer to take is not active any more. */
  'OFFER_TAKEN',
  'OFFER_EXPIRED',
  /** The offer to take is a market order: it has no limit at which it could be taken. */
  'OFFER_WITHOUT_LIMIT',
] as const;
export type OfferProblemCode = (typeof offerProblemCodes)[number];

/**
 * The longest window of an offer. The list of offers relies on it: what touches a period began at most this long before it, so that the
 * list need not search all of the past for it.
 */
const MAX_WINDOW_HOURS = 7 * 24;
export const MAX_WINDOW = MAX_WINDOW_HOURS * HOUR;

/** One thing that is wrong, at the field where a person can put it right. */
export interface OfferProblem {
  readonly field: OfferProblemField;
  readonly code: OfferProblemCode;
  /** Facts for the sentence, named at the code. Energy in Wh, prices in micro-currency per kWh, amounts in micro-currency. */
  readonly values: Readonly<Record<string, number>>;
}

/** What a person entered: any numbers. Units as in Offer. */
export interface OfferDraft {
  readonly type: OfferType;
  readonly quantityWh: number;
  /** Null is a market order. */
  readonly price: number | null;
  readonly windowStart: number;
  readonly windowEnd: number;
}

/** What a draft is checked against. */
export interface OfferFacts {
  readonly limits: MarketLimits;
  readonly slotMinutes: number;
  /** The start of the first slot that can still be entered. */
  readonly earliestStart: number;
  /** Null when there is no such member. */
  readonly member: {
    readonly isActive: boolean;
    /** balance + creditLimit - reserved, micro-currency. */
    readonly available: number;
  } | null;
  /** Limits of the member's open orders of the other side whose windows overlap the draft's; null is a market order. */
  readonly opposingLimits: readonly (number | null)[];
}

/**
 * Everything that is wrong with a draft (DOMAIN.md sections 2, 3 and 10), at most one problem for each thing entered: member, quantity,
 * price, window; then, when these are right in themselves, whether the member would trade with itself and can pay. Never throws.
 */
export function checkOffer(draft: OfferDraft, facts: OfferFacts): OfferProblem[] {
  const entered = [
    memberProblem(facts.member),
    quantityProblem(draft.quantityWh, MAX_ORDER_WH),
    priceProblem(draft.price, facts.limits),
    windowProblem(draft, facts),
  ].filter((found) => found !== null);
  if (entered.length > 0 || facts.member === null) return entered;
  return [
    selfTradeProblem(draft, facts.opposingLimits),
    balanceProblem(reserveOf(draft, facts.limits), facts.member.available, 'quantityWh'),
  ].filter((found) => found !== null);
}

/** What a draft would hold back (see reservedAmount); 0 while its quantity or its price is none. */
export function reserveOf({ type, quantityWh, price }: OfferDraft, limits: MarketLimits): number {
  const isAmount = quantityProblem(quantityWh, MAX_ORDER_WH) === null && priceProblem(price, limits) === null;
  return isAmount ? reservedAmount(type, quantityWh, price, limits.priceCap) : 0;
}

/**
 * What an order holds back on its member's account while it is open (DOMAIN.md section 2), in micro-currency: a buy order what it would
 * pay at its limit, a market order at the cap; nothing where the buyer would be paid, and nothing to sell.
 * @param wh 0..MAX_ORDER_WH
 * @param price micro-currency per kWh, null for a market order
 * @returns MAX_INTEGER, which no account covers, where the amount is beyond it
 */
export function reservedAmount(type: OfferType, wh: number, price: number | null, priceCap: number): number {
  const limit = price ?? priceCap;
  if (type === 'sell' || limit <= 0) return 0;
  return wh > (MAX_INTEGER / limit) * 1000 - 1 ? MAX_INTEGER : amountOf(wh, limit);
}

/** Who may offer or take: a known, active member. */
export function memberProblem(member: { readonly isActive: boolean } | null): OfferProblem | null {
  if (member === null) return problem('memberId', 'MEMBER_UNKNOWN');
  return member.isActive ? null : problem('memberId', 'MEMBER_INACTIVE');
}

/** Whether a quantity is one: whole Wh from 1 to `max`. */
export function quantityProblem(wh: number, max: number): OfferProblem | null {
  if (wh <= 0) return problem('quantityWh', 'QUANTITY_NOT_POSITIVE');
  if (wh > max) return problem('quantityWh', 'QUANTITY_TOO_LARGE', { max });
  return Number.isInteger(wh) ? null : problem('quantityWh', 'QUANTITY_NOT_WHOLE');
}

/** Whether the account covers what a decision takes from it; what takes nothing is always covered. Micro-currency. */
export function balanceProblem(needed: number, available: number, field: OfferProblemField): OfferProblem | null {
  return needed > 0 && needed > available ? problem(field, 'INSUFFICIENT_BALANCE', { needed, available }) : null;
}

function priceProblem(price: number | null, { priceFloor, priceCap }: MarketLimits): OfferProblem | null {
  if (price === null) return null;
  const floor = Math.max(priceFloor, -MAX_PRICE);
  const cap = Math.min(priceCap, MAX_PRICE);
  if (price < floor) return problem('price', 'PRICE_BELOW_FLOOR', { floor });
  if (price > cap) return problem('price', 'PRICE_ABOVE_CAP', { cap });
  return Number.isInteger(price) ? null : problem('price', 'PRICE_NOT_WHOLE');
}

function windowProblem({ windowStart, windowEnd }: OfferDraft, facts: OfferFacts): OfferProblem | null {
  const { slotMinutes, earliestStart } = facts;
  const isOnSlot = (time: number): boolean => time % (slotMinutes * MINUTE) === 0;
  if (!isOnSlot(windowStart) || !isOnSlot(windowEnd)) return problem('window', 'WINDOW_NOT_ON_SLOTS', { slotMinutes });
  if (windowEnd <= windowStart) return problem('window', 'WINDOW_EMPTY');
  if (windowStart < earliestStart) return problem('window', 'WINDOW_IN_PAST', { now: earliestStart });
  if (windowEnd - windowStart <= MAX_WINDOW) return null;
  return problem('window', 'WINDOW_TOO_LONG', { maxHours: MAX_WINDOW_HOURS });
}

/** A member's orders must not be able to trade with each other; a market order meets every other. */
function selfTradeProblem({ type, price }: OfferDraft, opposing: readonly (number | null)[]): OfferProblem | null {
  const towards = type === 'buy' ? 1 : -1;
  const meets = (other: number | null): boolean =>
    price === null || other === null || towards * price >= towards * other;
  const met = opposing.filter(meets);
  if (met.length === 0) return null;
  if (met.includes(null)) return problem('price', 'SELF_TRADE');
  const limits = met.filter((other) => other !== null);
  return problem('price', 'SELF_TRADE', { otherPrice: type === 'buy' ? Math.min(...limits) : Math.max(...limits) });
}

function problem(
  field: OfferProblemField,
  code: OfferProblemCode,
  values: Readonly<Record<string, number>> = {},
): OfferProblem {
  return { field, code, values };
}
