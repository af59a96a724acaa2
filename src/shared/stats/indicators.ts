/** The indicators of DOMAIN.md section 5 and the savings of section 4. Energy in Wh, money in micro-currency, shares 0..1. */

/** `part / whole`, or null ("n/a") when the whole is 0. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Self-sufficiency: self-consumed / consumed; null when nothing was consumed. */
export function selfSufficiency(selfConsumedWh: number, consumedWh: number): number | null {
  return share(selfConsumedWh, consumedWh);
}

/** Self-consumption: self-consumed / produced; null when nothing was produced. */
export function selfConsumption(selfConsumedWh: number, producedWh: number): number | null {
  return share(selfConsumedWh, producedWh);
}

/**
 * What of a slot's production was used in the same slot: the smaller of the two. Of a member's values it is its own self-consumed; of
 * the sums over all members it is the community self-consumed, which is summed over slots and 0 where either is.
 */
export function selfConsumedOfSlot(producedWh: number, consumedWh: number): number {
  return Math.min(producedWh, consumedWh);
}

export interface TradedAmounts {
  /** Paid for what was bought. */
  readonly bought: number;
  /** What the same energy would have cost at retail. */
  readonly boughtAtRetail: number;
  /** Received for what was sold. */
  readonly sold: number;
  /** What the same energy would have earned at feed-in. */
  readonly soldAtFeedIn: number;
}

/**
 * Savings of a member: bought x (retail - price) + sold x (price - feed-in), summed over trades. Negative is a loss and stays negative
 * (DOMAIN.md section 4).
 */
export function savings(amounts: TradedAmounts): number {
  return amounts.boughtAtRetail - amounts.bought + (amounts.sold - amounts.soldAtFeedIn);
}

/** Savings / base cost, where base cost = need x retail; null when the base is 0. Never an absolute value. */
export function savingsShare(saved: number, baseCost: number): number | null {
  return share(saved, baseCost);
}

/**
 * Peak reduction: 1 - peak / baseline, of the highest slot of a period with what members traded taken off against the highest without
 * trading; null when the baseline is 0. Negative when the peak is the higher one.
 */
export function peakReduction(peakWh: number, baselineWh: number): number | null {
  return baselineWh === 0 ? null : 1 - peakWh / baselineWh;
}

/** Participation rate of a period: members with at least one trade or offer / active members; null when there are none. */
export function participationRate(participants: number, activeMembers: number): number | null {
  return share(participants, activeMembers);
}

/**
 * CO2 avoided in grams: energy x the grid's factor (g/kWh); 0 where there is no energy. For the community it is its community
 * self-consumed; for a member its own self-consumed + what it bought from members, which the community's holds already: never add them.
 * A figure never stands without factor, source, year and method.
 */
export function co2AvoidedGrams(selfConsumedWh: number, gramsPerKwh: number): number {
  return (selfConsumedWh * gramsPerKwh) / 1000;
}
