import type { WithheldReason } from '../contract/published-sum.ts';
import { MemberSums } from './member-sums.ts';

/** A local day of a scenario, which is shown whole or not at all. */
export interface ScenarioDay {
  readonly tradedWh: number;
  readonly paid: number;
  readonly received: number;
  readonly gridCost: number;
  /** Why these may not be shown, and why not what is saved; null when they may. */
  readonly withheld: WithheldReason | null;
  readonly withheldSavings: WithheldReason | null;
}

/** What members save in a scenario, and what they pay one another, slot after slot. Members by number, from 0. Wh and micro-currency. */
export class ScenarioTally {
  /** Of each member, against retail only (DOMAIN.md section 4). */
  readonly savings: Float64Array;
  /** By step of the period. */
  readonly boughtWh: Float64Array;
  readonly paid: Float64Array;
  readonly soldWh: Float64Array;
  readonly received: Float64Array;
  /** By step: 1 where its mean prices may not be shown. */
  readonly isPriceWithheld: Uint8Array;
  /** Those that are over. */
  readonly days: ScenarioDay[] = [];
  readonly #ofStep: MemberSums;
  readonly #ofDay: MemberSums;
  /** What members got from one another. */
  tradedWh = 0;
  /** What the grid asks for what members together buy of it, less what it pays for what they feed in, where the scenario prices that too. */
  gridCost = 0;
  /** As it was when the last day was over. */
  #before = { tradedWh: 0, paid: 0, received: 0, gridCost: 0 };

  /**
   * @param members above every member's number
   * @param steps how many there are
   */
  constructor(members: number, steps: number) {
    this.savings = new Float64Array(members);
    this.boughtWh = new Float64Array(steps);
    this.paid = new Float64Array(steps);
    this.soldWh = new Float64Array(steps);
    this.received = new Float64Array(steps);
    this.isPriceWithheld = new Uint8Array(steps);
    this.#ofStep = new MemberSums(members);
    this.#ofDay = new MemberSums(members);
  }

  /** A member buys. `atRetail` is what the same energy costs at retail. */
  buy(step: number, member: number, wh: number, paid: number, atRetail: number): void {
    this.boughtWh[step] += wh;
    this.paid[step] += paid;
    this.savings[member] += atRetail - paid;
    for (const sums of [this.#ofStep, this.#ofDay]) sums.buy(member, wh, paid, atRetail - paid);
  }

  /** A member sells. `atFeedIn` is what the same energy earns at feed-in. */
  sell(step: number, member: number, wh: number, received: number, atFeedIn: number): void {
    this.soldWh[step] += wh;
    this.received[step] += received;
    this.savings[member] += received - atFeedIn;
    for (const sums of [this.#ofStep, this.#ofDay]) sums.sell(member, wh, received, received - atFeedIn);
  }

  /** A step is over. A mean price is no sum over members, but that of few, with the energy known, is what they paid. */
  endStep(step: number, members: number): void {
    this.isPriceWithheld[step] = this.#ofStep.againstTrade(members) === null ? 0 : 1;
    this.#ofStep.clear();
  }

  /** A local day is over. @param members how many there were */
  endDay(members: number): void {
    const now = {
      tradedWh: this.tradedWh,
      paid: sumOf(this.paid),
      received: sumOf(this.received),
      gridCost: this.gridCost,
    };
    const before = this.#before;
    this.days.push({
      tradedWh: now.tradedWh - before.tradedWh,
      paid: now.paid - before.paid,
      received: now.received - before.received,
      gridCost: now.gridCost - before.gridCost,
      withheld: this.#ofDay.againstTrade(members),
      withheldSavings: this.#ofDay.againstSavings(members),
    });
    this.#before = now;
    this.#ofDay.clear();
  }
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
