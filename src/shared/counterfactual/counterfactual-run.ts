import { scenarioNames } from '../contract/counterfactual-records.ts';
import type { ReplayedSlot } from './replayed-slot.ts';
import { Reproduction } from './reproduction.ts';
import { Scenarios } from './scenarios.ts';

/** All that is found out about a period while its slots are gone through, once. */
export class CounterfactualRun {
  readonly scenarios: Scenarios;
  readonly reproduction: Reproduction;
  slots = 0;
  slotsWithoutTariff = 0;
  /** By step: how many of its slots are counted, and the sums of their tariffs. */
  readonly countedSlots: Float64Array;
  readonly retail: Float64Array;
  readonly feedIn: Float64Array;
  /** 1 for the number of each member with a reading, an order or a trade. */
  readonly #isCounted: Uint8Array<ArrayBuffer>;

  /**
   * @param members above every member's number
   * @param steps how many steps the period has
   */
  constructor(members: number, steps: number) {
    this.scenarios = new Scenarios(scenarioNames, members, steps);
    this.reproduction = new Reproduction(members);
    this.countedSlots = new Float64Array(steps);
    this.retail = new Float64Array(steps);
    this.feedIn = new Float64Array(steps);
    this.#isCounted = new Uint8Array(members);
  }

  /**
   * @param step of the period that the slot lies in, from 0
   * @throws RangeError when an amount is beyond the safe integers
   */
  add(slot: ReplayedSlot, step: number): void {
    this.slots++;
    this.reproduction.add(slot);
    this.#count(slot);
    const { tariff } = slot;
    if (tariff === null) {
      this.slotsWithoutTariff++;
      return;
    }
    this.countedSlots[step]++;
    this.retail[step] += tariff.retail;
    this.feedIn[step] += tariff.feedIn;
    this.scenarios.add(slot, tariff, step);
  }

  /** Whether the member of a number had a reading, an order or a trade. */
  counts(member: number): boolean {
    return this.#isCounted[member] === 1;
  }

  #count({ meters, clearings, clearedTrades, outsideTrades }: ReplayedSlot): void {
    const counted = this.#isCounted;
    for (const { member } of meters) counted[member] = 1;
    for (const { book } of clearings) {
      for (const side of [book.bids, book.offers]) for (const member of side.member) counted[member] = 1;
    }
    for (const trades of [clearedTrades, outsideTrades]) {
      for (const { buyer, seller } of trades) {
        counted[buyer] = 1;
        counted[seller] = 1;
      }
    }
  }
}
