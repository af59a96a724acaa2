import { describe, expect, it } from 'vitest';
import { clearings, memberId, ruleId, signals, SLOT, START, uuid } from '../fixtures/pages.ts';
import { ruleDesk } from './rule-desk.ts';

const DAY = 96 * SLOT;

describe('the check of a draft', () => {
  it('finds nothing wrong with a rule that makes sense', () => {
    expect(ruleDesk(1).check({ timeWindows: ['Sa,Su 10:00-16:00'] })).toMatchObject({ problems: [], conflicts: [] });
  });

  it('tells every problem at its field, and no conflict until they are gone', () => {
    const desk = ruleDesk(1);
    const wrong = {
      maxQuantityWh: -1,
      maxPrice: 0.5,
      minPrice: 2e15,
      minBatterySoc: 101,
      timeWindows: ['Mo 06:00-09:00', 'Mo'],
    };
    const { problems, conflicts } = desk.check(wrong);
    expect(problems.map(({ field, code }) => [field, code])).toEqual([
      ['maxQuantityWh', 'QUANTITY_OUT_OF_RANGE'],
      ['maxPrice', 'PRICE_NOT_WHOLE'],
      ['minPrice', 'PRICE_OUT_OF_RANGE'],
      ['minBatterySoc', 'SOC_OUT_OF_RANGE'],
      ['timeWindows', 'WINDOW_UNREADABLE'],
    ]);
    expect(problems.at(-1)?.values).toEqual({ at: 1 });
    expect(conflicts).toEqual([]);
  });

  it('misses the member while none is chosen, or none that may be shown, and finds what the rule alone contradicts', () => {
    const desk = ruleDesk(2);
    desk.member(1, { anonymizedId: '' });
    for (const member of [null, 'nobody', memberId(1)]) {
      expect(desk.check({ maxQuantityWh: 0 }, { memberId: member })).toMatchObject({
        problems: [{ field: 'memberId', code: 'MEMBER_UNKNOWN' }],
        conflicts: [{ kind: 'ZERO_QUANTITY' }],
      });
    }
  });

  it('of an inactive member finds only a rule that is switched on wrong', () => {
    const desk = ruleDesk(1);
    desk.member(0, { isActive: false });
    expect(desk.check({}).problems).toMatchObject([{ code: 'MEMBER_INACTIVE' }]);
    expect(desk.check({ isEnabled: false }).problems).toEqual([]);
  });

  it('holds a new rule against all rules of its member, as the last one', () => {
    const desk = ruleDesk(2);
    desk.copy([0, { version: 2, maxQuantityWh: null }]);
    expect(desk.check({ minPrice: 10_000 }).conflicts).toMatchObject([{ kind: 'SHADOWED', otherRuleId: ruleId(0) }]);
    expect(desk.check({ minPrice: 10_000 }, { memberId: memberId(1) }).conflicts).toEqual([]);
  });

  it('holds a change against the other rules of the member, in the place of the rule', () => {
    const desk = ruleDesk(1);
    desk.copy(
      [0, { version: 2, maxQuantityWh: null }],
      [3, { memberId: memberId(0), createdAt: START, timeWindows: ['Mo 12:00-13:00'] }],
    );
    expect(desk.check({ maxQuantityWh: null }, { ruleId: ruleId(0) }).conflicts).toEqual([]);
    expect(desk.check({ timeWindows: ['Mo 10:00-11:00'] }, { ruleId: ruleId(3) }).conflicts).toMatchObject([
      { kind: 'SHADOWED', otherRuleId: ruleId(0) },
    ]);
    expect(desk.check({ timeWindows: ['Mo 09:00-11:00'] }, { ruleId: ruleId(3) }).conflicts).toEqual([]);
  });

  it('counts what this desk has decided about the others', () => {
    const desk = ruleDesk(1);
    const buyer = { type: 'buy', minPrice: null, maxPrice: 95_000 } as const;
    expect(desk.check(buyer).conflicts).toMatchObject([{ kind: 'SELF_TRADE', otherRuleId: ruleId(0) }]);
    desk.save({ draft: { minPrice: 96_000 } });
    expect(desk.check(buyer).conflicts).toEqual([]);
  });

  it('writes nothing', () => {
    const desk = ruleDesk(1);
    desk.check({ maxQuantityWh: null }, { ruleId: ruleId(0) });
    expect(desk.outbox()).toEqual([]);
    expect(desk.changed).toEqual([]);
  });
});

describe('the prices around a limit', () => {
  it('are those of the market where there are no signals', () => {
    expect(ruleDesk(1).check({}).band).toEqual({
      floor: -500_000,
      cap: 500_000,
      retail: null,
      feedIn: null,
      low: null,
      median: null,
      high: null,
      slots: 0,
    });
  });

  it('are the latest tariffs, and the 10th, 50th and 90th percentile of the last seven days with a community price', () => {
    const desk = ruleDesk(1);
    const tariff = { retail: 300_000, feedIn: 80_000 };
    const last = START + 20 * DAY;
    const prices = [50, 10, 40, 20, 30, 100, 90, 60, 80, 70].map((thousands, at) => ({
      ...tariff,
      slot: last - at * SLOT,
      p2p: thousands * 1000,
    }));
    desk.apply({
      clearings: clearings([{ id: uuid('c', 9), slot: last }]),
      signals: signals([
        { ...tariff, slot: last - 7 * DAY, p2p: 999_000 },
        ...prices,
        { slot: last + SLOT, retail: 310_000, feedIn: 70_000 },
      ]),
    });
    expect(desk.check({}).band).toEqual({
      floor: -500_000,
      cap: 500_000,
      retail: 310_000,
      feedIn: 70_000,
      low: 10_000,
      median: 50_000,
      high: 90_000,
      slots: 10,
    });
  });
});
