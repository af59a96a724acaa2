import type { ScenarioName } from '../contract/counterfactual-records.ts';
import { sealedBook } from '../market/certificate.ts';
import type { ClearingColumns } from '../market/clearing.ts';
import { clearColumns, type OrderMechanism } from '../market/mechanisms.ts';
import type { Book, MarketLimits, OfferOrder } from '../market/orders.ts';

/** The scenarios that clear the orders of a slot, each as a mechanism does. */
const orderScenarios = {
  'uniform-price': { mechanism: 'uniform-price' },
  'pay-as-bid': { mechanism: 'pay-as-bid', offerOrder: 'ascending' },
  'pay-as-bid-descending': { mechanism: 'pay-as-bid', offerOrder: 'descending' },
  'trade-reduction': { mechanism: 'trade-reduction' },
} as const satisfies Partial<Record<ScenarioName, { mechanism: OrderMechanism; offerOrder?: OfferOrder }>>;

export type OrderScenario = keyof typeof orderScenarios;
export const orderScenarioNames = Object.keys(orderScenarios) as readonly OrderScenario[];

/** The scenario that clears as a community did. */
export function scenarioOf(mechanism: OrderMechanism, offerOrder: OfferOrder | null): OrderScenario {
  return mechanism === 'pay-as-bid' && offerOrder === 'descending' ? 'pay-as-bid-descending' : mechanism;
}

/** The orders of a clearing that took place, cleared by each mechanism as it is asked for, and by none of them twice. */
export class ReplayedClearing {
  readonly book: Book;
  /** The scenario that clears as it was done. */
  readonly actual: OrderScenario;
  readonly #limits: MarketLimits;
  readonly #cleared = new Map<OrderScenario, ClearingColumns>();

  constructor(orders: Parameters<typeof sealedBook>[0], limits: MarketLimits, actual: OrderScenario) {
    this.book = sealedBook(orders);
    this.#limits = limits;
    this.actual = actual;
  }

  /** @throws RangeError and UnknownMechanismError as clearColumns */
  under(scenario: OrderScenario): ClearingColumns {
    let clearing = this.#cleared.get(scenario);
    if (clearing === undefined) {
      const { mechanism, ...parameters } = orderScenarios[scenario];
      clearing = clearColumns(mechanism, this.book, this.#limits, parameters);
      this.#cleared.set(scenario, clearing);
    }
    return clearing;
  }
}
