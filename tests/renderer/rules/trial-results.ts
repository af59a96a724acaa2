/** Results of trials and analyses with numbers that a test can name. */
import type { RuleAnalysis, RuleSimulationResult } from '#shared/contract/rule-records.ts';
import type { Input, Output } from '#shared/contract/contract.ts';
import { startOfLocalDay } from '#shared/domain/slots.ts';

type Figures = RuleAnalysis['current'];

const BERLIN = 'Europe/Berlin';
const EUR = 1_000_000;

export const trial: Input<'rules.simulate'>['trial'] = {
  communityId: 'demo',
  memberId: 'demo-1',
  insteadOf: 'rule-1',
  draft: {
    type: 'sell',
    maxQuantityWh: 2500,
    maxPrice: null,
    minPrice: 120_000,
    minBatterySoc: 40,
    timeWindows: ['* 10:00-16:00'],
    isEnabled: true,
  },
};

export function figures(change: Partial<Figures> = {}): Figures {
  const never = { slots: 0, alone: 0 };
  return {
    firedSlots: 40,
    offeredWh: 20_000,
    tradedWh: 12_000,
    amount: 2 * EUR,
    savings: EUR,
    tradedSlots: 20,
    partlySlots: 8,
    untradedSlots: 12,
    reasons: { PRICE: 14, RATIONED: 6, NO_COUNTERPART: 0, SELF_TRADE: 0, ZERO_QUANTITY: 0, TRADE_REDUCTION: 0 },
    stopped: { ENABLED: never, WINDOW: { slots: 400, alone: 90 }, SOC: { slots: 30, alone: 2 }, QUANTITY: never },
    ...change,
  };
}

function set(savings: number, firedSlots: number): RuleSimulationResult['current'] {
  const rule = figures({ savings, firedSlots });
  const member = { boughtWh: 0, soldWh: rule.tradedWh, paid: 0, received: rule.amount, savings };
  return { rule, member, communityWh: 900_000 };
}

const weeks = [20260622, 20260629, 20260706, 20260713, 20260720];
const weekChanges = [0.4, -0.1, 0.8, 0.3, 0.2].map((euro) => euro * EUR);

/** Four whole weeks and two days, in which the draft would have been worth 1.60 EUR more. */
export function simulation(change: Partial<RuleSimulationResult> = {}): RuleSimulationResult {
  return {
    trial,
    range: { from: startOfLocalDay(20260622, BERLIN), to: startOfLocalDay(20260722, BERLIN) },
    slots: 2880,
    slotsWithoutReading: 12,
    slotsWithoutTariff: 0,
    current: set(EUR, 40),
    drafted: set(2.6 * EUR, 64),
    days: {
      day: [20260720, 20260721],
      currentSavings: [100_000, 0],
      draftedSavings: [50_000, 250_000],
      currentTradedWh: [1200, 0],
      draftedTradedWh: [900, 2400],
      currentFired: [4, 0],
      draftedFired: [6, 8],
    },
    spread: {
      weeks: weeks.map((monday, at) => ({ monday, days: at < 4 ? 7 : 2, change: weekChanges[at] })),
      wholeWeeks: 4,
      least: -0.1 * EUR,
      lowerQuartile: -0.1 * EUR,
      median: 0.3 * EUR,
      upperQuartile: 0.4 * EUR,
      most: 0.8 * EUR,
      better: 3,
      worse: 1,
    },
    others: Array.from({ length: 25 }, (_, at) => ({
      memberId: `demo-${at + 2}`,
      anonymizedId: `House B${at + 2}`,
      change: (13 - at) * 10_000 - 5000,
    })),
    heldBackChange: -40_000,
    ...change,
  };
}

/** Two quarter hours of 21 July: in the first both do the same, in the second only the draft fires. */
export const twoSlots: Output<'rules.simulatedDay'> = [0, 1].map((at) => {
  const fired = {
    unmet: [],
    openWh: 700,
    offeredWh: 700,
    limit: 120_000,
    tradedWh: 300,
    amount: 45_000,
    savings: 20_700,
    reason: 'RATIONED' as const,
    clearingPrice: 150_000,
  };
  const silent = {
    ...fired,
    unmet: ['WINDOW' as const, 'SOC' as const],
    offeredWh: 0,
    tradedWh: 0,
    amount: 0,
    reason: null,
  };
  return {
    slot: startOfLocalDay(20260721, BERLIN) + (40 + at) * 15 * 60_000,
    surplusWh: 700,
    needWh: 0,
    batterySoc: 62,
    retail: 312_000,
    feedIn: 81_000,
    current: at === 0 ? fired : silent,
    drafted: fired,
  };
});

/** A week in which the rule fired in 40 of 600 slots since it exists. */
export function analysis(change: Partial<RuleAnalysis> = {}): RuleAnalysis {
  const { draft } = trial;
  return {
    ruleId: 'rule-1',
    range: { from: startOfLocalDay(20260716, BERLIN), to: startOfLocalDay(20260722, BERLIN) },
    ledger: {
      orders: 40,
      offeredWh: 20_000,
      trades: 28,
      tradedWh: 12_000,
      amount: 2 * EUR,
      savings: EUR,
      failedTrades: 1,
      tradesWithoutTariff: 0,
    },
    slots: 672,
    slotsWithoutReading: 0,
    slotsBefore: 72,
    asItWas: figures(),
    firedByHour: Array.from({ length: 168 }, (_, hour) => (hour === 36 ? 9 : 0)),
    days: { day: [20260720, 20260721], fired: [20, 20], tradedWh: [5000, 7000], savings: [400_000, 600_000] },
    current: figures(),
    changes: [
      {
        kind: 'LIMIT_TIGHTENED',
        draft: { ...draft, minPrice: 130_000 },
        firedSlots: 40,
        tradedWh: 9000,
        savingsChange: -200_000,
      },
      {
        kind: 'LIMIT_RELAXED',
        draft: { ...draft, minPrice: 110_000 },
        firedSlots: 40,
        tradedWh: 14_500,
        savingsChange: 350_000,
      },
    ],
    ...change,
  };
}
