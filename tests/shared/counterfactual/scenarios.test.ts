import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarioNames, type ScenarioName } from '#shared/contract/counterfactual-records.ts';
import { orderScenarioNames, ReplayedClearing } from '#shared/counterfactual/replayed-clearing.ts';
import type { ReplayedSlot } from '#shared/counterfactual/replayed-slot.ts';
import type { ScenarioTally } from '#shared/counterfactual/scenario-tally.ts';
import { Scenarios } from '#shared/counterfactual/scenarios.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { amountOf } from '#shared/domain/units.ts';
import { sealedOrders } from '../market/sealed.ts';
import { MEMBERS, slots } from './random-slots.ts';

type PricedSlot = ReplayedSlot & { readonly tariff: Tariff };

function tallied(all: readonly PricedSlot[]): (name: ScenarioName) => ScenarioTally {
  const scenarios = new Scenarios(scenarioNames, MEMBERS, 1);
  for (const one of all) scenarios.add(one, one.tariff, 0);
  return (name) => scenarios.tallies.get(name)!;
}

const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
const surplusOf = ({ paid, received, gridCost }: ScenarioTally): number => paid[0] - received[0] - gridCost;

/** Holds of the tallies of any few slots. */
function property(
  name: string,
  holds: (tally: (name: ScenarioName) => ScenarioTally, all: readonly PricedSlot[]) => void,
  options: Parameters<typeof slots>[0] = {},
): void {
  it(name, () => {
    const few = fc.array(slots(options), { maxLength: 4 });
    fc.assert(
      fc.property(few, (all) => {
        holds(tallied(all), all);
      }),
      { numRuns: 150 },
    );
  });
}

describe('in any slots', () => {
  property('nobody saves, pays or receives anything with retail only', (tally) => {
    const { savings, tradedWh, paid, received } = tally('retail-only');
    expect([...savings, tradedWh, ...paid, ...received].every((value) => value === 0)).toBe(true);
  });

  property(
    'what is bought is what is sold, and the savings of all are what the traded energy is worth less the surplus',
    (tally, all) => {
      for (const name of orderScenarioNames) {
        const { savings, boughtWh, soldWh, tradedWh } = tally(name);
        expect([boughtWh[0], soldWh[0]]).toEqual([tradedWh, tradedWh]);
        const worth = sumOf(
          all.flatMap(({ tariff: { retail, feedIn }, clearings, outsideTrades }) =>
            [
              ...clearings.flatMap((clearing) => [...clearing.under(name).tradeWh]),
              ...outsideTrades.map(({ wh }) => wh),
            ].map((wh) => amountOf(wh, retail) - amountOf(wh, feedIn)),
          ),
        );
        expect(sumOf(savings)).toBe(worth - surplusOf(tally(name)));
      }
    },
  );

  property('trade-reduction alone leaves the operator a surplus, which is never negative', (tally) => {
    for (const name of orderScenarioNames) {
      if (name === 'trade-reduction') expect(surplusOf(tally(name))).toBeGreaterThanOrEqual(0);
      else expect(surplusOf(tally(name))).toBe(0);
    }
  });

  for (const name of orderScenarioNames) {
    property(
      `what really was is ${name} where it was made so`,
      (tally) => expect(tally('actual')).toEqual(tally(name)),
      { actual: fc.constant(name) },
    );
  }

  for (const name of ['mid-market-rate', 'supply-demand-ratio'] as const) {
    property(
      `nobody loses with ${name} against a grid that pays no more than it asks`,
      (tally) => expect([...tally(name).savings].filter((saved) => saved < 0)).toEqual([]),
      { outside: false },
    );

    property(
      `with ${name} members pay what members and the grid receive, but for rounding`,
      (tally, all) => {
        // The prices are rounded once a slot, at most by half a unit for each kWh, and every member's amount by half a unit.
        const kwh = sumOf(
          all.flatMap(({ meters }) => meters.map(({ needWh, surplusWh }) => (needWh + surplusWh) / 1000)),
        );
        expect(Math.abs(surplusOf(tally(name)))).toBeLessThanOrEqual(kwh / 2 + all.length * (MEMBERS + 0.5));
      },
      { outside: false },
    );

    property(
      `with ${name} what is priced is all that the meters say, that taken off which was traded outside`,
      (tally, all) => {
        for (const [column, side, field] of [
          ['boughtWh', 'buyer', 'needWh'],
          ['soldWh', 'seller', 'surplusWh'],
        ] as const) {
          const expected = all.flatMap(({ meters, outsideTrades }) =>
            meters.map(({ member, [field]: meteredWh }) => {
              const outsideWh = sumOf(outsideTrades.filter((trade) => trade[side] === member).map(({ wh }) => wh));
              return Math.max(meteredWh, outsideWh);
            }),
          );
          expect(tally(name)[column][0]).toBe(sumOf(expected));
        }
      },
    );
  }
});

