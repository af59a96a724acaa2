import { type Counterfactual, type Scenario, type ScenarioName } from '../contract/counterfactual-records.ts';
import { roundHalfEvenDiv } from '../domain/units.ts';
import { PublishedSum } from '../privacy/published-sums.ts';
import { DEFAULT_K } from '../privacy/suppression.ts';
import { spreadOf } from '../privacy/spread.ts';
import type { CounterfactualRun } from './counterfactual-run.ts';
import type { ScenarioTally } from './scenario-tally.ts';

/**
 * What is told of the scenarios of a run that has ended: nothing of fewer than five members, and sums over the local days that may be shown
 * (DOMAIN.md section 8), so that no two periods tell of a day between them what may not be.
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
  const sums = { tradedWh: new PublishedSum(), paid: new PublishedSum(), received: new PublishedSum() };
  const surplus = new PublishedSum();
  for (const { withheld, ...day } of tally.days) {
    for (const key of ['tradedWh', 'paid', 'received'] as const)
      sums[key].add(withheld === null ? day[key] : null, withheld);
    surplus.add(withheld === null ? day.paid - day.received - day.gridCost : null, withheld);
  }
  const { withheldDays, reason } = surplus.sum;
  const told = (sum: PublishedSum): number | null => (tally.days.length === 0 ? 0 : sum.sum.value);
  return {
    name,
    tradedWh: told(sums.tradedWh),
    paid: told(sums.paid),
    received: told(sums.received),
    operatorSurplus: told(surplus),
    withheldDays,
    reason,
    spread: tally.days.every(({ withheldSavings }) => withheldSavings === null) ? spread : { ...spread, total: null },
    ...comparison(tally, actual, members),
    buyPrice: meanPrices(tally.paid, tally.boughtWh, tally.isPriceWithheld),
    sellPrice: meanPrices(tally.received, tally.soldWh, tally.isPriceWithheld),
    withheldSteps: tally.isPriceWithheld.filter(
      (isWithheld, step) => isWithheld === 1 && tally.boughtWh[step] + tally.soldWh[step] > 0,
    ).length,
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

/** Micro-currency per kWh from micro-currency and Wh; null where there was no energy, or is withheld. */
function meanPrices(amounts: Float64Array, wh: Float64Array, isWithheld: Uint8Array): (number | null)[] {
  return Array.from(amounts, (amount, step) =>
    wh[step] === 0 || isWithheld[step] === 1 ? null : roundHalfEvenDiv(BigInt(amount) * 1000n, BigInt(wh[step])),
  );
}

function means(sums: Float64Array, counts: Float64Array): (number | null)[] {
  return Array.from(sums, (sum, step) => (counts[step] === 0 ? null : roundHalfEvenDiv(sum, counts[step])));
}
