import {
  type ClearedTrade,
  type Clearing,
  type ClearingColumns,
  reasonOfCode,
  type UnmatchedOrder,
} from './clearing.ts';
import { compareIds, type MarketLimits, type Order, type OrderColumns, toColumns } from './orders.ts';
import { clearUniformPrice } from './uniform-price.ts';

type ClearBook = (bids: OrderColumns, offers: OrderColumns, limits: MarketLimits) => ClearingColumns;

/** The mechanisms that clear a slot from its orders, by the names of DOMAIN.md section 3. */
const mechanisms = {
  'uniform-price': clearUniformPrice,
} satisfies Record<string, ClearBook>;

export type Mechanism = keyof typeof mechanisms;

export const mechanismNames: readonly Mechanism[] = Object.keys(mechanisms) as Mechanism[];

/** What a community clears with when nothing else is chosen. */
export const DEFAULT_MECHANISM: Mechanism = 'uniform-price';

/** A mechanism was named that this version does not know. The message names those that it knows. */
export class UnknownMechanismError extends Error {
  override readonly name = 'UnknownMechanismError';

  constructor(mechanism: string) {
    super(`unknown mechanism "${mechanism}"; available: ${mechanismNames.join(', ')}`);
  }
}

/**
 * The mechanism of a name from outside.
 * @throws UnknownMechanismError
 */
export function toMechanism(name: string): Mechanism {
  if (!Object.hasOwn(mechanisms, name)) throw new UnknownMechanismError(name);
  return name as Mechanism;
}

/**
 * Clears one slot's orders. The order of the orders changes nothing, and the same orders give the same result to the byte.
 * @param limits micro-currency per kWh
 * @throws UnknownMechanismError
 * @throws RangeError when an order or the limits are out of range (see toColumns and the mechanism)
 */
export function clearOrders(
  mechanism: Mechanism,
  bids: readonly Order[],
  offers: readonly Order[],
  limits: MarketLimits,
): Clearing {
  const clearBook: ClearBook = mechanisms[toMechanism(mechanism)];
  const book = toColumns(bids, offers);
  const columns = clearBook(book.bids, book.offers, limits);
  return {
    type: columns.type,
    price: columns.price,
    quantityWh: columns.quantityWh,
    interval: columns.interval,
    marginalQuantityWh: columns.marginalQuantityWh,
    marginalTotalWh: columns.marginalTotalWh,
    trades: Array.from(columns.tradeWh, (wh, at): ClearedTrade => ({
      bid: idAt(bids, columns.tradeBid[at]),
      offer: idAt(offers, columns.tradeOffer[at]),
      wh,
      price: columns.tradePrice[at],
    })),
    unmatched: [
      ...unmatchedOf('bid', bids, columns.unmatchedBidWh, columns.unmatchedBidReason),
      ...unmatchedOf('offer', offers, columns.unmatchedOfferWh, columns.unmatchedOfferReason),
    ],
  };
}

function idAt(orders: readonly Order[], row: number | undefined): string {
  return orders[row as number].id;
}

function unmatchedOf(
  side: 'bid' | 'offer',
  orders: readonly Order[],
  wh: Int32Array,
  reasons: Uint8Array,
): UnmatchedOrder[] {
  const unmatched: UnmatchedOrder[] = [];
  for (const [row, order] of orders.entries()) {
    const reason = reasonOfCode(reasons[row]);
    if (reason !== null) unmatched.push({ side, id: order.id, wh: wh[row], reason });
  }
  return unmatched.sort((a, b) => compareIds(a.id, b.id));
}
