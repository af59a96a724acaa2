import type { ScenarioName } from '../contract/counterfactual-records.ts';
import type { Tariff } from '../domain/tariff.ts';
import { amountOf } from '../domain/units.ts';
import type { TotalsMechanism } from '../market/mechanisms.ts';
import { type SlotPrices, type SlotTotals, totalsMechanisms } from '../market/totals-pricing.ts';
import type { LedgerTrade, ReplayedSlot, SlotMeter } from './replayed-slot.ts';
import type { ScenarioTally } from './scenario-tally.ts';

/** Whether a scenario prices a slot from its totals. */
export function isTotalsScenario(name: ScenarioName): name is TotalsMechanism {
  return name in totalsMechanisms;
}

/**
 * Adds a slot in which everybody buys all it needs and sells all it has left over at two prices, which the totals make (DOMAIN.md
 * section 3). What members traded outside the clearings is taken off before, so that no Wh counts twice. A member that needs `n` and has
 * `s` left over saves `n*R - n*buy + s*sell - s*F`. The community pays the grid for the difference of the totals at its tariffs: what is
 * paid, less what is received and what the grid gets, is 0 but for rounding, with both mechanisms.
 */
export function addFromTotals(
  mechanism: TotalsMechanism,
  tally: ScenarioTally,
  { meters, outsideTrades }: ReplayedSlot,
  { retail, feedIn }: Tariff,
  step: number,
): void {
  const left = outsideTrades.length === 0 ? meters : withoutTraded(meters, outsideTrades);
  let demandWh = 0;
  let generationWh = 0;
  for (const { needWh, surplusWh } of left) {
    demandWh += needWh;
    generationWh += surplusWh;
  }
  const { buyPrice, sellPrice } = pricesOf(mechanism, { retail, feedIn, demandWh, generationWh });
  for (const { member, needWh, surplusWh } of left) {
    if (needWh > 0) tally.buy(step, member, needWh, amountOf(needWh, buyPrice), amountOf(needWh, retail));
    if (surplusWh > 0) tally.sell(step, member, surplusWh, amountOf(surplusWh, sellPrice), amountOf(surplusWh, feedIn));
  }
  const residualWh = demandWh - generationWh;
  tally.tradedWh += Math.min(demandWh, generationWh);
  tally.gridCost += amountOf(residualWh, residualWh > 0 ? retail : feedIn);
}

/** A ratio has no meaning for tariffs below 0: everybody stays with the grid then. */
function pricesOf(mechanism: TotalsMechanism, totals: SlotTotals): SlotPrices {
  const { retail, feedIn } = totals;
  const hasPrices = mechanism !== 'supply-demand-ratio' || (retail >= 0 && feedIn >= 0);
  return hasPrices ? totalsMechanisms[mechanism](totals) : { buyPrice: retail, sellPrice: feedIn };
}

/** What members still needed and had left over beside their trades; nobody less than nothing. */
function withoutTraded(meters: readonly SlotMeter[], trades: readonly LedgerTrade[]): SlotMeter[] {
  const boughtWh = new Map<number, number>();
  const soldWh = new Map<number, number>();
  for (const { buyer, seller, wh } of trades) {
    boughtWh.set(buyer, (boughtWh.get(buyer) ?? 0) + wh);
    soldWh.set(seller, (soldWh.get(seller) ?? 0) + wh);
  }
  return meters.map(({ member, needWh, surplusWh }) => ({
    member,
    needWh: Math.max(needWh - (boughtWh.get(member) ?? 0), 0),
    surplusWh: Math.max(surplusWh - (soldWh.get(member) ?? 0), 0),
  }));
}
