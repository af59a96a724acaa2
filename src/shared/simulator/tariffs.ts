/** The grid's tariffs of a simulated community, in micro-currency per kWh. */
import type { Random } from '../domain/random.ts';
import type { Tariff } from '../domain/tariff.ts';

/** A step of tariffs: a hundredth of a cent. */
const STEP = 100;

/** Tariffs that now and then change with the first of a month. */
export class Tariffs {
  readonly #random: Random;
  #month = -1;
  #retail: number;
  #feedIn: number;

  constructor(random: Random) {
    this.#random = random;
    this.#retail = toStep(random.between(302_000, 318_000));
    this.#feedIn = toStep(random.between(79_000, 82_000));
  }

  /** The tariff of local day `day` (yyyymmdd). To be called with days that never go back. */
  of(day: number): Tariff {
    const month = Math.floor(day / 100);
    if (this.#month >= 0 && month !== this.#month) this.#beginMonth(month % 100);
    this.#month = month;
    return { retail: this.#retail, feedIn: this.#feedIn };
  }

  #beginMonth(month: number): void {
    if (this.#random.chance(0.45)) {
      const change = this.#random.normal(600, 5200);
      this.#retail = toStep(Math.min(Math.max(this.#retail + change, 285_000), 340_000));
    }
    // The feed-in tariff falls by one percent each February and August.
    if (month === 2 || month === 8) this.#feedIn = toStep(this.#feedIn * 0.99);
  }
}

function toStep(price: number): number {
  return Math.round(price / STEP) * STEP;
}
