/** The pricing signals of DOMAIN.md section 4, slot after slot. Prices in micro-currency per kWh, NaN where there is none. */
import { signalKinds } from '../domain/records.ts';
import { MINUTE } from '../domain/slots.ts';
import type { Tariff } from './tariffs.ts';

const HOURS = 24;
const DAYS = 7;
/** Under this many slots with a price in the last seven days there is no signal. */
const LEAST_KNOWN = 96;
/** How fast the weights of the forecast follow its errors. */
const ERROR_MEMORY = 0.95;

const code = {
  buy: signalKinds.indexOf('buy'),
  sell: signalKinds.indexOf('sell'),
  neutral: signalKinds.indexOf('neutral'),
} as const;

export interface Signal {
  /** Index into `signalKinds`. */
  readonly kind: number;
  /** The expected price of the slot that starts an hour later. */
  readonly forecastNextHour: number;
}

/** Remembers the prices of the last seven days. */
export class PriceHistory {
  readonly #slotsPerHour: number;
  readonly #slotLength: number;
  /** The prices of the last seven days; a slot's position is its number since 1970 modulo the slots of a week. */
  readonly #week: Float64Array;
  readonly #sorted: Float64Array;
  #slot = 0;
  #known = 0;
  #dayError = 1;
  #weekError = 1;

  /** @param slotMinutes length of a slot; it divides 60 */
  constructor(slotMinutes: number) {
    this.#slotsPerHour = 60 / slotMinutes;
    this.#slotLength = slotMinutes * MINUTE;
    this.#week = new Float64Array(DAYS * HOURS * this.#slotsPerHour).fill(Number.NaN);
    this.#sorted = new Float64Array(DAYS * this.#slotsPerHour);
  }

  /** The signal of the slot that starts at `slot` and has the price `price`. To be called once for each slot in turn. */
  next(slot: number, price: number, { retail, feedIn }: Tariff): Signal {
    this.#slot = slot / this.#slotLength;
    const kind = this.#kindOf(price, retail, feedIn);
    this.#learn(price);
    const forecastNextHour = this.#forecast();
    const week = this.#week;
    const at = this.#slot % week.length;
    if (!Number.isNaN(week[at])) this.#known--;
    if (!Number.isNaN(price)) this.#known++;
    week[at] = price;
    return { kind, forecastNextHour };
  }

  /**
   * `buy` below the 25th percentile of the last seven days' slots of the same hour (of UTC) and below retail, `sell` above
   * the 75th and above feed-in. Percentiles are interpolated between the known prices.
   */
  #kindOf(price: number, retail: number, feedIn: number): number {
    if (Number.isNaN(price) || this.#known < LEAST_KNOWN) return code.neutral;
    const count = this.#sortSameHour();
    if (count === 0) return code.neutral;
    if (price < this.#percentile(count, 0.25) && price < retail) return code.buy;
    if (price > this.#percentile(count, 0.75) && price > feedIn) return code.sell;
    return code.neutral;
  }

  /** Collects the known prices of the same hour, sorted; returns how many there are. */
  #sortSameHour(): number {
    const week = this.#week;
    const perHour = this.#slotsPerHour;
    const hourStart = (this.#slot % (HOURS * perHour)) - (this.#slot % perHour);
    let count = 0;
    for (let day = 0; day < DAYS; day++) {
      for (let quarter = 0; quarter < perHour; quarter++) {
        const price = week[day * HOURS * perHour + hourStart + quarter];
        if (Number.isNaN(price)) continue;
        let at = count++;
        for (; at > 0 && this.#sorted[at - 1] > price; at--) this.#sorted[at] = this.#sorted[at - 1];
        this.#sorted[at] = price;
      }
    }
    return count;
  }

  #percentile(count: number, share: number): number {
    const position = share * (count - 1);
    const low = Math.floor(position);
    const lower = this.#sorted[low];
    const upper = this.#sorted[Math.min(low + 1, count - 1)];
    return lower + (position - low) * (upper - lower);
  }

  /** The price `slots` slots ago, up to a week. */
  #ago(slots: number): number {
    return this.#week[(this.#slot - slots) % this.#week.length];
  }

  /** Moves the errors of the two forecasts ("as yesterday", "as last week") towards what they would have said of `price`. */
  #learn(price: number): void {
    const dayMiss = Math.abs(price - this.#ago(HOURS * this.#slotsPerHour));
    const weekMiss = Math.abs(price - this.#ago(this.#week.length));
    if (!Number.isNaN(dayMiss)) this.#dayError = ERROR_MEMORY * this.#dayError + (1 - ERROR_MEMORY) * dayMiss;
    if (!Number.isNaN(weekMiss)) this.#weekError = ERROR_MEMORY * this.#weekError + (1 - ERROR_MEMORY) * weekMiss;
  }

  /** Seasonal-naive for the slot an hour ahead: yesterday's and last week's price, the one with the smaller error counting more. */
  #forecast(): number {
    const yesterday = this.#ago((HOURS - 1) * this.#slotsPerHour);
    const lastWeek = this.#ago(this.#week.length - this.#slotsPerHour);
    if (Number.isNaN(yesterday) || Number.isNaN(lastWeek)) return Number.isNaN(yesterday) ? lastWeek : yesterday;
    // Plus one micro-currency: an error of nothing must not divide by nothing.
    const dayWeight = 1 / (this.#dayError + 1);
    const weekWeight = 1 / (this.#weekError + 1);
    return Math.round((yesterday * dayWeight + lastWeek * weekWeight) / (dayWeight + weekWeight));
  }
}
