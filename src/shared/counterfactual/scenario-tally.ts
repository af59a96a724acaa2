/** What members save in a scenario, and what they pay one another, slot after slot. Members by number, from 0. Wh and micro-currency. */
export class ScenarioTally {
  /** Of each member, against retail only (DOMAIN.md section 4). */
  readonly savings: Float64Array;
  /** By step of the period. */
  readonly boughtWh: Float64Array;
  readonly paid: Float64Array;
  readonly soldWh: Float64Array;
  readonly received: Float64Array;
  /** What members got from one another. */
  tradedWh = 0;
  /** What the grid asks for what members together buy of it, less what it pays for what they feed in, where the scenario prices that too. */
  gridCost = 0;

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
  }

  /** A member buys. `atRetail` is what the same energy costs at retail. */
  buy(step: number, member: number, wh: number, paid: number, atRetail: number): void {
    this.boughtWh[step] += wh;
    this.paid[step] += paid;
    this.savings[member] += atRetail - paid;
  }

  /** A member sells. `atFeedIn` is what the same energy earns at feed-in. */
  sell(step: number, member: number, wh: number, received: number, atFeedIn: number): void {
    this.soldWh[step] += wh;
    this.received[step] += received;
    this.savings[member] += received - atFeedIn;
  }
}
