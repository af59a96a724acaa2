/** What to do about a failed trade. */
import type { FailureCode } from '../domain/records.ts';
import { amountOf } from '../domain/units.ts';
import type { CaseFacts } from './case-facts.ts';
import type { Resolution } from './events.ts';

/**
 * Why a resolution is suggested:
 * - cause-gone: what was reported does not hold any more, and nothing else stands in the way.
 * - passing: a trouble of the kind that passes, and nothing stands in the way.
 * - still-covered: the reading was revised and still covers the trade.
 * - metered-less: the meters leave less than was traded.
 * - nothing-metered: the meters leave nothing.
 * - booked-twice, not-a-member, no-order, price-not-agreed: there should be no such trade.
 */
export const suggestionReasons = [
  'cause-gone',
  'passing',
  'still-covered',
  'metered-less',
  'nothing-metered',
  'booked-twice',
  'not-a-member',
  'no-order',
  'price-not-agreed',
] as const;
type SuggestionReason = (typeof suggestionReasons)[number];

export interface Suggestion {
  readonly resolution: Resolution;
  readonly reason: SuggestionReason;
}

interface Judged {
  readonly cause: FailureCode;
  readonly basis: 'shown' | 'reported';
  /** Every cause that the data shows, and those of them that it shows for certain. */
  readonly shown: readonly FailureCode[];
  readonly certain: readonly FailureCode[];
  readonly facts: CaseFacts;
  /** What the meters leave, Wh; null where a reading is missing. */
  readonly meteredWh: number | null;
}

/** Causes by which there should be no such trade, where the data shows them for certain. */
const voids = {
  DUPLICATE: 'booked-twice',
  MEMBER_INACTIVE: 'not-a-member',
  OFFER_EXPIRED: 'no-order',
  PRICE_OUT_OF_RANGE: 'price-not-agreed',
} as const satisfies { readonly [C in FailureCode]?: SuggestionReason };

function isVoiding(cause: FailureCode): cause is keyof typeof voids {
  return cause in voids;
}

/** Reported causes that are gone when the data does not show them. */
const goneUnlessShown: ReadonlySet<FailureCode> = new Set([
  'METER_READING_MISSING',
  'METER_READING_LATE',
  'METER_READING_REVISED',
  'QUANTITY_EXCEEDS_METER',
  'TARIFF_MISSING',
  'AMOUNT_MISMATCH',
  'INSUFFICIENT_BALANCE',
  // With enough on the account nothing has to be drawn from the bank.
  'MANDATE_MISSING',
]);

/**
 * What to do: void what should not be, adjust what the meters do not cover, retry what is in order by now. Null where a person has to find
 * out first: what only a bank or a member can tell, a reading or a tariff that still has to come, an account that cannot pay. By hand is
 * never suggested.
 */
export function suggestionFor(judged: Judged): Suggestion | null {
  const { cause, certain, facts, meteredWh } = judged;
  const voiding = certain.find(isVoiding);
  if (voiding !== undefined) return { resolution: { kind: 'void' }, reason: voids[voiding] };
  const retryReason = reasonToRetry(judged);
  const isMeterCause = cause === 'QUANTITY_EXCEEDS_METER';
  if ((retryReason === null && !isMeterCause) || isHeldUp(judged) || meteredWh === null) return null;
  const { quantityWh, price, amount } = facts.trade;
  if (meteredWh === 0) return { resolution: { kind: 'void' }, reason: 'nothing-metered' };
  const isLess = meteredWh < quantityWh;
  if (!canPay(facts, isLess ? amountOf(meteredWh, price) : amount)) return null;
  if (isLess) return { resolution: { kind: 'adjust', quantityWh: meteredWh }, reason: 'metered-less' };
  return retryReason && { resolution: { kind: 'retry' }, reason: retryReason };
}

function reasonToRetry({ cause, basis, facts }: Judged): SuggestionReason | null {
  if (cause === 'NETWORK_FAILURE') return 'passing';
  if (cause === 'METER_READING_REVISED' && basis === 'shown') return 'still-covered';
  if (basis === 'shown') return null;
  if (cause === 'OFFER_EXPIRED' || cause === 'PRICE_OUT_OF_RANGE') return hasAnOrder(facts) ? 'cause-gone' : null;
  return goneUnlessShown.has(cause) ? 'cause-gone' : null;
}

/** Without an order the copy cannot say that its window and limit were kept. */
function hasAnOrder({ buyer, seller }: CaseFacts): boolean {
  return buyer.order !== null || seller.order !== null;
}

/** Whether something is shown that a person has to put in order first. */
function isHeldUp({ shown }: Judged): boolean {
  return shown.some((cause) => cause === 'METER_READING_LATE' || cause === 'AMOUNT_MISMATCH' || isVoiding(cause));
}

function canPay({ buyer }: CaseFacts, amount: number): boolean {
  return buyer.balance + buyer.creditLimit >= amount;
}
