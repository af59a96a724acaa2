/** The pricing signals of DOMAIN.md section 4, slot after slot. Prices in micro-currency per kWh, NaN where there is none. */
import { signalKinds } from '../domain/records.ts';
import { MINUTE } from '../domain/slots.ts';
import type { Tariff } from '../domain/tariff.ts';
import { SeasonalForecast, weightedForecast } from './price-forecast.ts';

const HOURS = 24;
const DAYS = 7;
/** Under this many slots with a price in the last seven days there is no signal. */
const LEAST_KNOWN = 96;

const code = {
  buy: signalKinds.indexOf('buy'),
  sell: signalKinds.indexOf('sell'),
  neutral: signalKinds.indexOf('neutral'),
} as const;

export interface Signal {
  /** Index into `signalKinds`. */
  readonly kind: number;
  /** The expected price of the slot that starts an hour later, whole micro-currency per kWh; NaN where none is known. */
  readonly forecastNextHour: number;
}

/** Remembers the prices of the last seven days, and how well they foretold one another. */
export class PriceHistory {
  readonly #slotsPerHour: number;
  readonly #slotLength: number;
  /** The prices of the last seven days; a slot's position is its number since 1970 modulo the slots of a week. */
  readonly #week: Float64Array;
  readonly #sorted: Float64Array;
  readonly #asYesterday: SeasonalForecast;
  readonly #asLastWeek: SeasonalForecast;
  #slot = 0;
  #known = 0;

  /** @param slotMinutes length of a slot; it divides 60 */
  constructor(slotMinutes: number) {
    this.#slotsPerHour = 60 / slotMinutes;
    this.#slotLength = slotMinutes * MINUTE;
    this.#week = new Float64Array(DAYS * HOURS * this.#slotsPerHour).fill(Number.NaN);
    this.#sorted = new Float64Array(DAYS * this.#slotsPerHour);
    this.#asYesterday = new SeasonalForecast(this.#slotsPerHour);
    this.#asLastWeek = new SeasonalForecast(this.#slotsPerHour);
  }

  /** The signal of the slot that starts at `slot` and has the price `price`. To be called once for each slot in turn. */
  next(slot: number, price: number, { retail, feedIn }: Tariff): Signal {
    this.#slot = slot / this.#slotLength;
    const kind = this.#kindOf(price, retail, feedIn);
    const forecastNextHour = this.#forecast(price);
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

  /**
   * "As yesterday" and "as last week", each with its drift and weighted by its own recent error (SeasonalForecast,
   * weightedForecast).
   */
  #forecast(price: number): number {
    const hour = this.#slotsPerHour;
    const day = HOURS * hour;
    const week = DAYS * day;
    const slot = this.#slot;
    const asYesterday = this.#asYesterday.next(slot, price, this.#ago(day), this.#ago(day - hour));
    const asLastWeek = this.#asLastWeek.next(slot, price, this.#ago(week), this.#ago(week - hour));
    return weightedForecast(asYesterday, this.#asYesterday.error, asLastWeek, this.#asLastWeek.error);
  }
}
