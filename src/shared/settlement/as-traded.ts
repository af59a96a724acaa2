import { amountOf } from '../domain/units.ts';
import type { SettlementEvent } from './events.ts';

/** A trade as it is stored now. Wh, micro-currency per kWh, micro-currency. */
export interface TradeNow {
  readonly quantityWh: number;
  readonly price: number;
  readonly amount: number;
}

/** How a resolution has changed a trade: to a quantity, from what the trade said until then. */
export interface Adjustment {
  readonly quantityWh: number;
  readonly before: { readonly quantityWh: number; readonly amount: number };
}

/** What an event has changed of its trade; null for one that left quantity and amount alone. */
export function adjustmentOf({ kind, resolution, before }: SettlementEvent): Adjustment | null {
  if (kind !== 'resolved' || resolution?.kind !== 'adjust' || before === null) return null;
  return { quantityWh: resolution.quantityWh, before };
}

/**
 * What was traded, whatever was adjusted since. A trade that is not what its adjustment has made of it is taken as it stands: then somebody
 * else has changed it.
 */
export function asTraded(
  { quantityWh, price, amount }: TradeNow,
  adjustment: Adjustment | null,
): { quantityWh: number; amount: number } {
  const isAdjusted = adjustment?.quantityWh === quantityWh && amountOf(quantityWh, price) === amount;
  return isAdjusted ? adjustment.before : { quantityWh, amount };
}
