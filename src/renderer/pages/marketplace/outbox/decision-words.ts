import type { TFunction } from 'i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import type { Format } from '../../../i18n/format.ts';
import { exactly } from '../offer-wizard/exact.ts';

/** What the member does, e.g. "buys up to 2.000 kWh for at most 0.1850 €/kWh". */
export function decisionWords(
  t: TFunction<'offers'>,
  format: Format,
  { kind, type, price, quantityWh, counterparty }: OutboxItem,
): string {
  const exact = exactly(format);
  const values = { quantity: exact.quantity(quantityWh), price: price === null ? '' : exact.price(price) };
  if (kind === 'trade') return t(`outbox.trade.${type}`, { ...values, other: counterparty ?? t('outbox.heldBack') });
  return t(`outbox.offer.${type}.${price === null ? 'anyPrice' : 'limit'}`, values);
}
