/** Simulations and analyses of the invented rules: their sums are those of the slots that they show. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { RuleAnalysis, RuleSimulationResult, RuleSummary } from '#shared/contract/rule-records.ts';
import { localDay, localDayRange } from '#shared/domain/slots.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { smallChanges } from '#shared/rules/small-changes.ts';
import { weeklySpread } from '#shared/rules/weekly-spread.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_FEED_IN, FAKE_RETAIL, FAKE_SLOT_MS, FAKE_TIME_ZONE } from './curves.ts';
import { fakeMembers } from './members.ts';
import { fakeRules } from './rule-book.ts';
import { fakeFigures, fakeSlots, fakeTraces, type FakeFigures, type FakeSlot } from './rule-slots.ts';
import type { FakeState } from './state.ts';
import { startTask } from './tasks.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };
type Trial = Input<'rules.simulate'>['trial'];
type Range = Input<'rules.simulate'>['range'];
type Trace = ReturnType<typeof fakeTraces>[number];

/** Slots in which the member's meter was silent, of every thousand. */
const SILENT = 3;
const OTHERS = 31;

/** Simulations and analyses of rules as they stand on this desk. */
export function createFakeRuleTrials(
  state: FakeState,
  community: (id: string) => FakeCommunity,
): Handlers<'rules.simulate' | 'rules.simulation' | 'rules.simulatedDay' | 'rules.analyse' | 'rules.analysis'> {
  const simulations = new Map<string, Input<'rules.simulate'>>();
  const analyses = new Map<string, Input<'rules.analyse'>>();

  const ruleOf = (communityId: string, ruleId: string | null): RuleSummary | undefined =>
    fakeRules(community(communityId), state.decisions).find(({ id }) => id === ruleId);

  function start(kind: 'rule-simulation' | 'rule-analysis', communityId: string, range: Range): { taskId: string } {
    const { name } = community(communityId);
    const total = Math.round((range.to - range.from) / FAKE_SLOT_MS);
    return startTask(state, { kind, subject: name, unit: 'slots', total, communityId });
  }

  const isDone = (taskId: string): boolean => state.tasks.some((task) => task.id === taskId && task.state === 'done');

  return {
    'rules.simulate': (input) => {
      const started = start('rule-simulation', input.trial.communityId, input.range);
      simulations.set(started.taskId, input);
      return started;
    },
    'rules.simulation': ({ taskId }) => {
      const input = simulations.get(taskId);
      if (input === undefined || !isDone(taskId)) return null;
      const { trial, range } = input;
      const current = ruleOf(trial.communityId, trial.insteadOf) ?? null;
      return simulationOf(trial, range, current, community(trial.communityId));
    },
    'rules.simulatedDay': ({ trial, day }) => {
      const slots = fakeSlots(community(trial.communityId), localDayRange(day, FAKE_TIME_ZONE));
      const current = ruleOf(trial.communityId, trial.insteadOf);
      const before = current === undefined ? null : fakeTraces(current, slots);
      const after = fakeTraces(trial.draft, slots);
      return slots.map(({ slot, surplusWh, needWh, batterySoc }, at) => ({
        slot,
        surplusWh,
        needWh,
        batterySoc,
        retail: FAKE_RETAIL,
        feedIn: FAKE_FEED_IN,
        current: before === null ? null : before[at],
        drafted: after[at],
      }));
    },
    'rules.analyse': (input) => {
      const started = start('rule-analysis', input.communityId, input.range);
      analyses.set(started.taskId, input);
      return started;
    },
    'rules.analysis': ({ taskId }) => {
      const input = analyses.get(taskId);
      const rule = input === undefined ? undefined : ruleOf(input.communityId, input.ruleId);
      if (input === undefined || rule === undefined || !isDone(taskId)) return null;
      return analysisOf(rule, input.range, community(input.communityId));
    },
  };
}

const valueOfSavings = ({ savings }: Trace): number => savings;

/** Sums of traces by local day. */
function byDay(
  slots: readonly FakeSlot[],
  traces: readonly Trace[],
  of: (trace: Trace) => number,
): Map<number, number> {
  const days = new Map<number, number>();
  traces.forEach((trace, at) => {
    const day = localDay(slots[at].slot, FAKE_TIME_ZONE);
    days.set(day, (days.get(day) ?? 0) + of(trace));
  });
  return days;
}

