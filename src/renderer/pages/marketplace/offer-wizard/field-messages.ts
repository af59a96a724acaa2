import type { TFunction } from 'i18next';
import { MAX_ORDER_WH } from '#shared/domain/units.ts';
import type { Input } from '#shared/contract/contract.ts';
import type { OfferProblem } from '#shared/market/offer-check.ts';
import type { Format } from '#shared/format/format.ts';
import { exactly } from '#shared/format/exact.ts';
import { problemWords } from './problem-words.ts';
import { offerFields, type AskedOffer, type OfferField, type ReadOffer } from './read-offer.ts';
import type { TypedProblem } from './typed-decimal.ts';
import { isOnBoundary } from './typed-window.ts';
import type { Checked } from './use-checked.ts';

export type FieldMessages = { readonly [F in OfferField]?: string };

/** The offer as it was read when the engine was asked about it. */
interface OfferQuestion {
  readonly read: ReadOffer;
  readonly input: Input<'market.checkOffer'>;
}

export interface FieldFacts {
  readonly read: ReadOffer;
  /** The engine's last answer, which may be about an earlier reading. */
  readonly last: Checked<'market.checkOffer', OfferQuestion>['last'];
  readonly slotMinutes: number;
  /** Whether the person wanted to go on: before that an empty field is no mistake. */
  readonly isTried: boolean;
}

/** What is wrong with each field, in plain words: that it is no value, or else what the engine says of the value. */
export function fieldMessages(
  t: TFunction<'offers'>,
  format: Format,
  { read, last, slotMinutes, isTried }: FieldFacts,
): FieldMessages {
  const messages: { [F in OfferField]?: string } = {};
  for (const problem of last?.answer.problems ?? []) {
    const about = last!.about.read;
    const field = fieldOf(problem, about.asked, slotMinutes);
    if (isOfTypedValues(problem, field, about)) messages[field] ??= problemWords(t, format, problem);
  }
  for (const field of offerFields) {
    const problem = read.problems[field];
    if (problem === undefined || (problem === 'MISSING' && !isTried)) continue;
    messages[field] = typedWords(t, format, field, problem);
  }
  return messages;
}

/** The field in which a problem of the engine is corrected; a window has two. */
function fieldOf({ field, code }: OfferProblem, offer: AskedOffer, slotMinutes: number): OfferField {
  switch (field) {
    case 'quantityWh':
      return 'quantity';
    case 'price':
      return 'price';
    case 'window': {
      const isOffSlots = code === 'WINDOW_NOT_ON_SLOTS' && !isOnBoundary(offer.windowStart, slotMinutes);
      return isOffSlots || code === 'WINDOW_IN_PAST' ? 'start' : 'end';
    }
    case 'memberId':
    case 'type':
      return 'memberId';
  }
}

/** False for a problem of what stands in for a field that is no value yet. */
function isOfTypedValues({ code }: OfferProblem, field: OfferField, { problems, draft }: ReadOffer): boolean {
  if (code === 'SELF_TRADE' || code === 'INSUFFICIENT_BALANCE') return draft !== null;
  if (field === 'start' || field === 'end') return problems.start === undefined && problems.end === undefined;
  return problems[field] === undefined;
}

function typedWords(
  t: TFunction<'offers'>,
  format: Format,
  field: OfferField,
  problem: NonNullable<ReadOffer['problems'][OfferField]>,
): string {
  if (problem === 'MISSING') return t(`missing.${field}`);
  if (problem === 'TIME_INVALID' || problem === 'TIME_SKIPPED') return t(`typed.${problem}`);
  return typedNumberWords(t, format, field === 'price' ? 'price' : 'quantity', problem);
}

/** Why what stands in a number field is no quantity, or no price. */
export function typedNumberWords(
  t: TFunction<'offers'>,
  format: Format,
  kind: 'quantity' | 'price',
  problem: Exclude<TypedProblem, 'MISSING'>,
): string {
  return t(`typed.${kind}.${problem}`, {
    example: format.number(kind === 'price' ? 0.185 : 1.5, kind === 'price' ? 3 : 1),
    max: exactly(format).quantity(MAX_ORDER_WH),
  });
}
