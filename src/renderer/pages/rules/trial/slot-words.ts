/** What a rule did in a slot, in words. Pure. */
import type { TFunction } from 'i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { Format } from '#shared/format/format.ts';
import { listText } from '#shared/format/locale-facts.ts';

export type SimulatedSlot = Output<'rules.simulatedDay'>[number];
export type SlotTrace = SimulatedSlot['drafted'];

const kwh = (wh: number, format: Format): string => `${format.number(wh / 1000, 3)}\u00a0kWh`;

export interface TraceWords {
  /** What it did. */
  readonly did: string;
  /** What came of it, or why it did nothing. */
  readonly outcome: string;
}

/** Whether the rule offered, and what came of it. `type` is the side that it is on. */
export function traceWords(
  { unmet, offeredWh, limit, tradedWh, amount, reason }: SlotTrace,
  type: 'buy' | 'sell',
  format: Format,
  t: TFunction<'rule-trials'>,
): TraceWords {
  if (offeredWh === 0) {
    return {
      did: t('slot.silent'),
      outcome: listText(
        unmet.map((condition) => t(`conditions.${type}.${condition}`)),
        format.locale,
      ),
    };
  }
  const price = limit === null ? t('slot.anyPrice') : t(`slot.limit.${type}`, { price: format.price(limit).value });
  const values = {
    energy: kwh(tradedWh, format),
    amount: format.money(amount, format.currency, { decimals: 4 }).text,
  };
  const traded =
    tradedWh === 0 ? t('slot.none') : tradedWh === offeredWh ? t('slot.all', values) : t('slot.part', values);
  return {
    did: t(`slot.offered.${type}`, { energy: kwh(offeredWh, format), price }),
    outcome: reason === null ? traded : `${traded}: ${t(`reasons.${reason}`)}`,
  };
}

/** Whether the draft offers or trades anything else in the slot than the rule that it replaces, or is kept from it by something else. */
export function isDifferent({ current, drafted }: SimulatedSlot): boolean {
  if (current === null) return drafted.offeredWh > 0;
  if (current.offeredWh === 0 && drafted.offeredWh === 0) return current.unmet.join() !== drafted.unmet.join();
  return (
    current.offeredWh !== drafted.offeredWh ||
    current.tradedWh !== drafted.tradedWh ||
    current.amount !== drafted.amount
  );
}