function simulationOf(
  trial: Trial,
  range: Range,
  current: RuleDraft | null,
  community: FakeCommunity,
): RuleSimulationResult {
  const slots = fakeSlots(community, range);
  const after = fakeTraces(trial.draft, slots);
  const before = current === null ? [] : fakeTraces(current, slots);
  const none = fakeFigures([]);
  const [currentFigures, draftedFigures] = [current === null ? none : fakeFigures(before), fakeFigures(after)];
  const columnOf = (traces: readonly Trace[], of: (trace: Trace) => number): number[] => {
    const sums = byDay(slots, traces, of);
    return days.map((day) => sums.get(day) ?? 0);
  };
  const days = [...new Set(slots.map(({ slot }) => localDay(slot, FAKE_TIME_ZONE)))];
  const currentSavings = columnOf(before, valueOfSavings);
  const draftedSavings = columnOf(after, valueOfSavings);
  const communityWh = slots.reduce((sum, { tradedWh }) => sum + tradedWh, 0);
  const moreWh = draftedFigures.tradedWh - currentFigures.tradedWh;
  const others = othersOf(trial, community, range, draftedFigures.savings - currentFigures.savings);
  return {
    trial,
    range,
    slots: slots.length,
    slotsWithoutReading: Math.round((slots.length * SILENT) / 1000),
    slotsWithoutTariff: 0,
    current: {
      rule: currentFigures,
      member: memberOf(current?.type ?? trial.draft.type, currentFigures),
      communityWh,
    },
    drafted: {
      rule: draftedFigures,
      member: memberOf(trial.draft.type, draftedFigures),
      communityWh: communityWh + Math.round(moreWh * 0.6),
    },
    days: {
      day: days,
      currentSavings,
      draftedSavings,
      currentTradedWh: columnOf(before, ({ tradedWh }) => tradedWh),
      draftedTradedWh: columnOf(after, ({ tradedWh }) => tradedWh),
      currentFired: columnOf(before, ({ offeredWh }) => Math.sign(offeredWh)),
      draftedFired: columnOf(after, ({ offeredWh }) => Math.sign(offeredWh)),
    },
    spread: spreadOf(days.map((day, at) => ({ day, change: draftedSavings[at] - currentSavings[at] }))),
    others,
    heldBackChange: Math.round(others.reduce((sum, { change }) => sum + change, 0) * 0.04),
  };
}

function spreadOf(days: readonly { day: number; change: number }[]): RuleSimulationResult['spread'] {
  const { weeks, ...rest } = weeklySpread(days);
  return { weeks: [...weeks], ...rest };
}

/** The member trades by this rule alone. */
function memberOf(
  type: RuleDraft['type'],
  { tradedWh, amount, savings }: FakeFigures,
): RuleSimulationResult['current']['member'] {
  const isSale = type === 'sell';
  return {
    boughtWh: isSale ? 0 : tradedWh,
    soldWh: isSale ? tradedWh : 0,
    paid: isSale ? 0 : amount,
    received: isSale ? amount : 0,
    savings,
  };
}

/** Most lose a little of what the member gains, some gain. */
function othersOf(trial: Trial, community: FakeCommunity, range: Range, gain: number): RuleSimulationResult['others'] {
  return fakeMembers(community, range)
    .filter(({ id }) => id !== trial.memberId)
    .slice(0, OTHERS)
    .map(({ id, anonymizedId }, at) => ({
      memberId: id,
      anonymizedId,
      change: Math.round((gain * (chance(at + 70) - 0.62)) / 8),
    }))
    .filter(({ change }) => change !== 0)
    .sort((a, b) => b.change - a.change);
}

function analysisOf(rule: RuleSummary, range: Range, community: FakeCommunity): RuleAnalysis {
  const slots = fakeSlots(community, range);
  const { type, maxQuantityWh, maxPrice, minPrice, minBatterySoc, timeWindows, isEnabled } = rule;
  const draft: RuleDraft = { type, maxQuantityWh, maxPrice, minPrice, minBatterySoc, timeWindows, isEnabled };
  const traces = fakeTraces(draft, slots);
  const figures = fakeFigures(traces);
  const firedByHour = Array.from({ length: 168 }, () => 0);
  traces.forEach(({ offeredWh }, at) => {
    if (offeredWh > 0) firedByHour[Math.floor(slots[at].minute / 60)]++;
  });
  const fired = byDay(slots, traces, ({ offeredWh }) => Math.sign(offeredWh));
  const traded = byDay(slots, traces, ({ tradedWh }) => tradedWh);
  const savings = byDay(slots, traces, valueOfSavings);
  const trades = figures.tradedSlots + figures.partlySlots;
  return {
    ruleId: rule.id,
    range,
    ledger: {
      orders: figures.firedSlots,
      offeredWh: figures.offeredWh,
      trades,
      tradedWh: figures.tradedWh,
      amount: figures.amount,
      savings: figures.savings,
      failedTrades: Math.floor(trades / 90),
      tradesWithoutTariff: 0,
    },
    slots: slots.length,
    slotsWithoutReading: Math.round((slots.length * SILENT) / 1000),
    slotsBefore: 0,
    asItWas: figures,
    firedByHour,
    days: {
      day: [...fired.keys()],
      fired: [...fired.values()],
      tradedWh: [...traded.values()],
      savings: [...savings.values()],
    },
    current: figures,
    changes: smallChanges(draft).map(({ kind, draft: changed }) => {
      const after = fakeFigures(fakeTraces(changed, slots));
      return {
        kind,
        draft: { ...changed, timeWindows: [...changed.timeWindows] },
        firedSlots: after.firedSlots,
        tradedWh: after.tradedWh,
        savingsChange: after.savings - figures.savings,
      };
    }),
  };
}
