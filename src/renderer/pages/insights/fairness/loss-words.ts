/** Why a member lost, and what would have avoided it, as sentences. Pure. */
import type { TFunction } from 'i18next';
import type { Loss, LossAdvice } from '#shared/contract/loss-records.ts';
import type { Format } from '#shared/format/format.ts';
import { exactly } from '#shared/format/exact.ts';

/** A loss of less than a cent is one too, and is not written as 0. */
export const LOSS_DECIMALS = 4;

/** Why these trades cost more than the grid, or earned less. */
export function causeWords(
  { cause, type, limit, meanPrice, meanTariff }: Loss,
  format: Format,
  t: TFunction<'fairness'>,
): string {
  return t(`causes.${cause}.${type}`, {
    limit: limit === null ? format.notAvailable : exactly(format).price(limit),
    price: format.price(meanPrice).text,
    tariff: format.price(meanTariff).text,
  });
}

type Change = LossAdvice['changes'][number];

/** What to change, as a request. */
export function changeWords({ rule, type, from, to }: Change, format: Format, t: TFunction<'fairness'>): string {
  const { price } = exactly(format);
  const what = from === null ? 'give' : 'move';
  return t(`changes.${rule === null ? 'hand' : 'rule'}.${type}.${what}`, {
    from: from === null ? format.notAvailable : price(from),
    to: price(to),
  });
}

/** What the change would have brought. */
export function effectWords({ savings, tradedWh }: Change, format: Format, t: TFunction<'fairness'>): string {
  return t('changes.effect', {
    savings: format.money(savings, format.currency, { signed: true, decimals: LOSS_DECIMALS }).text,
    energy: format.energy(tradedWh).text,
  });
}
