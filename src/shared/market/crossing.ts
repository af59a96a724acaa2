import { roundHalfEvenDiv, TICK } from '../domain/units.ts';
import type { ClearingType } from './clearing.ts';
import type { MarketLimits } from './orders.ts';
import type { Stack } from './stack.ts';

/** The place where the stacks of bids and offers cross, before anything is shared out. */
export interface Crossing {
  readonly type: ClearingType;
  /** Micro-currency per kWh; null when both stacks are empty. */
  readonly price: number | null;
  readonly quantityWh: number;
  readonly interval: readonly [number, number] | null;
  /** The level that gets only a part of what it asks for, or null. */
  readonly rationed: RationedLevel | null;
}

/** A run of one stack's positions that share one price level and less energy than they ask for. */
export interface RationedLevel {
  readonly side: 'bid' | 'offer';
  /** First position in the stack, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Wh that the level gets. */
  readonly availableWh: number;
  /** Wh that the level asks for. */
  readonly totalWh: number;
}

/**
 * Walks both stacks while the bid's price is at or above the offer's and applies the rules of DOMAIN.md section 3
 * (uniform-price, after GridLAB-D `market/auction.cpp`).
 *
 * Where DOMAIN.md leaves the must-run orders open, GridLAB-D decides:
 * - Must-run supply above all demand is a FAILURE too, at the floor: all demand is served, pro-rata by those offers.
 * - Must-run demand that meets exactly the supply it needs has no limit to take a midpoint with: the price is the last
 *   traded offer, or just above the next bid where that is higher. Must-run supply mirrors it: the last traded bid, or just
 *   below the next offer. With must-run orders on both sides it is the midpoint of floor and cap, moved as any other.
 * - Nothing crosses and the best offer is at the cap, or else the best bid at the floor: that side counts as absent.
 */
export function findCrossing(bids: Stack, offers: Stack, limits: MarketLimits): Crossing {
  const walk = walkStacks(bids, offers);
  if (walk.quantityWh === 0) {
    const price = priceWithoutCrossing(bids, offers, limits);
    return { type: 'NULL', price, quantityWh: 0, interval: null, rationed: null };
  }
  const { lastBid, lastOffer, nextBid, nextOffer, quantityWh } = walk;
  const low = Math.max(lastOffer, nextBid);
  const high = Math.min(lastBid, nextOffer);
  const crossing = { quantityWh, interval: [low, high] as const, rationed: null };
  if (nextBid === lastBid) {
    const type = lastBid === limits.priceCap ? 'FAILURE' : 'MARGINAL_BUYER';
    return { ...crossing, type, price: lastBid, rationed: levelAt('bid', bids, lastBid, quantityWh) };
  }
  if (nextOffer === lastOffer) {
    const type = lastOffer === limits.priceFloor ? 'FAILURE' : 'MARGINAL_SELLER';
    return { ...crossing, type, price: lastOffer, rationed: levelAt('offer', offers, lastOffer, quantityWh) };
  }
  if (lastBid === lastOffer) return { ...crossing, type: 'EXACT', price: lastBid };
  return { ...crossing, type: 'MARGINAL_PRICE', price: priceInGap(walk, low, high, limits) };
}

/** Where the walk down both stacks ends. Prices in micro-currency per kWh. */
export interface Walk {
  /** Wh that cross. */
  readonly quantityWh: number;
  /** Prices of the last bid and offer that trade; NaN where nothing crosses. */
  readonly lastBid: number;
  readonly lastOffer: number;
  /** Prices of the first bid and offer that have something left; where none has, minus and plus infinity. */
  readonly nextBid: number;
  readonly nextOffer: number;
}

/** Walks both stacks while the bid's price is at or above the offer's. Who is whose partner plays no part. */
export function walkStacks(bids: Stack, offers: Stack): Walk {
  let [bid, offer, quantityWh] = [0, 0, 0];
  let [bidLeft, offerLeft] = [0, 0];
  let [lastBid, lastOffer] = [Number.NaN, Number.NaN];
  let nextBid = bids.limit[0] ?? Number.NEGATIVE_INFINITY;
  let nextOffer = offers.limit[0] ?? Number.POSITIVE_INFINITY;
  while (nextBid >= nextOffer) {
    if (bidLeft === 0) bidLeft = bids.wh[bid];
    if (offerLeft === 0) offerLeft = offers.wh[offer];
    const wh = bidLeft < offerLeft ? bidLeft : offerLeft;
    quantityWh += wh;
    bidLeft -= wh;
    offerLeft -= wh;
    lastBid = nextBid;
    lastOffer = nextOffer;
    if (bidLeft === 0) nextBid = ++bid < bids.count ? bids.limit[bid] : Number.NEGATIVE_INFINITY;
    if (offerLeft === 0) nextOffer = ++offer < offers.count ? offers.limit[offer] : Number.POSITIVE_INFINITY;
  }
  return { quantityWh, lastBid, lastOffer, nextBid, nextOffer };
}

function levelAt(side: 'bid' | 'offer', stack: Stack, level: number, quantityWh: number): RationedLevel {
  let from = 0;
  let betterWh = 0;
  while (stack.limit[from] !== level) betterWh += stack.wh[from++];
  let to = from;
  let totalWh = 0;
  while (to < stack.count && stack.limit[to] === level) totalWh += stack.wh[to++];
  return { side, from, to, availableWh: quantityWh - betterWh, totalWh };
}

/** MARGINAL_PRICE: a price inside `[low, high]`, see findCrossing. Where these are closer than a tick, a tick is less. */
function priceInGap(walk: Walk, low: number, high: number, limits: MarketLimits): number {
  const { lastBid, lastOffer, nextBid, nextOffer } = walk;
  const aboveNextBid = Math.min(nextBid + TICK, high);
  const belowNextOffer = Math.max(nextOffer - TICK, low);
  const mustRunBid = lastBid === limits.priceCap;
  const mustRunOffer = lastOffer === limits.priceFloor;
  if (mustRunBid && !mustRunOffer) return nextBid > lastOffer ? aboveNextBid : lastOffer;
  if (mustRunOffer && !mustRunBid) return nextOffer < lastBid ? belowNextOffer : lastBid;
  const twiceTheMidpoint = lastBid + lastOffer;
  if (twiceTheMidpoint < 2 * nextBid) return aboveNextBid;
  if (twiceTheMidpoint > 2 * nextOffer) return belowNextOffer;
  return roundHalfEvenDiv(twiceTheMidpoint, 2);
}

/** NULL: a price for information, see findCrossing. */
function priceWithoutCrossing(bids: Stack, offers: Stack, { priceCap, priceFloor }: MarketLimits): number | null {
  const bestBid = bids.limit[0];
  const bestOffer = offers.limit[0];
  let price: number;
  if (bestBid !== undefined && (bestOffer === undefined || bestOffer >= priceCap)) price = bestBid + TICK;
  else if (bestOffer !== undefined && (bestBid === undefined || bestBid <= priceFloor)) price = bestOffer - TICK;
  else if (bestBid !== undefined && bestOffer !== undefined) price = roundHalfEvenDiv(bestBid + bestOffer, 2);
  else return null;
  return Math.min(Math.max(price, priceFloor), priceCap);
}
