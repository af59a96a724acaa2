/** What the grid asks and pays without the community, in micro-currency per kWh. */
export interface Tariff {
  /** Grid import price. */
  readonly retail: number;
  /** Grid export price. */
  readonly feedIn: number;
}
