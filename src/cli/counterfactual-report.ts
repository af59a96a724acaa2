import type { Counterfactual, Scenario } from '#shared/contract/counterfactual-records.ts';
import { microToAmount, PRICE_DECIMALS, whToKwh } from '#shared/domain/units.ts';
import { table } from './table.ts';

type Reproduction = Counterfactual['reproduction'];

/** A counterfactual in wire names and decimal numbers. */
export function counterfactualToWire(found: Counterfactual, currency: string) {
  const { range, slots, slotsWithoutTariff, reproduction, scenarios, members } = found;
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    currency,
    slots,
    slots_without_tariff: slotsWithoutTariff,
    reproduction: reproductionToWire(reproduction),
    scenarios: scenarios.map(scenarioToWire),
    members: members.map(({ anonymizedId, role, savings }) => ({
      member: anonymizedId,
      role,
      savings: Object.fromEntries(scenarios.map(({ name }, at) => [name, microToAmount(savings[at])])),
    })),
  };
}

function reproductionToWire(reproduction: Reproduction) {
  const { isExact, clearings, withoutCertificate, damaged, differingMembers, outsideTrades } = reproduction;
  return {
    exact: isExact,
    clearings,
    without_certificate: withoutCertificate,
    damaged,
    ledger: totalsToWire(reproduction.ledgerTrades, reproduction.ledgerWh, reproduction.ledgerAmount),
    replayed: totalsToWire(reproduction.replayedTrades, reproduction.replayedWh, reproduction.replayedAmount),
    differing_members: differingMembers,
    outside_trades: outsideTrades,
  };
}

function totalsToWire(trades: number, wh: number | null, amount: number | null) {
  return { trades, quantity_kwh: wh === null ? null : whToKwh(wh), total_amount: amountOrNull(amount) };
}

function scenarioToWire({ name, spread, ...figures }: Scenario) {
  return {
    scenario: name,
    traded_kwh: figures.tradedWh === null ? null : whToKwh(figures.tradedWh),
    paid: amountOrNull(figures.paid),
    received: amountOrNull(figures.received),
    operator_surplus: amountOrNull(figures.operatorSurplus),
    withheld_days: figures.withheldDays,
    savings: amountOrNull(spread.total),
    withheld: spread.withheld,
    median: amountOrNull(spread.median),
    gini: spread.gini,
    jain: spread.jain,
    worse_off: spread.worseOff,
    better: figures.better,
    worse: figures.worse,
    same: figures.same,
  };
}

function amountOrNull(micro: number | null): number | null {
  return micro === null ? null : microToAmount(micro);
}

/** A counterfactual as a table for a person, and what the replay of what really was says. */
export function counterfactualLines(found: Counterfactual, currency: string): string {
  const { scenarios, slots, slotsWithoutTariff, reproduction } = found;
  const heading = [
    '',
    'kWh',
    `saved ${currency}`,
    'median',
    'Gini',
    'Jain',
    'worse off',
    'better',
    'worse',
    'same',
    'surplus',
  ];
  const lines = [
    `${slots} slots, ${slotsWithoutTariff} of them without tariffs and in no scenario`,
    ...(scenarios.length === 0
      ? ['Of fewer than five members nothing is told but the replay.']
      : table([heading, ...scenarios.map(cellsOf)])),
    ...reproductionLines(reproduction, currency),
    ...withheldLines(scenarios),
  ];
  return `${lines.join('\n')}\n`;
}

/** What is withheld is a dash, as is what does not exist. */
function cellsOf({ name, tradedWh, spread, better, worse, same, operatorSurplus }: Scenario): string[] {
  const isTold = spread.withheld === null;
  return [
    name,
    tradedWh === null ? '-' : whToKwh(tradedWh).toFixed(3),
    money(spread.total),
    money(spread.median),
    ratio(spread.gini),
    ratio(spread.jain),
    isTold ? String(spread.worseOff) : '-',
    ...[better, worse, same].map(String),
    money(operatorSurplus),
  ];
}

function withheldLines(scenarios: readonly Scenario[]): string[] {
  const days = Math.max(0, ...scenarios.map(({ withheldDays }) => withheldDays));
  return days === 0
    ? []
    : [
        `kWh and surplus are without days on which one member has more than 80 % of the trade: up to ${days} of a scenario.`,
      ];
}

function reproductionLines(reproduction: Reproduction, currency: string): string[] {
  const { isExact, clearings, withoutCertificate, damaged, differingMembers, outsideTrades } = reproduction;
  const [replayed, ledger] = [
    sumText(reproduction.replayedTrades, reproduction.replayedWh, reproduction.replayedAmount, currency),
    sumText(reproduction.ledgerTrades, reproduction.ledgerWh, reproduction.ledgerAmount, currency),
  ];
  const lines = [
    isExact
      ? `The replay of what really was gives the ledger to the micro-unit: ${replayed}.`
      : `The replay of what really was is not the ledger: ${replayed} against ${ledger}; members that differ: ${differingMembers}.`,
    `${clearings} clearings, ${withoutCertificate} without a certificate; ${damaged} more are damaged and left out`,
  ];
  if (outsideTrades > 0) {
    lines.push(`From no clearing, and kept in every scenario but retail-only: ${tradesText(outsideTrades)}`);
  }
  return lines;
}

function tradesText(trades: number): string {
  return `${trades} ${trades === 1 ? 'trade' : 'trades'}`;
}

function sumText(trades: number, wh: number | null, amount: number | null, currency: string): string {
  return wh === null ? tradesText(trades) : `${tradesText(trades)}, ${whToKwh(wh)} kWh, ${money(amount)} ${currency}`;
}

/** With all decimals: a difference may stand in the last. */
function money(micro: number | null): string {
  return micro === null ? '-' : microToAmount(micro).toFixed(PRICE_DECIMALS);
}

function ratio(value: number | null): string {
  return value === null ? '-' : value.toFixed(3);
}
