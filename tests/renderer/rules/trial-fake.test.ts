import { describe, expect, it, vi } from 'vitest';
import { createFakeBridge, type FakeBridge } from '#renderer/bridge/fake.ts';
import { contract, type Input, type MethodName, type Output } from '#shared/contract/contract.ts';
import type { RuleSummary } from '#shared/contract/rule-records.ts';

const now = Date.UTC(2026, 6, 22, 12, 2);
const range = { from: now - 21 * 86_400_000, to: now };

async function ask<M extends MethodName>(bridge: FakeBridge, method: M, input: Input<M>): Promise<Output<M>> {
  const answer = await bridge.invoke(method, input);
  if (!answer.ok) throw new Error(answer.error.message);
  expect(contract[method].output.safeParse(answer.value).error).toBeUndefined();
  return answer.value;
}

async function finished<T>(found: () => Promise<T | null>): Promise<T> {
  return await vi.waitFor(
    async () => {
      const result = await found();
      if (result === null) throw new Error('It is not finished.');
      return result;
    },
    { timeout: 4000 },
  );
}

async function ruleThatSells(bridge: FakeBridge): Promise<RuleSummary> {
  const rules = await ask(bridge, 'rules.list', { communityId: 'demo' });
  return rules.find(({ type, isEnabled, minPrice }) => type === 'sell' && isEnabled && minPrice !== null)!;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('an invented trial', () => {
  it('has the sums of its days, and each day those of its slots', async () => {
    const bridge = createFakeBridge({ now, taskStepMs: 0 });
    const { id, memberId, type, maxQuantityWh, maxPrice, minBatterySoc, timeWindows, minPrice } =
      await ruleThatSells(bridge);
    const draft = {
      type,
      maxQuantityWh,
      maxPrice,
      minBatterySoc,
      timeWindows,
      isEnabled: true,
      minPrice: minPrice! - 20_000,
    };
    const trial = { communityId: 'demo', memberId, insteadOf: id, draft };
    const { taskId } = await ask(bridge, 'rules.simulate', { trial, range });
    const { current, drafted, days, spread, others } = await finished(() =>
      ask(bridge, 'rules.simulation', { taskId }),
    );
    expect(sum(days.currentTradedWh)).toBe(current.rule.tradedWh);
    expect(sum(days.draftedSavings)).toBe(drafted.member.savings);
    expect(sum(spread.weeks.map(({ change }) => change))).toBe(drafted.member.savings - current.member.savings);
    expect(current.rule.tradedWh).toBeGreaterThan(0);
    expect(others.map(({ memberId: other }) => other)).not.toContain(memberId);

    const at = 3;
    const slots = await ask(bridge, 'rules.simulatedDay', { trial, day: days.day[at] });
    expect(sum(slots.map((slot) => slot.drafted.tradedWh))).toBe(days.draftedTradedWh[at]);
    expect(slots.filter(({ drafted: { offeredWh } }) => offeredWh > 0)).toHaveLength(days.draftedFired[at]);
  });
});

describe('an invented analysis', () => {
  it('fires as often by the hour as by the day, and tells small changes of the rule', async () => {
    const bridge = createFakeBridge({ now, taskStepMs: 0 });
    const rule = await ruleThatSells(bridge);
    const { taskId } = await ask(bridge, 'rules.analyse', { communityId: 'demo', ruleId: rule.id, range });
    const { asItWas, firedByHour, days, changes } = await finished(() => ask(bridge, 'rules.analysis', { taskId }));
    expect(asItWas.firedSlots).toBeGreaterThan(0);
    expect([sum(firedByHour), sum(days.fired)]).toEqual([asItWas.firedSlots, asItWas.firedSlots]);
    expect(asItWas.tradedSlots + asItWas.partlySlots + asItWas.untradedSlots).toBe(asItWas.firedSlots);
    expect(changes.map(({ kind }) => kind)).toContain('LIMIT_RELAXED');
  });
});
