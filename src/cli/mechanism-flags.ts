import { clearsOrders, type MechanismName, UnknownMechanismError } from '#shared/market/mechanisms.ts';
import { type OfferOrder, offerOrders } from '#shared/market/orders.ts';
import { UsageError } from './command.ts';

/**
 * The value of --mechanism.
 * @param find looks the name up among those that the command can use, and throws UnknownMechanismError
 * @throws UsageError naming those
 */
export function parseMechanism<Name extends MechanismName>(value: string, find: (name: string) => Name): Name {
  try {
    return find(value);
  } catch (error) {
    if (error instanceof UnknownMechanismError) throw new UsageError(`--mechanism: ${error.message}`);
    throw error;
  }
}

/**
 * The value of --offer-order.
 * @throws UsageError
 */
export function parseOfferOrder(value = 'ascending'): OfferOrder {
  const found = offerOrders.find((order) => order === value);
  if (found === undefined) throw new UsageError(`--offer-order ${value}: not one of ${offerOrders.join(', ')}`);
  return found;
}

/**
 * The flags that only some mechanisms take are refused for the others: nothing that was typed is passed over in silence.
 * @throws UsageError naming the first
 */
export function refuseIdleFlags(mechanism: MechanismName, flags: Partial<Record<string, string | boolean>>): void {
  const taken = mechanism === 'pay-as-bid' ? ['offer-order'] : clearsOrders(mechanism) ? [] : ['retail', 'feed-in'];
  for (const flag of ['offer-order', 'retail', 'feed-in']) {
    if (flags[flag] === undefined || taken.includes(flag)) continue;
    throw new UsageError(`--${flag} has no meaning for the mechanism ${mechanism}`);
  }
}
