import { type Counterfactual, type Scenario, type ScenarioName } from '../contract/counterfactual-records.ts';
import { roundHalfEvenDiv } from '../domain/units.ts';
import { DEFAULT_K } from '../privacy/suppression.ts';
import { spreadOf } from '../privacy/spread.ts';
import type { CounterfactualRun } from './counterfactual-run.ts';
import type { ScenarioTally } from './scenario-tally.ts';

/**
 * What is told of the scenarios of a run: nothing of fewer than five members, as no sum over them may be shown (DOMAIN.md section 8).
 * @param members the numbers of those whose savings are told
 */
export function scenarioReports({ scenarios: { tallies } }: CounterfactualRun, members: readonly number[]): Scenario[] {
  if (members.length < DEFAULT_K) return [];
  const actual = tallies.get('actual')!;
  return Array.from(tallies, ([name, tally]) => scenarioReport(name, tally, actual, members));
}

function scenarioReport(
  name: ScenarioName,
  tally: ScenarioTally,
  actual: ScenarioTally,
  members: readonly number[],
): Scenario {
  const spread = spreadOf(members.map((member) => tally.savings[member]));
  const paid = sumOf(tally.paid);
  const received = sumOf(tally.received);
  return {
    name,
    tradedWh: tally.tradedWh,
    paid,
    received,
    operatorSurplus: paid - received - tally.gridCost,
    spread,
    ...comparison(tally, actual, members),
    buyPrice: meanPrices(tally.paid, tally.boughtWh),
    sellPrice: meanPrices(tally.received, tally.soldWh),
  };
}

/** How many of the members save more, less or the same as in what really was. */
function comparison(
  tally: ScenarioTally,
  actual: ScenarioTally,
  members: readonly number[],
): Pick<Scenario, 'better' | 'worse' | 'same'> {
  const counts = { better: 0, worse: 0, same: 0 };
  for (const member of members) {
    const change = tally.savings[member] - actual.savings[member];
    counts[change > 0 ? 'better' : change < 0 ? 'worse' : 'same']++;
  }
  return counts;
}

/** The means of the tariffs of a run's steps, over the slots that are counted. */
export function tariffMeans({
  retail,
  feedIn,
  countedSlots,
}: CounterfactualRun): Pick<Counterfactual, 'retail' | 'feedIn'> {
  return { retail: means(retail, countedSlots), feedIn: means(feedIn, countedSlots) };
}

/** Micro-currency per kWh from micro-currency and Wh; null where there was no energy. */
function meanPrices(amounts: Float64Array, wh: Float64Array): (number | null)[] {
  return Array.from(amounts, (amount, step) =>
    wh[step] === 0 ? null : roundHalfEvenDiv(BigInt(amount) * 1000n, BigInt(wh[step])),
  );
}

function means(sums: Float64Array, counts: Float64Array): (number | null)[] {
  return Array.from(sums, (sum, step) => (counts[step] === 0 ? null : roundHalfEvenDiv(sum, counts[step])));
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
