/**
 * Home batteries that serve their own home only: every surplus charges, every need discharges, nothing is kept for
 * later prices.
 *
 * What a reading means with a battery: `produced` is what the panels made and `consumed` what the home used; the battery
 * is neither. So `produced + imported - consumed - exported` is the battery's net charge in the slot, measured on its
 * alternating-current side (positive while it charges), and 0 for a member without one. An importer therefore demands a
 * balance of 0 only from readings without a state of charge; with one, the difference may be anything up to the battery's
 * capacity in either direction.
 */

export interface HomeBattery {
  /** Usable capacity in Wh, above 0. */
  readonly capacityWh: number;
  /** The most that it takes or gives, in W. */
  readonly powerW: number;
}

/** One way; what goes in comes out with 0.96 x 0.96 = 92 %. */
const EFFICIENCY = 0.96;
/** Batteries are not emptied below this share of their capacity. */
const RESERVE = 0.06;

/** The batteries of all members, by member number; a member without one has null. */
export class BatteryFleet {
  readonly #capacityWh: Float64Array;
  readonly #mostWh: Float64Array;
  readonly #storedWh: Float64Array;

  /** @param slotHours length of a slot in hours */
  constructor(batteries: readonly (HomeBattery | null)[], slotHours: number) {
    this.#capacityWh = Float64Array.from(batteries, (battery) => battery?.capacityWh ?? 0);
    this.#mostWh = Float64Array.from(batteries, (battery) => Math.floor((battery?.powerW ?? 0) * slotHours));
    this.#storedWh = this.#capacityWh.map((capacity) => capacity / 2);
  }

  /**
   * Lets the battery take from a surplus (`surplusWh` above 0) or cover a need (below 0) for one slot.
   * @returns the net charge in whole Wh: above 0 what it took, below 0 what it gave
   */
  charge(member: number, surplusWh: number): number {
    const capacity = this.#capacityWh[member];
    if (capacity === 0) return 0;
    const stored = this.#storedWh[member];
    const most = this.#mostWh[member];
    if (surplusWh >= 0) {
      const taken = Math.min(surplusWh, most, Math.floor((capacity - stored) / EFFICIENCY));
      this.#storedWh[member] = stored + taken * EFFICIENCY;
      return taken;
    }
    const held = Math.max(stored - RESERVE * capacity, 0);
    const given = Math.min(-surplusWh, most, Math.floor(held * EFFICIENCY));
    this.#storedWh[member] = stored - given / EFFICIENCY;
    // 0 - 0 rather than minus zero.
    return 0 - given;
  }

  /** State of charge in whole percent, 0..100; -1 without a battery. */
  stateOfCharge(member: number): number {
    const capacity = this.#capacityWh[member];
    return capacity === 0 ? -1 : Math.round((100 * this.#storedWh[member]) / capacity);
  }
}
