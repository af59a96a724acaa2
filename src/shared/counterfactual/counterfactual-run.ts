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
  /** Members with a reading, an order or a trade. */
  readonly #counted: CountedMembers;
  readonly #countedInStep: CountedMembers;
  readonly #countedOnDay: CountedMembers;
  /** Those of the last slot; null before the first. */
  #last: { readonly step: number; readonly day: number } | null = null;

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
    this.#counted = new CountedMembers(members);
    this.#countedInStep = new CountedMembers(members);
    this.#countedOnDay = new CountedMembers(members);
  }

  /**
   * Adds the next slot.
   * @param step of the period that the slot lies in, from 0
   * @param day local day of the period that it lies in, from 0
   * @throws RangeError when an amount is beyond the safe integers
   */
  add(slot: ReplayedSlot, step: number, day: number): void {
    this.#begin(step, day);
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
    return this.#counted.has(member);
  }

  /** The last slot was added. */
  end(): void {
    this.#begin(-1, -1);
  }

  /** Ends the step and the day before where another one begins. */
  #begin(step: number, day: number): void {
    const last = this.#last;
    this.#last = { step, day };
    if (last === null) return;
    if (last.step !== step) this.scenarios.endStep(last.step, this.#countedInStep.take());
    if (last.day !== day) this.scenarios.endDay(this.#countedOnDay.take());
  }

  #count({ meters, clearings, clearedTrades, outsideTrades }: ReplayedSlot): void {
    for (const { member } of meters) this.#countMember(member);
    for (const { book } of clearings) {
      for (const side of [book.bids, book.offers]) for (const member of side.member) this.#countMember(member);
    }
    for (const trades of [clearedTrades, outsideTrades]) {
      for (const { buyer, seller } of trades) {
        this.#countMember(buyer);
        this.#countMember(seller);
      }
    }
  }

  #countMember(member: number): void {
    for (const counted of [this.#counted, this.#countedInStep, this.#countedOnDay]) counted.add(member);
  }
}

class CountedMembers {
  readonly #isCounted: Uint8Array;
  #count = 0;

  /** @param members above every member's number */
  constructor(members: number) {
    this.#isCounted = new Uint8Array(members);
  }

  add(member: number): void {
    this.#count += 1 - this.#isCounted[member];
    this.#isCounted[member] = 1;
  }

  has(member: number): boolean {
    return this.#isCounted[member] === 1;
  }

  /** How many they are, and begins anew. */
  take(): number {
    const count = this.#count;
    this.#isCounted.fill(0);
    this.#count = 0;
    return count;
  }
}
