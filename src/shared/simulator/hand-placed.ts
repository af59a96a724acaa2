import type { Random } from '../domain/random.ts';
import { MINUTE } from '../domain/slots.ts';
import type { Tariff } from '../domain/tariff.ts';

/** Offers that people place themselves, for the slots that are still to come. */
export interface HandPlaced {
  /** Milliseconds before the first open slot at which it was placed. */
  readonly leadTime: number;
  readonly sells: boolean;
  readonly wh: number;
  /** Micro-currency per kWh; NaN is a market order. */
  readonly price: number;
  /** How many slots its window has, from the first open one on. */
  readonly slots: number;
}

/** Of all members, how many have an offer of their own open. */
const EVERY = 14;
const PRICE_STEP = 1000;

/**
 * What member `member` has placed by hand, or null: most people leave it to their rules. Sellers have something to give later in the
 * day; buyers want to be sure of a price; now and then somebody buys at any price.
 */
export function drawHandPlaced(member: number, canSell: boolean, tariff: Tariff, random: Random): HandPlaced | null {
  if (member % EVERY !== 3) return null;
  const sells = canSell && random.chance(0.7);
  const share = sells ? random.between(0.2, 0.75) : random.between(0.4, 0.98);
  const price = Math.round((tariff.feedIn + share * (tariff.retail - tariff.feedIn)) / PRICE_STEP) * PRICE_STEP;
  return {
    leadTime: random.integer(6, 240) * MINUTE,
    sells,
    wh: random.integer(2, 24) * 100,
    price: !sells && random.chance(0.25) ? Number.NaN : price,
    slots: random.integer(2, 12),
  };
}
