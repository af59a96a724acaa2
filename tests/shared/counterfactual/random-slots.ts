/** Slots that might have taken place, for property tests. */
import fc from 'fast-check';
import { ReplayedClearing, type OrderScenario, orderScenarioNames } from '#shared/counterfactual/replayed-clearing.ts';
import type { ReplayedSlot } from '#shared/counterfactual/replayed-slot.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { sealedOrders } from '../market/sealed.ts';

/** Their numbers are below that. */
export const MEMBERS = 6;

const member = fc.nat(MEMBERS - 1);
const wh = fc.integer({ min: 0, max: 900 });
/** Micro-currency per kWh: mostly between the tariffs, now and then beyond them or none. */
const price = fc.option(
  fc.integer({ min: 0, max: 45 }).map((step) => step * 10_001),
  { nil: undefined },
);
const orders = fc.array(fc.record({ member, price, wh }), { maxLength: 7 });
const limits = { priceFloor: -500_000, priceCap: 500_000 };

function clearing(actual: fc.Arbitrary<OrderScenario>): fc.Arbitrary<ReplayedClearing> {
  return fc.tuple(orders, orders, actual).map(
    // A market order is one without the field.
    ([bids, offers, name]) => new ReplayedClearing(sealedOrders(bids.map(placed), offers.map(placed)), limits, name),
  );
}

function placed(order: { member: number; price: number | undefined; wh: number }) {
  const { price: limit, ...rest } = order;
  return limit === undefined ? rest : { ...rest, price: limit };
}

/** Retail not below feed-in, as grids have it. */
const tariffs: fc.Arbitrary<Tariff> = fc
  .tuple(fc.integer({ min: 0, max: 150_000 }), fc.integer({ min: 0, max: 400_000 }))
  .map(([feedIn, more]) => ({ retail: feedIn + more, feedIn }));

/** @param actual how the clearings were made; any way when absent */
export function slots({
  actual = fc.constantFrom(...orderScenarioNames),
  outside = true,
}: { actual?: fc.Arbitrary<OrderScenario>; outside?: boolean } = {}): fc.Arbitrary<ReplayedSlot & { tariff: Tariff }> {
  const trade = fc.record({ buyer: member, seller: member, wh, amount: fc.nat(300_000) });
  return fc.record({
    slot: fc.constant(0),
    tariff: tariffs,
    clearings: fc.array(clearing(actual), { maxLength: 2 }),
    meters: fc
      .tuple(...Array.from({ length: MEMBERS }, () => fc.tuple(wh, wh)))
      .map((all) => all.map(([needWh, surplusWh], number) => ({ member: number, needWh, surplusWh }))),
    clearedTrades: fc.constant([]),
    outsideTrades: outside ? fc.array(trade, { maxLength: 2 }) : fc.constant([]),
  });
}
