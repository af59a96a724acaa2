/**
 * The two sides of a book as a picture shows them: step curves over the cumulative quantity, and the same curves read the other way as
 * market depth. Prices in micro-currency per kWh, energy in Wh.
 */
import type { OfferType } from '../domain/records.ts';
import type { MarketLimits } from './orders.ts';

/** What a curve needs to know of an order. */
export interface CurveOrder {
  /** The limit; null is a market order. */
  readonly price: number | null;
  readonly wh: number;
}

/** All orders of one side with the same price: one flat piece of its curve. */
export interface CurveStep {
  readonly price: number;
  /** Cumulative quantity at which the piece begins and ends. */
  readonly fromWh: number;
  readonly toWh: number;
}

/**
 * The demand curve (bids, dearest first) or the supply curve (offers, cheapest first). As in a clearing, a market order stands at the
 * cap or the floor, a limit beyond them counts as at them, and orders of 0 Wh are left out.
 */
export function stepCurve(type: OfferType, orders: readonly CurveOrder[], limits: MarketLimits): CurveStep[] {
  const { priceCap, priceFloor } = limits;
  const whAtPrice = new Map<number, number>();
  for (const { price, wh } of orders) {
    if (wh === 0) continue;
    const level = type === 'buy' ? Math.min(price ?? priceCap, priceCap) : Math.max(price ?? priceFloor, priceFloor);
    whAtPrice.set(level, (whAtPrice.get(level) ?? 0) + wh);
  }
  const sign = type === 'buy' ? -1 : 1;
  let sum = 0;
  return [...whAtPrice]
    .sort(([a], [b]) => sign * (a - b))
    .map(([price, wh]) => {
      const fromWh = sum;
      sum += wh;
      return { price, fromWh, toWh: sum };
    });
}

/** The whole quantity of a curve. */
export function totalWh(curve: readonly CurveStep[]): number {
  return curve.at(-1)?.toWh ?? 0;
}

/** The price of the next Wh after `wh`: what the marginal buyer would pay, or the marginal seller wants. Null beyond the curve's end. */
export function priceAt(curve: readonly CurveStep[], wh: number): number | null {
  return curve.find(({ fromWh, toWh }) => wh >= fromWh && wh < toWh)?.price ?? null;
}

/** Market depth: the Wh wanted at `price` or more (buy), or offered at `price` or less (sell). */
export function depthAt(type: OfferType, curve: readonly CurveStep[], price: number): number {
  const last = curve.findLast((step) => (type === 'buy' ? step.price >= price : step.price <= price));
  return last?.toWh ?? 0;
}

/** A range of prices, both included. */
export interface PriceWindow {
  readonly lowest: number;
  readonly highest: number;
}

/** The least span of the anchors, 0.02 currency/kWh: a single price still has surroundings. */
const LEAST_SPAN = 20_000;

/**
 * The prices worth an axis. One order at the cap or the floor, or with a careless limit, would press everything else into a line: so the
 * window reaches from the anchors (tariffs, clearing price) as far as the orders do, but at most one more span of the anchors beyond them.
 * Without anchors the middle half of the limits stands for them.
 */
export function priceWindow(prices: readonly number[], anchors: readonly number[]): PriceWindow {
  const known = anchors.length > 0 ? anchors : middleHalf(prices);
  const low = known.reduce((a, b) => Math.min(a, b), Infinity);
  const high = known.reduce((a, b) => Math.max(a, b), -Infinity);
  if (low > high) return { lowest: 0, highest: LEAST_SPAN };
  const reach = Math.max(high - low, LEAST_SPAN);
  let [lowest, highest] = [low, high];
  for (const price of prices) {
    if (price >= low - reach) lowest = Math.min(lowest, price);
    if (price <= high + reach) highest = Math.max(highest, price);
  }
  return { lowest, highest };
}

function middleHalf(prices: readonly number[]): number[] {
  const sorted = prices.toSorted((a, b) => a - b);
  const quarter = Math.floor(sorted.length / 4);
  return sorted.slice(quarter, sorted.length - quarter);
}
