import type { ErrorCode } from '../contract/errors.ts';
import type { OfferProblemCode } from './offer-check.ts';

/** How a problem of an offer is told: a code of DOMAIN.md section 10, what is wrong, what to do. */
export interface OfferRefusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
}

const ENTER_PRICE = 'Enter a price between the floor and the cap of the market, with at most six decimals.';
const ENTER_QUANTITY = 'Enter a quantity above zero in kWh, with at most three decimals.';
const CHOOSE_WINDOW = 'Choose a window that begins with the next open slot or later.';
const CHOOSE_OFFER = 'Choose another offer, or place one for this member.';

/** The same on the desk and at the hub. */
export const offerRefusals: Readonly<Record<OfferProblemCode, OfferRefusal>> = {
  PRICE_BELOW_FLOOR: priceInvalid('The price is below the floor of this market.'),
  PRICE_ABOVE_CAP: priceInvalid('The price is above the cap of this market.'),
  PRICE_NOT_WHOLE: priceInvalid('The price has more than six decimals.'),
  QUANTITY_NOT_POSITIVE: quantityInvalid('The quantity is not above zero.'),
  QUANTITY_NOT_WHOLE: quantityInvalid('The quantity has more than three decimals.'),
  QUANTITY_TOO_LARGE: quantityInvalid('The quantity is more than there can be of it.'),
  WINDOW_IN_PAST: windowInvalid('The window begins before the next open slot.'),
  WINDOW_EMPTY: windowInvalid('The window ends before it begins.'),
  WINDOW_NOT_ON_SLOTS: windowInvalid('The window does not begin and end with a slot.'),
  WINDOW_TOO_LONG: windowInvalid('The window is longer than a week.'),
  MEMBER_UNKNOWN: {
    code: 'INPUT_INVALID',
    message: 'There is no such member in this community.',
    remedy: 'Choose a member from the list.',
  },
  MEMBER_INACTIVE: {
    code: 'MEMBER_INACTIVE',
    message: 'This member has left or is inactive.',
    remedy: 'Choose an active member.',
  },
  SELF_TRADE: {
    code: 'SELF_TRADE',
    message: 'The member would trade with itself.',
    remedy: "Choose a limit that does not meet the member's own order, or another member's offer.",
  },
  INSUFFICIENT_BALANCE: {
    code: 'INSUFFICIENT_BALANCE',
    message: "The member's account does not cover this.",
    remedy: 'Lower the quantity or the price.',
  },
  OFFER_TAKEN: { code: 'OFFER_TAKEN', message: 'Nothing is left of this offer.', remedy: CHOOSE_OFFER },
  OFFER_EXPIRED: { code: 'OFFER_EXPIRED', message: 'The window of this offer is over.', remedy: CHOOSE_OFFER },
  OFFER_WITHOUT_LIMIT: {
    code: 'PRICE_INVALID',
    message: 'This offer is a market order and has no limit to be taken at.',
    remedy: CHOOSE_OFFER,
  },
};

function priceInvalid(message: string): OfferRefusal {
  return { code: 'PRICE_INVALID', message, remedy: ENTER_PRICE };
}

function quantityInvalid(message: string): OfferRefusal {
  return { code: 'QUANTITY_INVALID', message, remedy: ENTER_QUANTITY };
}

function windowInvalid(message: string): OfferRefusal {
  return { code: 'INPUT_INVALID', message, remedy: CHOOSE_WINDOW };
}
