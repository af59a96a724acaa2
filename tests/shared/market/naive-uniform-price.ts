import type { ClearingType } from '#shared/market/clearing.ts';
import type { MarketLimits, Order } from '#shared/market/orders.ts';

export interface NaiveClearing {
  readonly type: ClearingType;
  readonly price: number | null;
  /** Before self-trade takes anything away. */
  readonly quantityWh: number;
  readonly interval: readonly [number, number] | null;
  readonly marginalQuantityWh: number;
  readonly marginalTotalWh: number;
  /** What each order clears before pairing, by id. */
  readonly bidWh: ReadonlyMap<string, number>;
  readonly offerWh: ReadonlyMap<string, number>;
}

/**
 * Uniform price straight from the definition, one Wh at a time: write every wanted and every offered Wh down with its limit
 * price, sort both lists, and count how many pairs from the top cross. For small books only.
 */
export function clearNaively(bids: readonly Order[], offers: readonly Order[], limits: MarketLimits): NaiveClearing {
  const { priceCap, priceFloor } = limits;
  const bidLimit = (order: Order) => Math.min(order.price ?? Infinity, priceCap);
  const offerLimit = (order: Order) => Math.max(order.price ?? -Infinity, priceFloor);
  const wanted = unitPrices(bids, bidLimit).sort((a, b) => b - a);
  const offered = unitPrices(offers, offerLimit).sort((a, b) => a - b);
  let quantityWh = 0;
  while (quantityWh < Math.min(wanted.length, offered.length) && wanted[quantityWh] >= offered[quantityWh])
    quantityWh++;

  if (quantityWh === 0) {
    const none = new Map<string, number>();
    return {
      type: 'NULL',
      price: priceOfNull(wanted[0], offered[0], limits),
      quantityWh,
      interval: null,
      marginalQuantityWh: 0,
      marginalTotalWh: 0,
      bidWh: none,
      offerWh: none,
    };
  }

  const lastBid = wanted[quantityWh - 1];
  const lastOffer = offered[quantityWh - 1];
  const nextBid = wanted[quantityWh] ?? -Infinity;
  const nextOffer = offered[quantityWh] ?? Infinity;
  const interval = [Math.max(lastOffer, nextBid), Math.min(lastBid, nextOffer)] as const;
  const bidWh = shareOut(bids, bidLimit, lastBid, (limit) => limit > lastBid, quantityWh);
  const offerWh = shareOut(offers, offerLimit, lastOffer, (limit) => limit < lastOffer, quantityWh);
  const common = { quantityWh, interval, bidWh, offerWh };
  const none = { marginalQuantityWh: 0, marginalTotalWh: 0 };
  if (nextBid === lastBid) {
    if (lastBid === priceCap) return { ...common, ...none, type: 'FAILURE', price: priceCap };
    return { ...common, ...marginAt(wanted, lastBid, quantityWh), type: 'MARGINAL_BUYER', price: lastBid };
  }
  if (nextOffer === lastOffer) {
    if (lastOffer === priceFloor) return { ...common, ...none, type: 'FAILURE', price: priceFloor };
    return { ...common, ...marginAt(offered, lastOffer, quantityWh), type: 'MARGINAL_SELLER', price: lastOffer };
  }
  if (lastBid === lastOffer) return { ...common, ...none, type: 'EXACT', price: lastBid };
  const price = priceOfGap({ lastBid, lastOffer, nextBid, nextOffer }, interval, limits);
  return { ...common, ...none, type: 'MARGINAL_PRICE', price };
}

function unitPrices(orders: readonly Order[], limit: (order: Order) => number): number[] {
  return orders.flatMap((order) => Array.from({ length: order.wh }, () => limit(order)));
}

function marginAt(units: readonly number[], level: number, quantityWh: number) {
  const atLevel = (prices: readonly number[]) => prices.filter((price) => price === level).length;
  return { marginalQuantityWh: atLevel(units.slice(0, quantityWh)), marginalTotalWh: atLevel(units) };
}

function halfEven(twice: number): number {
  if (twice % 2 === 0) return twice / 2;
  const below = (twice - 1) / 2;
  return below % 2 === 0 ? below : below + 1;
}

function priceOfNull(bestBid: number | undefined, bestOffer: number | undefined, limits: MarketLimits): number | null {
  const clamp = (price: number) => Math.min(limits.priceCap, Math.max(limits.priceFloor, price));
  if (bestBid === undefined && bestOffer === undefined) return null;
  if (bestBid === undefined) return clamp((bestOffer as number) - 100);
  if (bestOffer === undefined) return clamp(bestBid + 100);
  if (bestOffer === limits.priceCap) return clamp(bestBid + 100);
  if (bestBid === limits.priceFloor) return clamp(bestOffer - 100);
  return clamp(halfEven(bestBid + bestOffer));
}

function priceOfGap(
  at: { lastBid: number; lastOffer: number; nextBid: number; nextOffer: number },
  [low, high]: readonly [number, number],
  { priceCap, priceFloor }: MarketLimits,
): number {
  // A must-run side has no limit of its own: the other side's limit is where the price starts.
  let start = (at.lastBid + at.lastOffer) / 2;
  if (at.lastBid === priceCap && at.lastOffer !== priceFloor) start = at.lastOffer;
  if (at.lastOffer === priceFloor && at.lastBid !== priceCap) start = at.lastBid;
  if (start < at.nextBid) return Math.min(at.nextBid + 100, high);
  if (start > at.nextOffer) return Math.max(at.nextOffer - 100, low);
  return halfEven(start * 2);
}

/** Whole below the margin, largest remainders at it: the level's Wh go out one by one to whoever lacks most of its share. */
function shareOut(
  orders: readonly Order[],
  limit: (order: Order) => number,
  level: number,
  isBetter: (limit: number) => boolean,
  quantityWh: number,
): Map<string, number> {
  const cleared = new Map<string, number>();
  let left = quantityWh;
  for (const order of orders.filter((candidate) => isBetter(limit(candidate)))) {
    cleared.set(order.id, order.wh);
    left -= order.wh;
  }
  const atLevel = orders.filter((order) => limit(order) === level);
  const total = atLevel.reduce((sum, order) => sum + order.wh, 0);
  const shares = atLevel.map((order) => ({
    order,
    whole: Math.floor((order.wh * left) / total),
    remainder: (order.wh * left) % total,
  }));
  let over = left - shares.reduce((sum, share) => sum + share.whole, 0);
  shares.sort(
    (a, b) =>
      b.remainder - a.remainder ||
      (a.order.createdAt ?? Number.MAX_VALUE) - (b.order.createdAt ?? Number.MAX_VALUE) ||
      (a.order.id < b.order.id ? -1 : 1),
  );
  for (const { order, whole } of shares) {
    cleared.set(order.id, whole + (over > 0 ? 1 : 0));
    over--;
  }
  return cleared;
}
