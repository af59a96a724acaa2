import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RuleSimulation } from '#shared/rules/rule-simulation.ts';
import { fireRules, runSlot, type SimulatedRule, type SimulatedSlot } from '#shared/rules/slot-run.ts';
import { anyRule, anySlot, market, markets, MEMBER, RULES, ruleOf, slotOf } from './simulated-slots.ts';

const [FIRST, SECOND] = RULES;
const DAYS = [20260105, 20260106, 20260108];

/** Slots spread over three days, simulated with some sets of rules, told about the first rule. */
function simulated(slots: readonly SimulatedSlot[], sets: readonly SimulatedRule[][], terms = market): RuleSimulation {
  const simulation = new RuleSimulation(terms, FIRST, sets.length);
  for (const [at, slot] of slots.entries()) {
    simulation.add(slot, DAYS[Math.floor((at * DAYS.length) / slots.length)], sets);
  }
  return simulation;
}

const anySlots = fc.array(anySlot, { minLength: 1, maxLength: 8 });
const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

describe('the simulation of rules', () => {
  it('tells what the rule offered, what traded of it and why not the rest', () => {
    const buyer = { type: 'buy', member: 1, price: 200_000, wh: 400 } as const;
    const { sets, slots } = simulated(
      [
        slotOf([buyer], { surplusWh: 300 }),
        slotOf([buyer], { surplusWh: 500 }),
        slotOf([{ ...buyer, price: 90_000 }], { surplusWh: 100 }),
        slotOf([], { surplusWh: 100 }),
        slotOf([buyer]),
      ],
      [[ruleOf(FIRST, { minPrice: 100_000 })]],
    );
    expect(slots).toBe(5);
    expect(sets[0].rule).toEqual({
      firedSlots: 4,
      offeredWh: 1000,
      tradedWh: 700,
      // 300 Wh at 0.20, the limit of the longer side, and 400 Wh at 0.10; feed-in would have paid 0.08.
      amount: 100_000,
      savings: 44_000,
      tradedSlots: 1,
      partlySlots: 1,
      untradedSlots: 2,
      reasons: { PRICE: 1, RATIONED: 1, NO_COUNTERPART: 1, SELF_TRADE: 0, ZERO_QUANTITY: 0, TRADE_REDUCTION: 0 },
      stopped: {
        ENABLED: { slots: 0, alone: 0 },
        WINDOW: { slots: 0, alone: 0 },
        SOC: { slots: 0, alone: 0 },
        QUANTITY: { slots: 1, alone: 1 },
      },
    });
  });

  it('tells which conditions kept the rule from firing, and which did so alone', () => {
    const rule = ruleOf(FIRST, { minBatterySoc: 50, timeWindows: ['Mo 10:00-14:00'] });
    const evening = 20 * 60;
    const { sets } = simulated(
      [
        slotOf([], { surplusWh: 100, batterySoc: 20 }),
        slotOf([], { surplusWh: 100, batterySoc: 20, minute: evening }),
        slotOf([], { surplusWh: 100, batterySoc: 80, minute: evening }),
        slotOf([], { surplusWh: 100, batterySoc: 80 }),
      ],
      [[rule]],
    );
    expect(sets[0].rule).toMatchObject({
      firedSlots: 1,
      stopped: { WINDOW: { slots: 2, alone: 1 }, SOC: { slots: 2, alone: 1 }, QUANTITY: { slots: 0, alone: 0 } },
    });
  });

  it('counts firings by the hour of the week in wall time', () => {
    const sundayNight = 6 * 24 * 60 + 23 * 60 + 45;
    const { sets } = simulated(
      [0, 45, 60, sundayNight].map((minute) => slotOf([], { surplusWh: 1, minute })),
      [[ruleOf(FIRST)]],
    );
    expect(sets[0].firedByHour).toHaveLength(168);
    expect(sets[0].firedByHour.flatMap((count, hour) => (count > 0 ? [[hour, count]] : []))).toEqual([
      [0, 2],
      [1, 1],
      [167, 1],
    ]);
  });

  it('tells of a set without the rule what the member got, and nothing of the rule', () => {
    const slot = slotOf([{ type: 'buy', member: 1, price: 200_000, wh: 400 }], { surplusWh: 400 });
    const [without, beside] = simulated([slot], [[ruleOf(SECOND)], [ruleOf(SECOND), ruleOf(FIRST)]]).sets;
    expect(without).toMatchObject({ rule: { firedSlots: 0, tradedWh: 0 }, member: { soldWh: 400 } });
    expect(beside).toMatchObject({ rule: { firedSlots: 0, stopped: { QUANTITY: { slots: 1, alone: 1 } } } });
  });

  it('counts the slots without tariffs; what is traded in them is told, savings are not', () => {
    const slot = slotOf([{ type: 'buy', member: 1, price: 200_000, wh: 400 }], { surplusWh: 400, tariff: null });
    const simulation = simulated([slot], [[ruleOf(FIRST)]]);
    expect(simulation.slotsWithoutTariff).toBe(1);
    expect(simulation.sets[0]).toMatchObject({ rule: { tradedWh: 400, savings: 0 }, member: { savings: 0 } });
  });

  it('of the same rule again changes nothing for anybody', () => {
    fc.assert(
      fc.property(anySlots, anyRule(FIRST), anyRule(SECOND), markets, (slots, rule, other, terms) => {
        const again = { ...rule, prepared: { ...rule.prepared } };
        const [current, drafted] = simulated(
          slots,
          [
            [rule, other],
            [again, other],
          ],
          terms,
        ).sets;
        expect(drafted).toEqual(current);
        expect(drafted.changes.size).toBe(0);
      }),
    );
  });

  it('adds days up to the totals', () => {
    fc.assert(
      fc.property(anySlots, anyRule(FIRST), anyRule(SECOND), (slots, rule, other) => {
        const [{ rule: figures, member, days, firedByHour }] = simulated(slots, [[rule, other]]).sets;
        expect(sumOf(days.map(({ firedSlots }) => firedSlots))).toBe(figures.firedSlots);
        expect(sumOf(days.map(({ tradedWh }) => tradedWh))).toBe(figures.tradedWh);
        expect(sumOf(days.map(({ savings }) => savings))).toBe(member.savings);
        expect(sumOf(firedByHour)).toBe(figures.firedSlots);
        expect(figures.tradedSlots + figures.partlySlots + figures.untradedSlots).toBe(figures.firedSlots);
      }),
    );
  });

  it('gives the member and the others together what the slots differ by', () => {
    fc.assert(
      fc.property(anySlots, anyRule(FIRST), anyRule(FIRST), markets, (slots, rule, draft, terms) => {
        const [current, drafted] = simulated(slots, [[rule], [draft]], terms).sets;
        const saved = (one: SimulatedRule): number =>
          sumOf(slots.flatMap((slot) => [...runSlot(fireRules([one], slot), slot, terms).savings.values()]));
        expect(sumOf(drafted.changes.values())).toBe(saved(draft) - saved(rule));
        expect(drafted.changes.get(MEMBER) ?? 0).toBe(drafted.member.savings - current.member.savings);
      }),
    );
  });
});
