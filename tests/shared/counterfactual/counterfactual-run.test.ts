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

/** Five members with a meter, of whom two have sold 200 Wh each to two others. */
function evenSlot(parts: Partial<ReplayedSlot> = {}): ReplayedSlot {
  const bids = [
    { member: 1, price: 280_000, wh: 200 },
    { member: 2, price: 160_000, wh: 200 },
  ];
  const offers = [0, 4].map((member) => ({ member, price: 120_000, wh: 200 }));
  const clearings = [new ReplayedClearing(sealedOrders(bids, offers), limits, 'uniform-price')];
  const meters = [0, 1, 2, 3, 4].map((member) => ({ member, needWh: 0, surplusWh: 0 }));
  return { slot: 0, tariff, clearings, meters, clearedTrades: [], outsideTrades: [], ...parts };
}

function run(...slots: readonly ReplayedSlot[]): CounterfactualRun {
  const made = new CounterfactualRun(8, 2);
  for (const one of slots) made.add(one, 0, 0);
  made.end();
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
    // At 0.14 as it was; at 0.28 and 0.16 with pay-as-bid, so that both sellers get more and both buyers pay it.
    expect(report(run(evenSlot()), 'pay-as-bid')).toMatchObject({
      spread: { total: 80_000 },
      better: 2,
      worse: 2,
      same: 1,
    });
    expect(report(run(evenSlot()), 'actual')).toMatchObject({
      spread: { total: 80_000 },
      better: 0,
      worse: 0,
      same: 5,
    });
  });

  it('has the mean price of each step, weighted by energy, and none where nothing was traded', () => {
    // 200 Wh at 0.28 and 200 Wh at 0.16.
    expect(report(run(evenSlot()), 'pay-as-bid')).toMatchObject({ buyPrice: [220_000, null], withheldSteps: 0 });
    expect(report(run(evenSlot()), 'retail-only')).toMatchObject({ buyPrice: [null, null], withheldSteps: 0 });
    const dearer = slot([], { tariff: { retail: 300_001, feedIn: 100_000 } });
    // Half-even: 300,000.5 is 300,000.
    expect(tariffMeans(run(slot(), dearer))).toEqual({ retail: [300_000, null], feedIn: [100_000, null] });
  });

  it('is without the days on which one member has more than 80 % of what is sold, and says how many they are', () => {
    const made = new CounterfactualRun(8, 2);
    made.add(evenSlot(), 0, 0);
    made.add(evenSlot({ clearings: slot().clearings }), 1, 1);
    made.end();
    expect(report(made, 'actual')).toMatchObject({
      tradedWh: 400,
      paid: 56_000,
      received: 56_000,
      operatorSurplus: 0,
      withheldDays: 1,
      reason: 'one-member',
      buyPrice: [140_000, null],
      withheldSteps: 1,
    });
    expect(report(made, 'retail-only')).toMatchObject({ tradedWh: 0, withheldDays: 0, reason: null });
    expect(made.scenarios.tallies.get('actual')?.tradedWh).toBe(800);
  });

  it('has nothing of a day of too few members, nor what all saved in a period with such a day', () => {
    const few = evenSlot({ meters: [] });
    expect(report(run(few), 'actual')).toMatchObject({
      tradedWh: null,
      paid: null,
      operatorSurplus: null,
      withheldDays: 1,
      reason: 'few-members',
      spread: { total: null },
    });
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