const RETAIL = 300_000;
const FEED_IN = 100_000;

function slot(parts: Partial<ReplayedSlot>, tariff: Tariff = { retail: RETAIL, feedIn: FEED_IN }): PricedSlot {
  return { slot: 0, clearings: [], meters: [], clearedTrades: [], outsideTrades: [], ...parts, tariff };
}

/** Savings of the first three members. */
const firstSavings = ({ savings }: ScenarioTally): number[] => [...savings.subarray(0, 3)];

describe('a slot in numbers', () => {
  /** Member 0 sells 400 Wh from 0.12, member 1 bids 0.28 and member 2 bids 0.16 for 300 Wh each. */
  const cleared = slot({
    clearings: [
      new ReplayedClearing(
        sealedOrders(
          [
            { member: 1, price: 280_000, wh: 300 },
            { member: 2, price: 160_000, wh: 300 },
          ],
          [{ member: 0, price: 120_000, wh: 400 }],
        ),
        { priceFloor: -500_000, priceCap: 500_000 },
        'uniform-price',
      ),
    ],
  });

  it('has one price with uniform-price, and each bid’s own with pay-as-bid', () => {
    const tally = tallied([cleared]);
    // 400 Wh at 0.16: 0.06 above feed-in, 0.14 below retail.
    expect(firstSavings(tally('uniform-price'))).toEqual([24_000, 42_000, 14_000]);
    // 300 Wh at 0.28 and 100 Wh at 0.16.
    expect(firstSavings(tally('pay-as-bid'))).toEqual([54_000 + 6_000, 6_000, 14_000]);
    expect(tally('actual')).toEqual(tally('uniform-price'));
  });

  it('has two prices with trade-reduction', () => {
    const bids = [
      { member: 1, price: 280_000, wh: 300 },
      { member: 2, price: 200_000, wh: 300 },
    ];
    const offers = [
      { member: 0, price: 120_000, wh: 300 },
      { member: 3, price: 150_000, wh: 300 },
    ];
    const clearing = new ReplayedClearing(
      sealedOrders(bids, offers),
      { priceFloor: 0, priceCap: 500_000 },
      'trade-reduction',
    );
    const tally = tallied([slot({ clearings: [clearing] })])('trade-reduction');
    // The second pair does not trade: member 1 pays its 0.20, member 0 gets its 0.15.
    expect(firstSavings(tally)).toEqual([15_000, 30_000, 0]);
    expect(surplusOf(tally)).toBe(15_000);
  });

  const metered = slot({
    meters: [
      { member: 0, needWh: 0, surplusWh: 400 },
      { member: 1, needWh: 1000, surplusWh: 0 },
    ],
  });

  it('shares the middle of the tariffs with mid-market-rate, the longer side paying the grid for the rest', () => {
    const tally = tallied([metered])('mid-market-rate');
    // Sold at 0.20; bought at (400 * 0.20 + 600 * 0.30) / 1000 = 0.26.
    expect({ traded: tally.tradedWh, paid: tally.paid[0], received: tally.received[0], grid: tally.gridCost }).toEqual({
      traded: 400,
      paid: 260_000,
      received: 80_000,
      grid: 180_000,
    });
    expect(firstSavings(tally)).toEqual([40_000, 40_000, 0]);
  });

  it('is priced by the ratio of its totals with supply-demand-ratio', () => {
    // s = 0.4: sold at 0.3 * 0.1 / (0.2 * 0.4 + 0.1) = 0.166667, bought at 0.166667 * 0.4 + 0.3 * 0.6 = 0.246667.
    expect(firstSavings(tallied([metered])('supply-demand-ratio'))).toEqual([26_667, 53_333, 0]);
  });

  it('leaves everybody to the grid where a tariff is negative and the ratio has no price', () => {
    const negative = { ...metered, tariff: { retail: 50_000, feedIn: -20_000 } };
    const tally = tallied([negative]);
    expect(firstSavings(tally('supply-demand-ratio'))).toEqual([0, 0, 0]);
    expect(tally('mid-market-rate').savings.every((saved) => saved >= 0)).toBe(true);
  });

  it('keeps the price of a trade that came from no clearing, and does not sell its energy twice', () => {
    const taken = { buyer: 1, seller: 0, wh: 400, amount: 100_000 };
    const tally = tallied([{ ...metered, outsideTrades: [taken] }]);
    for (const name of ['actual', 'pay-as-bid', 'mid-market-rate', 'supply-demand-ratio'] as const) {
      // At 0.25: 0.15 above feed-in, 0.05 below retail; of the meters there is nothing left to share.
      expect(firstSavings(tally(name))).toEqual([60_000, 20_000, 0]);
      expect(tally(name).tradedWh).toBe(400);
    }
  });
});
