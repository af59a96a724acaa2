import type { BookClearing } from '../contract/market-records.ts';
import { amountOf } from '../domain/units.ts';
import type { Clearing } from './clearing.ts';

/** A clearing as the page gets it: without its orders and trades. The amount is what the buyers pay. */
export function bookClearing(clearing: Clearing): BookClearing {
  const { type, price, quantityWh, interval, marginalOrder, marginalQuantityWh, marginalTotalWh, trades } = clearing;
  return {
    type,
    price,
    quantityWh,
    interval: interval === null ? null : [...interval],
    marginalOrder:
      marginalOrder === null ? null : { type: marginalOrder.side === 'bid' ? 'buy' : 'sell', id: marginalOrder.id },
    marginalQuantityWh,
    marginalTotalWh,
    tradeCount: trades.length,
    amount: trades.reduce((sum, trade) => sum + amountOf(trade.wh, trade.price), 0),
    reduction: clearing.reduction ?? null,
  };
}
