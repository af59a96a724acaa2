import {
  type ClearedTrade,
  type Clearing,
  type ClearingColumns,
  type MarginalOrder,
  reasonOfCode,
  type UnmatchedOrder,
} from './clearing.ts';
import {
  type Book,
  compareIds,
  type MarketLimits,
  type OfferOrder,
  type Order,
  type OrderColumns,
  toColumns,
} from './orders.ts';
import { clearPayAsBid } from './pay-as-bid.ts';
import { type SlotPrices, type SlotTotals, totalsMechanisms } from './totals-pricing.ts';
import { clearTradeReduction } from './trade-reduction.ts';
import { clearUniformPrice } from './uniform-price.ts';

export interface ClearingParameters {
  /** Only for pay-as-bid; "ascending" when not given. */
  readonly offerOrder?: OfferOrder;
}

type ClearBook = (
  bids: OrderColumns,
  offers: OrderColumns,
  limits: MarketLimits,
  parameters: ClearingParameters,
) => ClearingColumns;

const orderMechanisms = {
  'uniform-price': clearUniformPrice,
  'pay-as-bid': (bids, offers, limits, { offerOrder = 'ascending' }) => clearPayAsBid(bids, offers, limits, offerOrder),
  'trade-reduction': clearTradeReduction,
} satisfies Record<string, ClearBook>;

/** The mechanisms that clear a slot from its orders. */
export type OrderMechanism = keyof typeof orderMechanisms;

/** Those of `mechanismNames` that clear orders. */
export const orderMechanismNames = [
  'uniform-price',
  'pay-as-bid',
  'trade-reduction',
] as const satisfies readonly OrderMechanism[];

/** The mechanisms that price a slot from its totals. */
export type TotalsMechanism = keyof typeof totalsMechanisms;

/** Every mechanism, by the names of DOMAIN.md section 3. */
export type MechanismName = OrderMechanism | TotalsMechanism;

export const mechanismNames: readonly MechanismName[] = [
  'uniform-price',
  'pay-as-bid',
  'mid-market-rate',
  'supply-demand-ratio',
  'trade-reduction',
];

/** The mechanisms whose trades have one price for buyer and seller: what a community can trade by, and be simulated with. */
const tradingMechanisms = ['uniform-price', 'pay-as-bid'] as const satisfies readonly OrderMechanism[];

export type Mechanism = (typeof tradingMechanisms)[number];

/** What a community clears with when nothing else is chosen. */
export const DEFAULT_MECHANISM: Mechanism = 'uniform-price';

/** A mechanism was named that does not exist, or cannot do what is asked. The message names those that can. */
export class UnknownMechanismError extends Error {
  override readonly name = 'UnknownMechanismError';

  constructor(mechanism: string, available: readonly MechanismName[]) {
    const isKnown = mechanismNames.some((name) => name === mechanism);
    super(
      `${isKnown ? `the mechanism "${mechanism}" cannot be used here` : `unknown mechanism "${mechanism}"`}; available: ${available.join(', ')}`,
    );
  }
}

/**
 * The mechanism of a name from outside, one that a community can trade by.
 * @throws UnknownMechanismError
 */
export function toMechanism(name: string): Mechanism {
  return find(name, tradingMechanisms);
}

/**
 * The mechanism of a name from outside, any of them.
 * @throws UnknownMechanismError
 */
export function toMechanismName(name: string): MechanismName {
  return find(name, mechanismNames);
}

/**
 * The mechanism of a name from outside, one that clears orders.
 * @throws UnknownMechanismError
 */
export function toOrderMechanism(name: string): OrderMechanism {
  return find(name, mechanismNames.filter(clearsOrders));
}

/** Whether a mechanism clears orders; the others price totals. */
export function clearsOrders(mechanism: MechanismName): mechanism is OrderMechanism {
  return Object.hasOwn(orderMechanisms, mechanism);
}

function find<Name extends MechanismName>(name: string, available: readonly Name[]): Name {
  const found = available.find((one) => one === name);
  if (found === undefined) throw new UnknownMechanismError(name, available);
  return found;
}

/**
 * Prices a slot by a mechanism that starts from totals.
 * @throws RangeError when the mechanism has no price for them (see midMarketRate and supplyDemandRatio)
 */
export function priceTotals(mechanism: TotalsMechanism, totals: SlotTotals): SlotPrices {
  return totalsMechanisms[mechanism](totals);
}

/**
 * As clearOrders, for a book in columns, with a result in columns: no object per order. The columns are not checked.
 * @throws UnknownMechanismError when it is none that clears orders
 * @throws RangeError when the limits are out of range
 */
export function clearColumns(
  mechanism: OrderMechanism,
  { bids, offers }: Book,
  limits: MarketLimits,
  parameters: ClearingParameters = {},
): ClearingColumns {
  const clearBook: ClearBook = orderMechanisms[toOrderMechanism(mechanism)];
  return clearBook(bids, offers, limits, parameters);
}

/**
 * Clears one slot's orders. The order of the orders changes nothing, and the same orders give the same result to the byte.
 * @param limits micro-currency per kWh
 * @throws UnknownMechanismError when it is none that clears orders
 * @throws RangeError when an order or the limits are out of range (see toColumns and the mechanism)
 */
export function clearOrders(
  mechanism: OrderMechanism,
  bids: readonly Order[],
  offers: readonly Order[],
  limits: MarketLimits,
  parameters: ClearingParameters = {},
): Clearing {
  const columns = clearColumns(mechanism, toColumns(bids, offers), limits, parameters);
  return {
    type: columns.type,
    price: columns.price,
    quantityWh: columns.quantityWh,
    interval: columns.interval,
    marginalQuantityWh: columns.marginalQuantityWh,
    marginalTotalWh: columns.marginalTotalWh,
    marginalOrder: marginalOrderOf(columns, bids, offers),
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
    ...(columns.offerOrder ? { offerOrder: columns.offerOrder } : {}),
    ...(columns.reduction ? { reduction: columns.reduction } : {}),
  };
}

function marginalOrderOf(
  { marginalOrder }: ClearingColumns,
  bids: readonly Order[],
  offers: readonly Order[],
): MarginalOrder | null {
  if (marginalOrder === null) return null;
  const { side, row } = marginalOrder;
  return { side, id: idAt(side === 'bid' ? bids : offers, row) };
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
