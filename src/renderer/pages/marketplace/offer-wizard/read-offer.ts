import { MINUTE } from '#shared/domain/slots.ts';
import type { OfferType } from '#shared/domain/records.ts';
import type { Input } from '#shared/contract/contract.ts';
import { parsePrice, parseQuantity, type TypedProblem, type TypedResult } from './typed-decimal.ts';
import { parseMoment, typedMoment, type MomentProblem, type MomentResult, type TypedMoment } from './typed-window.ts';

/** The wizard's fields as they are typed. */
export interface OfferValues {
  readonly memberId: string | null;
  readonly type: OfferType;
  /** kWh. */
  readonly quantity: string;
  /** Currency per kWh; ignored at any price. */
  readonly price: string;
  readonly isAtAnyPrice: boolean;
  readonly start: TypedMoment;
  readonly end: TypedMoment;
}

export const offerFields = ['memberId', 'quantity', 'price', 'start', 'end'] as const;
export type OfferField = (typeof offerFields)[number];

/** The member may still be missing; everything else is a value that the engine can judge. */
export type AskedOffer = Input<'market.checkOffer'>['offer'];
export type OfferDraft = Input<'market.placeOffer'>['offer'];

export interface ReadOffer {
  /** What the engine is asked about. A field that is no value yet is asked about as 0 or as the first open slot. */
  readonly asked: AskedOffer;
  /** The offer as it would be placed; null while a field is no value yet. */
  readonly draft: OfferDraft | null;
  readonly problems: TypedProblems;
}

type TypedProblems = { readonly [F in OfferField]?: TypedProblem | MomentProblem };

/** What the dialog begins with; everything can be changed. */
export interface OfferProposal {
  /** Start of the slot to offer in, epoch milliseconds; the first that is still open when not given. */
  readonly slot?: number;
  readonly memberId?: string;
  readonly type?: OfferType;
}

export interface MarketClock {
  readonly timeZone: string;
  readonly slotMinutes: number;
  /** The first slot that is still open, epoch milliseconds. */
  readonly firstSlot: number;
}

/** The fields as they are proposed for a window that begins with a slot. */
export function proposedOffer(proposal: OfferProposal, clock: MarketClock): OfferValues {
  const start = proposal.slot ?? clock.firstSlot;
  return {
    memberId: proposal.memberId ?? null,
    type: proposal.type ?? 'buy',
    quantity: '',
    price: '',
    isAtAnyPrice: false,
    start: typedMoment(start, clock.timeZone),
    end: typedMoment(start + clock.slotMinutes * MINUTE, clock.timeZone),
  };
}

/** What the typed values say: the offer in integer units, and the fields that are no value yet. */
export function readOffer(values: OfferValues, locale: string, clock: MarketClock): ReadOffer {
  const { memberId, type } = values;
  const { timeZone, firstSlot, slotMinutes } = clock;
  const quantity = parseQuantity(values.quantity, locale);
  const price: TypedResult | null = values.isAtAnyPrice ? null : parsePrice(values.price, locale);
  const start = parseMoment(values.start, timeZone, firstSlot);
  const windowStart = start.ok ? start.value : firstSlot;
  const end = parseMoment(values.end, timeZone, windowStart + MINUTE);

  const problems: TypedProblems = {
    ...(memberId === null ? { memberId: 'MISSING' } : {}),
    ...problemOf('quantity', quantity),
    ...(price === null ? {} : problemOf('price', price)),
    ...problemOf('start', start),
    ...problemOf('end', end),
  };
  const offer = {
    type,
    quantityWh: quantity.ok ? quantity.value : 0,
    price: price?.ok === true ? price.value : null,
    windowStart,
    windowEnd: end.ok ? end.value : windowStart + slotMinutes * MINUTE,
  };
  const isWhole = memberId !== null && Object.keys(problems).length === 0;
  return { asked: { memberId, ...offer }, draft: isWhole ? { memberId, ...offer } : null, problems };
}

function problemOf(field: OfferField, result: TypedResult | MomentResult): TypedProblems {
  return result.ok ? {} : { [field]: result.problem };
}
