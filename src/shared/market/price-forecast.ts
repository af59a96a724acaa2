/** The forecast of a slot's price an hour ahead (DOMAIN.md section 4). Prices in micro-currency per kWh, NaN where there is none. */

/** What a value still counts in a recent mean when the next one comes. */
const MEMORY = 0.95;
/** The error of a forecast that has met no price yet: beyond any other, so that one that has been tested goes before it. */
const UNTESTED = 1e15;

/** The exponentially weighted mean of the values so far: the last one counts 1, the one before it MEMORY, then MEMORY^2, ... */
class RecentMean {
  #sum = 0;
  #weight = 0;

  /** Takes the next value; NaN is none. */
  add(value: number): void {
    if (Number.isNaN(value)) return;
    this.#sum = MEMORY * this.#sum + value;
    this.#weight = MEMORY * this.#weight + 1;
  }

  /** The mean, or `none` before the first value. */
  or(none: number): number {
    return this.#weight === 0 ? none : this.#sum / this.#weight;
  }
}

/**
 * The naive forecast "as a season ago" with drift: for the slot t + h it is `price(t + h - season) + drift(t)`, where `drift(t)` is the
 * recent mean of `price(u) - price(u - season)` over the slots u up to t that have both prices; 0 before the first such slot.
 */
export class SeasonalForecast {
  /** What was said of the slots of an hour; a slot's position is its number modulo the slots of an hour. */
  readonly #said: Float64Array;
  readonly #changes = new RecentMean();
  readonly #errors = new RecentMean();

  constructor(slotsPerHour: number) {
    this.#said = new Float64Array(slotsPerHour).fill(Number.NaN);
  }

  /**
   * Learns from a slot and forecasts the one an hour later. To be called for each slot in turn.
   * @param slot the slot's number
   * @param price the slot's price
   * @param seasonAgo the price a season before the slot
   * @param seasonBeforeTarget the price a season before the slot an hour later
   * @returns the price of the slot an hour later, not rounded; NaN where there was none a season before it
   */
  next(slot: number, price: number, seasonAgo: number, seasonBeforeTarget: number): number {
    const at = slot % this.#said.length;
    this.#errors.add(Math.abs(price - this.#said[at]));
    this.#changes.add(price - seasonAgo);
    return (this.#said[at] = seasonBeforeTarget + this.#changes.or(0));
  }

  /** The recent mean of how far the forecasts were off the prices. */
  get error(): number {
    return this.#errors.or(UNTESTED);
  }
}

/**
 * Two forecasts as one, each weighted by `1 / (error + 1)`, rounded to whole micro-currency; one alone where the other is NaN. (Plus one
 * micro-currency, because a forecast that was never off must not divide by nothing.)
 */
export function weightedForecast(first: number, firstError: number, second: number, secondError: number): number {
  if (Number.isNaN(first)) return Math.round(second);
  if (Number.isNaN(second)) return Math.round(first);
  const firstWeight = 1 / (firstError + 1);
  const secondWeight = 1 / (secondError + 1);
  return Math.round((first * firstWeight + second * secondWeight) / (firstWeight + secondWeight));
}
