/** People who leave nothing to rules and, when hardly anything is left to be had, bid by hand more than the grid would ask. */
import type { Random } from '../domain/random.ts';
import type { PreparedRule } from '../rules/firing.ts';

/** A bid that somebody places by hand for the slot that is about to be cleared. */
export interface LastLightBid {
  readonly member: number;
  readonly wh: number;
  /** Micro-currency per kWh. */
  readonly price: number;
}

/** A slot whose offers are placed; by member or rule number. */
export interface ScarceSlot {
  readonly slot: number;
  readonly active: Int32Array;
  readonly needWh: Int32Array;
  readonly firstRule: Int32Array;
  readonly inForce: readonly (PreparedRule | null)[];
  /** All that is offered in it. */
  readonly offeredWh: number;
}

/** One consumer in so many is like that, of those without a rule. */
const EVERY = 3;
/** Of the scarce slots, in how many somebody does. */
const CHANCE = 0.3;
/** So much above retail. */
const PREMIUM = { least: 1.04, most: 1.15 } as const;
const PRICE_STEP = 1000;

/** Decides who bids by hand at dusk and dawn: now and then somebody without any rule, and then for more than there is. */
export class LastLight {
  readonly #random: Random;
  readonly #isConsumer: (member: number) => boolean;

  constructor(random: Random, isConsumer: (member: number) => boolean) {
    this.#random = random;
    this.#isConsumer = isConsumer;
  }

  /** @param retail the slot's tariff, micro-currency per kWh */
  bidOf({ slot, active, needWh, firstRule, inForce, offeredWh }: ScarceSlot, retail: number): LastLightBid | null {
    if (offeredWh === 0) return null;
    const leavesNothingToRules = (member: number): boolean => {
      if (member % EVERY !== 0 || !this.#isConsumer(member)) return false;
      for (let rule = firstRule[member]; rule < firstRule[member + 1]; rule++) if (inForce[rule] !== null) return false;
      return true;
    };
    const able = [...active].filter((member) => needWh[member] > offeredWh && leavesNothingToRules(member));
    const random = this.#random.fork(slot);
    if (able.length === 0 || !random.chance(CHANCE)) return null;
    const member = random.pick(able);
    const price = Math.round((retail * random.between(PREMIUM.least, PREMIUM.most)) / PRICE_STEP) * PRICE_STEP;
    return { member, wh: needWh[member], price };
  }
}
