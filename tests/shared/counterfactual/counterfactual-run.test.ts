import { describe, expect, it } from 'vitest';
import { scenarioNames, type ScenarioName } from '#shared/contract/counterfactual-records.ts';
import { CounterfactualRun } from '#shared/counterfactual/counterfactual-run.ts';
import { ReplayedClearing } from '#shared/counterfactual/replayed-clearing.ts';
import type { LedgerTrade, ReplayedSlot } from '#shared/counterfactual/replayed-slot.ts';
import { scenarioReports, tariffMeans } from '#shared/counterfactual/scenario-report.ts';
import { sealedOrders } from '../market/sealed.ts';

const tariff = { retail: 300_000, feedIn: 100_000 };
const limits = { priceFloor: -500_000, priceCap: 500_000 };

/** Member 0 has sold 300 Wh to member 1 and 100 Wh to member 2, at 0.16. */
const asItWas: readonly LedgerTrade[] = [
  { buyer: 1, seller: 0, wh: 300, amount: 48_000 },
  { buyer: 2, seller: 0, wh: 100, amount: 16_000 },
];

function slot(clearedTrades: readonly LedgerTrade[] = asItWas, parts: Partial<ReplayedSlot> = {}): ReplayedSlot {
  const bids = [
    { member: 1, price: 280_000, wh: 300 },
    { member: 2, price: 160_000, wh: 300 },
  ];
  const orders = sealedOrders(bids, [{ member: 0, price: 120_000, wh: 400 }]);
  const clearings = [new ReplayedClearing(orders, limits, 'uniform-price')];
  return { slot: 0, tariff, clearings, meters: [], clearedTrades, outsideTrades: [], ...parts };
}

function run(...slots: readonly ReplayedSlot[]): CounterfactualRun {
  const made = new CounterfactualRun(8, 2);
  for (const one of slots) made.add(one, 0);
  return made;
}

describe('the reproduction of the ledger', () => {
  it('is the same for every member where the ledger says what the clearing gives', () => {
    const { reproduction } = run(slot());
    expect(reproduction.differingMembers).toBe(0);
    expect(reproduction.ledger).toEqual({ trades: 2, wh: 400, amount: 64_000 });
    expect(reproduction.replayed).toEqual(reproduction.ledger);
  });

  it.each([
    ['an amount', [asItWas[0], { ...asItWas[1], amount: 16_001 }]],
    ['a quantity', [asItWas[0], { ...asItWas[1], wh: 101 }]],
    ['a buyer', [asItWas[0], { ...asItWas[1], buyer: 3 }]],
    ['a seller', [asItWas[0], { ...asItWas[1], seller: 3 }]],
    ['a trade that is missing', [asItWas[0]]],
  ])('differs for two members by %s', (_, trades) => {
    expect(run(slot(trades)).reproduction.differingMembers).toBe(2);
  });

  it('finds members whose money moved among their trades, where all sums are the same', () => {
    const [first, second] = asItWas;
    const moved = [
      { ...first, amount: first.amount - 1 },
      { ...second, amount: second.amount + 1 },
    ];
    const { ledger, replayed, differingMembers } = run(slot(moved)).reproduction;
    expect(ledger).toEqual(replayed);
    expect(differingMembers).toBe(2);
  });

  it('counts slots without tariffs, which are in no scenario', () => {
    const made = run(slot(asItWas, { tariff: null }), slot());
    expect(made).toMatchObject({ slots: 2, slotsWithoutTariff: 1 });
    expect(made.reproduction.replayed.trades).toBe(4);
    expect(made.scenarios.tallies.get('actual')?.tradedWh).toBe(400);
  });
});

describe('what is told of the scenarios', () => {
  const members = [0, 1, 2, 3, 4];
  const report = (made: CounterfactualRun, name: ScenarioName, of = members) =>
    scenarioReports(made, of).find((one) => one.name === name)!;

  it('is told of all of them, in their order', () => {
    expect(scenarioReports(run(slot()), members).map(({ name }) => name)).toEqual(scenarioNames);
  });

  it('says who would save more, less and the same, and what all do', () => {
    // Member 0: 0.024 as it was, 0.060 with pay-as-bid; member 1: 0.042 and 0.006; the others the same.
    expect(report(run(slot()), 'pay-as-bid')).toMatchObject({
      spread: { total: 80_000 },
      better: 1,
      worse: 1,
      same: 3,
    });
    expect(report(run(slot()), 'actual')).toMatchObject({ spread: { total: 80_000 }, better: 0, worse: 0, same: 5 });
  });

  it('has the mean price of each step, weighted by energy, and none where nothing was traded', () => {
    // 300 Wh at 0.28 and 100 Wh at 0.16.
    expect(report(run(slot()), 'pay-as-bid').buyPrice).toEqual([250_000, null]);
    expect(report(run(slot()), 'retail-only').buyPrice).toEqual([null, null]);
    const dearer = slot([], { tariff: { retail: 300_001, feedIn: 100_000 } });
    // Half-even: 300,000.5 is 300,000.
    expect(tariffMeans(run(slot(), dearer))).toEqual({ retail: [300_000, null], feedIn: [100_000, null] });
  });

  it('says nothing of fewer than five members', () => {
    expect(scenarioReports(run(slot()), [0, 1, 2, 3])).toEqual([]);
  });
});

describe('whose savings are told', () => {
  it('is everybody with a reading, an order or a trade', () => {
    const outsideTrades = [{ buyer: 4, seller: 5, wh: 1, amount: 1 }];
    const made = run(slot(asItWas, { meters: [{ member: 6, needWh: 0, surplusWh: 0 }], outsideTrades }));
    expect([0, 1, 2, 3, 4, 5, 6, 7].filter((member) => made.counts(member))).toEqual([0, 1, 2, 4, 5, 6]);
  });
});
