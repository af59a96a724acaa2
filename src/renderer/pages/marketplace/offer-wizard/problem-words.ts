import type { TFunction } from 'i18next';
import type { OfferProblem } from '#shared/market/offer-check.ts';
import type { Format } from '#shared/format/format.ts';
import { exactly } from '#shared/format/exact.ts';

/** One of the engine's problems as a sentence that names its limits and balances. */
export function problemWords(t: TFunction<'offers'>, format: Format, { code, values }: OfferProblem): string {
  const exact = exactly(format);
  const written = {
    ...(values.floor === undefined ? {} : { floor: exact.price(values.floor) }),
    ...(values.cap === undefined ? {} : { cap: exact.price(values.cap) }),
    ...(values.max === undefined ? {} : { max: exact.quantity(values.max) }),
    ...(values.now === undefined ? {} : { now: format.dateTime(values.now) }),
    ...(values.otherPrice === undefined ? {} : { otherPrice: exact.price(values.otherPrice) }),
    ...(values.needed === undefined ? {} : { needed: exact.money(values.needed) }),
    ...(values.available === undefined ? {} : { available: exact.money(values.available) }),
  };
  const isAtAnyPrice = code === 'SELF_TRADE' && values.otherPrice === undefined;
  return t(`problems.${isAtAnyPrice ? 'SELF_TRADE_MARKET' : code}`, { ...values, ...written });
}
