import type { TFunction } from 'i18next';
import type { ExplainedOrder } from '#shared/contract/market-records.ts';
import type { Format } from '#shared/format/format.ts';
import type { Tense } from '../clearing/outcome.ts';
import { exactly } from '#shared/format/exact.ts';

/** "Why not me?" in one or two plain sentences: what of the order traded and why not the rest, and what would have changed that. */
export function whySentences(
  order: ExplainedOrder,
  tense: Tense,
  t: TFunction<'marketplace'>,
  format: Format,
): string[] {
  return [outcome(order, tense, t, format), change(order, tense, t, format)].filter((sentence) => sentence !== null);
}

function outcome(order: ExplainedOrder, tense: Tense, t: TFunction<'marketplace'>, format: Format): string {
  const { type, quantityWh, tradedWh, clearingPrice } = order;
  const exact = exactly(format);
  const values = {
    quantity: exact.quantity(quantityWh),
    traded: exact.quantity(tradedWh),
    price: clearingPrice === null ? format.notAvailable : exact.price(clearingPrice),
  };
  if (tradedWh > 0 && tradedWh === quantityWh) return t(`why.${tense}.full.${type}`, values);
  const reason = t(`why.${tense}.reasons.${reasonKey(order)}`, {
    price: values.price,
    limit: order.price === null ? t('anyPrice') : exact.price(order.price),
  });
  return tradedWh > 0 ? t(`why.${tense}.part.${type}`, { ...values, reason }) : t(`why.${tense}.none`, { reason });
}

/** Who goes short is up to the mechanism: uniform-price shares the marginal level out, pay-as-bid serves one after the other. */
function rationedKey(mechanism: string): string {
  if (mechanism === 'uniform-price') return 'sameShare';
  return mechanism === 'pay-as-bid' ? 'othersFirst' : 'notEnough';
}

/** The reason as it is told; PRICE is told with the price that the limit misses, where there is one. */
function reasonKey({ reason, type, price, clearingPrice, mechanism }: ExplainedOrder): string {
  switch (reason) {
    case 'PRICE': {
      const misses =
        price !== null && clearingPrice !== null && (type === 'buy' ? price < clearingPrice : price > clearingPrice);
      return `${misses ? 'limit' : 'noMatch'}.${type}`;
    }
    case 'RATIONED':
      return rationedKey(mechanism);
    case 'NO_COUNTERPART':
      return `noCounterpart.${type}`;
    case 'SELF_TRADE':
      return 'selfTrade';
    case 'TRADE_REDUCTION':
      return 'reduction';
    case 'ZERO_QUANTITY':
    case null:
      return 'zero';
  }
}

function change(order: ExplainedOrder, tense: Tense, t: TFunction<'marketplace'>, format: Format): string | null {
  const { price, tradedWh, quantityWh, limits } = order;
  // A market order takes any price already, and one of nothing trades at none.
  if (tradedWh > 0 || price === null || quantityWh === 0) return null;
  const exact = exactly(format);
  if (order.change === null) {
    return t(`why.${tense}.noChange`, { floor: exact.price(limits.priceFloor), cap: exact.price(limits.priceCap) });
  }
  const { price: wanted, by, tradedWh: would } = order.change;
  return t(`why.${tense}.change.${by > 0 ? 'higher' : 'lower'}`, {
    limit: exact.price(price),
    wanted: exact.price(wanted),
    by: exact.price(Math.abs(by)),
    traded: exact.quantity(would),
  });
}
