/** A period as it would have been under other mechanisms: slot after slot, all scenarios at once. */
import type { ScenarioName } from '../contract/counterfactual-records.ts';
import type { Tariff } from '../domain/tariff.ts';
import { amountOf } from '../domain/units.ts';
import { type OrderScenario, type ReplayedClearing } from './replayed-clearing.ts';
import type { LedgerTrade, ReplayedSlot } from './replayed-slot.ts';
import { ScenarioTally } from './scenario-tally.ts';
import { addFromTotals, isTotalsScenario } from './totals-scenarios.ts';

/**
 * Tallies of scenarios over the slots that are added. In `actual` each clearing is made again as it was, in the scenarios of a mechanism
 * that clears orders from the same orders by that one; what they trade counts as traded, whatever settlement made of it. The scenarios
 * that price totals start from what the meters say (see addFromTotals). Trades that came from no clearing stay as they were, with their own
 * price, in all but `retail-only`, in which nobody trades.
 */
export class Scenarios {
  readonly tallies: ReadonlyMap<ScenarioName, ScenarioTally>;

  /**
   * @param names which scenarios; only those are computed
   * @param members above every member's number
   * @param steps how many steps the period has
   */
  constructor(names: readonly ScenarioName[], members: number, steps: number) {
    this.tallies = new Map(names.map((name) => [name, new ScenarioTally(members, steps)]));
  }

  /**
   * Adds a slot whose tariffs are known.
   * @param step of the period, from 0
   * @throws RangeError when an amount is beyond the safe integers
   */
  add(slot: ReplayedSlot, tariff: Tariff, step: number): void {
    for (const [name, tally] of this.tallies) {
      if (name === 'retail-only') continue;
      for (const trade of slot.outsideTrades) addLedgerTrade(tally, trade, tariff, step);
      if (isTotalsScenario(name)) {
        addFromTotals(name, tally, slot, tariff, step);
        continue;
      }
      for (const clearing of slot.clearings) {
        addClearing(tally, clearing, name === 'actual' ? clearing.actual : name, tariff, step);
      }
    }
  }

  /** A step of the period is over. @param members how many there were in it */
  endStep(step: number, members: number): void {
    for (const tally of this.tallies.values()) tally.endStep(step, members);
  }

  /** A local day is over. @param members how many there were on it */
  endDay(members: number): void {
    for (const tally of this.tallies.values()) tally.endDay(members);
  }
}

function addLedgerTrade(
  tally: ScenarioTally,
  { buyer, seller, wh, amount }: LedgerTrade,
  { retail, feedIn }: Tariff,
  step: number,
): void {
  tally.tradedWh += wh;
  tally.buy(step, buyer, wh, amount, amountOf(wh, retail));
  tally.sell(step, seller, wh, amount, amountOf(wh, feedIn));
}

function addClearing(
  tally: ScenarioTally,
  clearing: ReplayedClearing,
  scenario: OrderScenario,
  { retail, feedIn }: Tariff,
  step: number,
): void {
  const { bids, offers } = clearing.book;
  const { tradeCount, tradeBid, tradeOffer, tradeWh, tradePrice, quantityWh, reduction } = clearing.under(scenario);
  tally.tradedWh += quantityWh;
  for (let trade = 0; trade < tradeCount; trade++) {
    const wh = tradeWh[trade];
    const paid = amountOf(wh, tradePrice[trade]);
    const received = reduction ? amountOf(wh, reduction.sellPrice ?? 0) : paid;
    tally.buy(step, bids.member[tradeBid[trade]], wh, paid, amountOf(wh, retail));
    tally.sell(step, offers.member[tradeOffer[trade]], wh, received, amountOf(wh, feedIn));
  }
}
