import type { Clearing } from '#shared/market/clearing.ts';
import { clearOrders, type OrderMechanism } from '#shared/market/mechanisms.ts';
import { DEFAULT_LIMITS, type MarketLimits, type OfferOrder, type Order } from '#shared/market/orders.ts';

/** `[price, wh]` or `[price, wh, member, createdAt]`; a member is its order's own when none is given. */
export type Short = readonly [price: number | null, wh: number, member?: string, createdAt?: number];

/** Clears by uniform-price; the ids are b1, b2, ... and s1, s2, ... */
export function clear(
  bids: readonly Short[],
  offers: readonly Short[],
  limits: MarketLimits = DEFAULT_LIMITS,
): Clearing {
  return clearBy('uniform-price', bids, offers, { limits });
}

/** Clears by any mechanism that clears orders; ids as for clear. */
export function clearBy(
  mechanism: OrderMechanism,
  bids: readonly Short[],
  offers: readonly Short[],
  { limits = DEFAULT_LIMITS, ...parameters }: { limits?: MarketLimits; offerOrder?: OfferOrder } = {},
): Clearing {
  return clearOrders(mechanism, orders('b', bids), orders('s', offers), limits, parameters);
}

/** Orders with the ids `prefix`1, `prefix`2, ... */
export function orders(prefix: string, rows: readonly Short[]): Order[] {
  return rows.map(([price, wh, member, createdAt], index) => {
    const id = `${prefix}${index + 1}`;
    return { id, member: member ?? id, price, wh, ...(createdAt === undefined ? {} : { createdAt }) };
  });
}

/** The trades as `bid offer wh`. */
export function trades(clearing: Clearing): string[] {
  return clearing.trades.map(({ bid, offer, wh }) => `${bid} ${offer} ${wh}`);
}

/** What is left as `id wh reason`. */
export function unmatched(clearing: Clearing): string[] {
  return clearing.unmatched.map(({ id, wh, reason }) => `${id} ${wh} ${reason}`);
}
